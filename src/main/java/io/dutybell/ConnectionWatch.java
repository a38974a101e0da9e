package io.dutybell;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Watches over how long a connection may take. One on which nothing moves is closed by the server,
 * but not while a request is worked on that has come whole: that takes as long as it takes, and has
 * its own limit. And one whose request line and headers come drop by drop is closed, because
 * something always moves on it. Everything happens on the connection's event loop.
 */
final class ConnectionWatch {

  private static final AttributeKey<ConnectionWatch> KEY =
      AttributeKey.valueOf(ConnectionWatch.class, "watch");

  private static final String STREAM = "text/event-stream";
  private static final String IDLE = "dutybell-idle";
  private static final String HEAD = "dutybell-head";

  /** How often it is looked at within the longest time; a clock for each request costs more. */
  private static final int LOOKS = 2;

  private final Duration longestHead;

  /**
   * Those that are perhaps not answered yet, which the server holds as long. Of one that is, its
   * body and its answer hang on it, and they would stay as long as the connection waits for the
   * next.
   */
  private final List<Reference<HttpServerRequest>> requests = new ArrayList<>(1);

  private boolean hasBegun;

  /** Whether the beginning of a request has come, and not the rest of its head. */
  private boolean hasPartOfHead;

  /** How often that was so when it was looked at. */
  private int looks;

  /**
   * @param longestHead how long a request may take to tell what it is about
   */
  ConnectionWatch(Duration longestHead) {
    this.longestHead = longestHead;
  }

  /** Begins to watch over a connection that was opened. */
  void over(HttpConnection connection) {
    ChannelHandlerContext context = ((ConnectionBase) connection).channelHandlerContext();
    context.channel().attr(KEY).set(this);
    // The server has not put everything in its place yet.
    context.executor().execute(() -> stand(context, connection instanceof Http1xServerConnection));
  }

  private void stand(ChannelHandlerContext context, boolean isHttp1) {
    if (context.isRemoved()) {
      return;
    }
    ChannelPipeline pipeline = context.pipeline();
    // A connection that goes on in HTTP/2 is opened a second time.
    for (String before : List.of(IDLE, HEAD)) {
      if (pipeline.get(before) != null) {
        if (pipeline.get(before) instanceof Idle idle) {
          idle.isReplaced = true;
        }
        pipeline.remove(before);
      }
    }
    pipeline.addBefore(context.name(), IDLE, new Idle(() -> stand(context, isHttp1)));
    // In HTTP/2 there are other things to say than requests.
    if (isHttp1) {
      pipeline.addFirst(HEAD, heads());
    }
  }

  /** Notes that a request has told what it is about. */
  static void began(HttpServerRequest request) {
    ConnectionWatch watch = ((ConnectionBase) request.connection()).channel().attr(KEY).get();
    if (watch != null) {
      watch.begin(request);
    }
  }

  private void begin(HttpServerRequest request) {
    hasPartOfHead = false;
    hasBegun = true;
    requests.removeIf(before -> !isOpen(before.get()));
    requests.add(new WeakReference<>(request));
  }

  private boolean isWorkedOn() {
    for (Reference<HttpServerRequest> reference : requests) {
      HttpServerRequest request = reference.get();
      if (isOpen(request) && request.isEnded() && !isEndless(request)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAnswered() {
    for (Reference<HttpServerRequest> request : requests) {
      if (isOpen(request.get())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOpen(HttpServerRequest request) {
    return request != null && !request.response().ended();
  }

  /**
   * Whether it is answered by a stream of events, whatever its path looked like: a client that does
   * not read it is told by nothing moving.
   */
  private static boolean isEndless(HttpServerRequest request) {
    String type = request.response().headers().get(HttpHeaders.CONTENT_TYPE);
    return type != null && type.startsWith(STREAM);
  }

  /** Stands before the server's own handler, which closes a connection when it is told it idles. */
  private final class Idle extends ChannelInboundHandlerAdapter {

    private final Runnable standAgain;
    private boolean isReplaced;

    Idle(Runnable standAgain) {
      this.standAgain = standAgain;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      if (!(event instanceof IdleStateEvent) || !isWorkedOn()) {
        super.userEventTriggered(context, event);
      }
    }

    /**
     * The server clears everything away when the body of a request has come that goes to HTTP/2.
     */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      if (!isReplaced && context.channel().isActive()) {
        context.executor().execute(standAgain);
      }
    }
  }

  /** Sees the first byte of a request. */
  private ChannelInboundHandlerAdapter heads() {
    return new ChannelInboundHandlerAdapter() {
      private io.netty.util.concurrent.Future<?> looking;

      @Override
      public void handlerAdded(ChannelHandlerContext context) {
        if (!hasBegun) {
          partCame();
        }
        long every = longestHead.toMillis() / LOOKS;
        looking =
            context
                .executor()
                .scheduleAtFixedRate(() -> look(context), every, every, TimeUnit.MILLISECONDS);
      }

      private void look(ChannelHandlerContext context) {
        if (hasPartOfHead && ++looks > LOOKS) {
          var unused = context.close();
        }
      }

      @Override
      public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!hasPartOfHead && isAnswered()) {
          partCame();
        }
        super.channelRead(context, message);
      }

      @Override
      public void handlerRemoved(ChannelHandlerContext context) {
        looking.cancel(false);
      }
    };
  }

  private void partCame() {
    hasPartOfHead = true;
    looks = 0;
  }
}
