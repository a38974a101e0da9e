package io.dutybell;

import io.dutybell.api.AlertFeed;
import io.dutybell.api.Answer;
import io.dutybell.api.Errors;
import io.dutybell.api.RestEdge;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open streams of alerts. They hold no worker: one thread asks the database once for all of
 * them, and runs only while somebody listens. A reader who does not keep up is not told what it has
 * no room for, and hears of that when it has room again.
 */
final class AlertStreams implements AutoCloseable {

  static final int MOST_STREAMS = 200;

  private static final Logger LOG = LoggerFactory.getLogger(AlertStreams.class);
  private static final int MOST_WAITING_BYTES = 128 * 1024;
  private static final int LOOK_EVERY_MS = 1_000;
  private static final int HEARTBEAT_AFTER_LOOKS = 15;

  /** Without an id: who breaks off now comes again with the last one that was told. */
  private static final String RESET = "event: reset\ndata: {}\n\n";

  /** A stream ends then, so that a caller who may no longer see alerts does not go on seeing. */
  private static final int LONGEST_IN_LOOKS = 15 * 60;

  private final Vertx vertx;
  private final AlertFeed feed;
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

  /** The calls that have a stream or are about to get one. */
  private final Set<RoutingContext> places = ConcurrentHashMap.newKeySet();

  private final ScheduledThreadPoolExecutor looker =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "alert-streams");
            thread.setDaemon(true);
            return thread;
          });
  private ScheduledFuture<?> looking;
  private boolean closed;

  /** Whether the feed follows what changes; only the looking thread knows. */
  private boolean following;

  AlertStreams(Vertx vertx, AlertFeed feed) {
    this.vertx = vertx;
    this.feed = feed;
    looker.setKeepAliveTime(10, TimeUnit.SECONDS);
    looker.allowCoreThreadTimeOut(true);
    looker.setRemoveOnCancelPolicy(true);
  }

  /** A reader, on the event loop of its connection. */
  private static final class Stream {

    private final Context loop;
    private final HttpServerResponse response;
    private final String lastEventId;
    private boolean behind;
    private boolean greeted;
    private int looks;

    Stream(Context loop, HttpServerResponse response, String lastEventId) {
      this.loop = loop;
      this.response = response;
      this.lastEventId = lastEventId;
    }

    void send(List<String> texts) {
      if (!texts.isEmpty()) {
        loop.runOnContext(now -> texts.forEach(this::write));
      }
    }

    private void write(String text) {
      if (behind || response.ended() || response.closed()) {
        return;
      }
      if (response.writeQueueFull()) {
        behind = true;
        response.drainHandler(
            now -> {
              behind = false;
              write(RESET);
            });
        return;
      }
      var unused = response.write(text);
    }

    void end() {
      loop.runOnContext(
          now -> {
            if (!response.ended() && !response.closed()) {
              var unused = response.end();
            }
          });
    }
  }

  /** Opens a stream for a caller who may see alerts. */
  void open(RoutingContext call) {
    if (places.size() >= MOST_STREAMS) {
      refuse(
          call,
          Answer.error(
                  503,
                  "UNAVAILABLE",
                  "There are " + MOST_STREAMS + " streams already; try again later.")
              .with("Retry-After", "30"));
      return;
    }
    places.add(call);
    call.addEndHandler(done -> places.remove(call));
    Context loop = vertx.getOrCreateContext();
    String authorization = call.request().getHeader("Authorization");
    String address = call.request().getHeader(RestEdge.REMOTE_ADDRESS);
    var unused =
        vertx
            .executeBlocking(
                () -> {
                  feed.admit(authorization, address);
                  return true;
                },
                false)
            .onSuccess(admitted -> begin(call, loop))
            .onFailure(failure -> refuse(call, Errors.answer(failure)));
  }

  private void begin(RoutingContext call, Context loop) {
    HttpServerResponse response = call.response();
    if (response.ended() || response.closed()) {
      return;
    }
    Stream stream = new Stream(loop, response, call.request().getHeader("Last-Event-ID"));
    response
        .setStatusCode(200)
        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Accel-Buffering", "no")
        .setChunked(true)
        .setWriteQueueMaxSize(MOST_WAITING_BYTES);
    call.addEndHandler(done -> remove(stream));
    stream.write(": what is told from here on\nretry: 2000\n\n");
    add(stream);
  }

  private synchronized void add(Stream stream) {
    if (closed) {
      stream.end();
      return;
    }
    streams.add(stream);
    if (looking == null) {
      looking = looker.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void remove(Stream stream) {
    streams.remove(stream);
    if (streams.isEmpty() && looking != null) {
      looking.cancel(false);
      looking = null;
      if (!closed) {
        looker.execute(() -> following = false);
      }
    }
  }

  private void look() {
    try {
      if (!following) {
        feed.start();
        following = true;
      }
      List<String> news = feed.next();
      streams.stream().filter(stream -> stream.greeted).forEach(stream -> stream.send(news));
      for (Stream stream : streams) {
        if (!stream.greeted) {
          stream.send(feed.first(stream.lastEventId));
          stream.greeted = true;
        }
      }
    } catch (RuntimeException e) {
      LOG.debug("What changed cannot be read; the next look tries again", e);
    }
    for (Stream stream : streams) {
      stream.looks++;
      if (stream.looks >= LONGEST_IN_LOOKS) {
        stream.end();
      } else if (stream.looks % HEARTBEAT_AFTER_LOOKS == 0) {
        stream.send(List.of(": still here\n\n"));
      }
    }
  }

  private static void refuse(RoutingContext call, Answer answer) {
    HttpServerResponse response = call.response();
    if (response.ended() || response.closed()) {
      return;
    }
    JsonObject body = new JsonObject();
    ((Map<?, ?>) answer.body()).forEach((name, value) -> body.put((String) name, value));
    answer.headers().forEach(response::putHeader);
    var unused =
        response
            .setStatusCode(answer.status())
            .putHeader("Content-Type", "application/json")
            .end(body.encode());
  }

  /** Ends all streams and opens no further ones. */
  @Override
  public synchronized void close() {
    closed = true;
    streams.forEach(Stream::end);
    looker.shutdownNow();
  }
}
