package io.dutybell;

import io.dutybell.api.AlertFeed;
import io.dutybell.api.AlertListener;
import io.dutybell.api.AlertNews;
import io.dutybell.api.Answer;
import io.dutybell.api.Errors;
import io.dutybell.api.RestEdge;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
 * them, who may still listen and what has changed, and runs only while somebody listens. A reader
 * who does not keep up is not told what it has no room for, and hears of that when it has room
 * again. While the database is away nothing is told, and nobody's stream ends.
 */
final class AlertStreams implements AutoCloseable {

  static final int MOST_STREAMS = 200;

  private static final Logger LOG = LoggerFactory.getLogger(AlertStreams.class);
  private static final int MOST_WAITING_BYTES = 128 * 1024;
  private static final int LOOK_EVERY_MS = 1_000;
  private static final int HEARTBEAT_EVERY_MS = 15_000;
  private static final int POSITION_EVERY_LOOKS = 15;
  private static final int LONGEST_MS = 15 * 60 * 1_000;
  private static final Buffer GREETING =
      Buffer.buffer(": what is told from here on\nretry: 2000\n\n");
  private static final Buffer HEARTBEAT = Buffer.buffer(": still here\n\n");

  /** Without an id: who breaks off now comes again with the last one that was told. */
  private static final Buffer RESET = Buffer.buffer("event: reset\ndata: {}\n\n");

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

  /** How often it has looked; only the looking thread knows. */
  private int looks;

  AlertStreams(Vertx vertx, AlertFeed feed) {
    this.vertx = vertx;
    this.feed = feed;
    looker.setKeepAliveTime(10, TimeUnit.SECONDS);
    looker.allowCoreThreadTimeOut(true);
    looker.setRemoveOnCancelPolicy(true);
  }

  /** A reader. What is written is written on the event loop of its connection. */
  private static final class Stream {

    private final AlertListener listener;
    private final Context loop;
    private final HttpServerResponse response;
    private final String lastEventId;
    private boolean behind;

    /** Whether it has heard where it begins; only the looking thread knows. */
    private boolean greeted;

    /** What it is to be told as soon as it is known whether that is the last for now. */
    private Buffer held;

    Stream(AlertListener listener, Context loop, HttpServerResponse response, String lastEventId) {
      this.listener = listener;
      this.loop = loop;
      this.response = response;
      this.lastEventId = lastEventId;
    }

    /**
     * Tells an event. Only the last one of a look has the new position as its id: who breaks off
     * before comes again with the old one, and misses nothing.
     *
     * @param before the position before this look
     */
    void tell(Buffer event, long before) {
      send(before);
      held = event;
    }

    /** Sends what is held, with this id; gives false when nothing was. */
    boolean send(long id) {
      if (held == null) {
        return false;
      }
      send(id(id, ""), held);
      held = null;
      return true;
    }

    void send(Buffer... parts) {
      loop.runOnContext(now -> write(parts));
    }

    private void write(Buffer... parts) {
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
      for (Buffer part : parts) {
        var unused = response.write(part);
      }
    }

    void end() {
      loop.runOnContext(
          now -> {
            if (!response.ended() && !response.closed()) {
              var unused = response.end();
            }
          });
    }

    static Buffer id(long id, String end) {
      return Buffer.buffer("id: " + id + "\n" + end);
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
            .executeBlocking(() -> feed.admit(authorization, address), false)
            .onSuccess(listener -> begin(call, loop, listener))
            .onFailure(failure -> refuse(call, Errors.answer(failure)));
  }

  private void begin(RoutingContext call, Context loop, AlertListener listener) {
    HttpServerResponse response = call.response();
    if (response.ended() || response.closed()) {
      return;
    }
    Stream stream = new Stream(listener, loop, response, call.request().getHeader("Last-Event-ID"));
    response
        .setStatusCode(200)
        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Accel-Buffering", "no")
        .setChunked(true)
        .setWriteQueueMaxSize(MOST_WAITING_BYTES);
    long heartbeat = vertx.setPeriodic(HEARTBEAT_EVERY_MS, now -> stream.write(HEARTBEAT));
    long longest = vertx.setTimer(LONGEST_MS, now -> stream.end());
    call.addEndHandler(
        done -> {
          vertx.cancelTimer(heartbeat);
          vertx.cancelTimer(longest);
          remove(stream);
        });
    add(stream);
  }

  private synchronized void add(Stream stream) {
    if (closed) {
      stream.end();
      return;
    }
    streams.add(stream);
    if (looking != null) {
      looker.execute(this::greetNew);
    } else {
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
      tellWhatChanged(streams(true));
      greet(streams(false));
      looks++;
    } catch (RuntimeException e) {
      LOG.debug("What changed cannot be read; the next look tries again", e);
    }
  }

  /** So that whoever opens a stream does not wait for the next look. */
  private void greetNew() {
    try {
      if (following) {
        greet(streams(false));
      }
    } catch (RuntimeException e) {
      LOG.debug("A stream cannot begin yet; the next look tries again", e);
    }
  }

  private List<Stream> streams(boolean greeted) {
    return streams.stream().filter(stream -> stream.greeted == greeted).toList();
  }

  /** Ends the streams of those who may not listen any more, and gives the others. */
  private List<Stream> stillListening(List<Stream> present) {
    feed.review(present.stream().map(stream -> stream.listener).toList());
    List<Stream> still = new ArrayList<>();
    for (Stream stream : present) {
      if (!stream.listener.mayListen()) {
        stream.end();
        continue;
      }
      if (stream.listener.seesOtherwise()) {
        stream.send(RESET);
      }
      still.add(stream);
    }
    return still;
  }

  private void tellWhatChanged(List<Stream> present) {
    List<Stream> still = stillListening(present);
    long before = feed.position();
    boolean told = feed.next(news -> tell(news, still, before));
    long position = feed.position();
    boolean tellsPosition = looks % POSITION_EVERY_LOOKS == 0;
    for (Stream stream : still) {
      boolean isTold = stream.send(position);
      if (!told) {
        stream.send(Stream.id(position, ""), RESET);
      } else if (!isTold && tellsPosition) {
        stream.send(Stream.id(position, "\n"));
      }
    }
  }

  /**
   * Begins streams. Only now does the caller get an answer: from then on everything is told, and
   * who reads the alerts after it misses nothing. Those who broke off at the same place are told
   * the same, which is read once.
   */
  private void greet(List<Stream> present) {
    Map<String, List<Stream>> byPlace = new HashMap<>();
    for (Stream stream : stillListening(present)) {
      byPlace.computeIfAbsent(stream.lastEventId, place -> new ArrayList<>()).add(stream);
    }
    byPlace.forEach(
        (place, some) -> {
          long position = feed.position();
          some.forEach(stream -> stream.send(GREETING));
          boolean told = feed.since(place, news -> tell(news, some, Long.parseLong(place)));
          for (Stream stream : some) {
            if (!told) {
              stream.send(Stream.id(position, ""), RESET);
            } else if (!stream.send(position)) {
              stream.send(Stream.id(position, "\n"));
            }
            stream.greeted = true;
          }
        });
  }

  /** Whoever sees the same of an alert gets the same bytes, which are in memory once. */
  private static void tell(AlertNews news, List<Stream> some, long before) {
    IdentityHashMap<byte[], Buffer> written = new IdentityHashMap<>();
    for (Stream stream : some) {
      byte[] event = news.eventFor(stream.listener);
      if (event != null) {
        stream.tell(written.computeIfAbsent(event, Buffer::buffer), before);
      }
    }
  }

  /** Answers a call that no route gets to see. */
  static void refuse(RoutingContext call, Answer answer) {
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
    // Not interrupted: H2 would close its file.
    looker.shutdown();
  }
}
