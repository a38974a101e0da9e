package io.dutybell;

import io.dutybell.api.AlertFeed;
import io.dutybell.api.Errors;
import io.dutybell.api.RestEdge;
import io.dutybell.receive.ClientAddress;
import io.dutybell.security.Cidr;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP servers in front of the routes. The routes' own server would open its port before the
 * routes run, and would read a form before a route sees it; so this is one of ours: it opens its
 * ports when everything runs, leaves the bytes of callbacks alone, and gives every refusal the same
 * JSON.
 */
final class HttpEdge implements AutoCloseable {

  /**
   * The request header in which the routes find the content type that the caller gave a callback.
   */
  static final String CONTENT_TYPE = "dutybell-content-type";

  /** How headers begin that are set here, and so are nobody else's to send. */
  private static final String OURS = "dutybell-";

  private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);
  private static final String ROUTER = "platform-http-router-dutybell";
  private static final String CALLBACKS = "/api/v1/events/alibaba-cloud/";
  private static final Set<String> EVENTS =
      Set.of("/api/events", "/api/events/", "/api/v1/events", "/api/v1/events/");
  private static final String HEARTBEATS = "/api/heartbeats/";
  private static final String LINKS = "/act/";
  private static final int LONGEST_LINE = 64 * 1024;
  private static final int LONGEST_HEADERS = 16 * 1024;
  private static final String UNREADABLE = "The request cannot be read.";
  private static final String NOTHING_HERE = "There is nothing at this path.";
  private static final int SLOWEST_REQUEST_MS = 30_000;
  private static final Duration SLOWEST_HEAD = Duration.ofSeconds(30);
  private static final String CONFIGURATION = "/api/config/";
  private static final String APPLY_CONFIGURATION = CONFIGURATION + "apply";

  /** A whole configuration is a thousand calls in one. */
  private static final long SLOWEST_DOCUMENT_MS = 300_000;

  private static final int API_BODY = RestEdge.MOST_BYTES;

  private final Vertx vertx;
  private final Router router;
  private final List<Cidr> trustedProxies;
  private final long eventBody;
  private final IntConsumer refusedEvent;
  private final List<HttpServer> servers = new ArrayList<>();
  private final AtomicInteger inWork = new AtomicInteger();
  private AlertStreams streams;
  private volatile boolean closing;

  /**
   * @param workers how many requests may be worked on at the same time
   * @param eventBody the largest body of a callback, in bytes
   * @param trustedProxies the networks of our own proxies
   * @param refusedEvent is told the status of callbacks that no route gets to see
   */
  HttpEdge(int workers, int eventBody, List<Cidr> trustedProxies, IntConsumer refusedEvent) {
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setWorkerPoolSize(workers)
                .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors())));
    this.router = Router.router(vertx);
    this.trustedProxies = trustedProxies;
    this.eventBody = eventBody;
    this.refusedEvent = refusedEvent;
    router.route().order(-101).failureHandler(HttpEdge::forgetWhoBrokeOff);
    TimeoutHandler timeout = TimeoutHandler.create(SLOWEST_REQUEST_MS, 408);
    TimeoutHandler ofDocuments = TimeoutHandler.create(SLOWEST_DOCUMENT_MS, 408);
    router
        .route()
        .order(-100)
        .handler(
            call ->
                limitTime(
                    call, call.normalizedPath().startsWith(CONFIGURATION) ? ofDocuments : timeout));
    router.route().order(-99).handler(this::prepare);
    error(400, "BAD_REQUEST", UNREADABLE);
    error(404, "NOT_FOUND", NOTHING_HERE);
    error(405, "METHOD_NOT_ALLOWED", "This path does not take this method.");
    error(408, "REQUEST_TIMEOUT", "The request took longer than 30 seconds.");
    error(
        413,
        "PAYLOAD_TOO_LARGE",
        "The body is larger than "
            + eventBody
            + " bytes for an event, or "
            + API_BODY
            + " for any other call; a configuration document may have "
            + RestEdge.MOST_DOCUMENT_BYTES
            + ".");
    error(417, "EXPECTATION_FAILED", "Only Expect: 100-continue can be met.");
    error(500, "INTERNAL_ERROR", "Something went wrong in Dutybell; its log says what.");
    error(503, "UNAVAILABLE", "Dutybell is starting or stopping. Send the request again.");
  }

  /** Makes the routes' {@code platform-http} endpoints answer here. */
  void bind(CamelContext context) {
    context.getRegistry().bind("vertx", Vertx.class, vertx);
    context
        .getRegistry()
        .bind(
            ROUTER,
            VertxPlatformHttpRouter.class,
            new VertxPlatformHttpRouter(null, vertx, router, ROUTER) {
              @Override
              public Handler<RoutingContext> bodyHandler() {
                return bodies();
              }
            });
    VertxPlatformHttpEngine engine =
        new VertxPlatformHttpEngine() {
          @Override
          public PlatformHttpConsumer createConsumer(
              PlatformHttpEndpoint endpoint, Processor processor) {
            return isEvent(endpoint.getPath())
                ? new EventConsumer(endpoint, processor, getHandlers(), ROUTER)
                : new VertxPlatformHttpConsumer(endpoint, processor, getHandlers(), ROUTER);
          }

          @Override
          public int getServerPort() {
            return 0;
          }
        };
    engine.setCamelContext(context);
    context
        .getRegistry()
        .bind(
            PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME,
            org.apache.camel.component.platform.http.spi.PlatformHttpEngine.class,
            engine);
  }

  /** Makes the streams of alerts answer here, beside the routes. */
  void bindStreams(AlertFeed feed) {
    streams = new AlertStreams(vertx, feed);
    router.get(AlertFeed.PATH).order(-50).handler(streams::open);
  }

  /**
   * Makes who may not apply a configuration document be refused before the document is read: it is
   * so large that a few of them would fill the memory.
   */
  void guardDocuments(RestEdge api) {
    router.post(APPLY_CONFIGURATION).order(-50).handler(call -> guard(call, api));
  }

  private void guard(RoutingContext call, RestEdge api) {
    HttpServerRequest request = call.request();
    if (isSmall(request)) {
      call.next();
      return;
    }
    request.pause();
    String authorization = request.getHeader("Authorization");
    String address = request.getHeader(RestEdge.REMOTE_ADDRESS);
    var unused =
        vertx
            .executeBlocking(
                () -> {
                  api.foresee("apply-configuration", authorization, address);
                  return true;
                },
                false)
            .onSuccess(admitted -> call.next())
            .onFailure(
                failure -> {
                  readNoMore(call);
                  AlertStreams.refuse(call, Errors.answer(failure));
                })
            .onComplete(done -> request.resume());
  }

  /** Whether no more will come than any call may send: it is read before anybody is asked. */
  private static boolean isSmall(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.matches("[0-9]{1,9}") && Integer.parseInt(length) <= API_BODY;
  }

  /** A stream of alerts is meant to stay open. */
  private static void limitTime(RoutingContext call, TimeoutHandler timeout) {
    if (isStream(call.normalizedPath())) {
      call.next();
    } else {
      timeout.handle(call);
    }
  }

  private static boolean isStream(String path) {
    return AlertFeed.PATH.equals(path) || (AlertFeed.PATH + "/").equals(path);
  }

  private Handler<RoutingContext> bodies() {
    BodyHandler events = BodyHandler.create(false).setBodyLimit(eventBody);
    BodyHandler others = BodyHandler.create(false).setBodyLimit(API_BODY);
    BodyHandler documents = BodyHandler.create(false).setBodyLimit(RestEdge.MOST_DOCUMENT_BYTES);
    return call -> {
      String path = call.normalizedPath();
      BodyHandler bodies = isEvent(path) ? events : isDocument(path) ? documents : others;
      bodies.handle(call);
    };
  }

  private static boolean isDocument(String path) {
    return path.equals(APPLY_CONFIGURATION) || path.equals(APPLY_CONFIGURATION + "/");
  }

  /**
   * Whether the path leads to a receiving route.
   *
   * @param path as the router reads it: without dots and doubled slashes
   */
  private static boolean isEvent(String path) {
    return path.startsWith(CALLBACKS) || EVENTS.contains(path);
  }

  /**
   * The integration key in the path of a CloudMonitor callback, whatever the query says. The router
   * takes a path that ends in a slash for the one that does not.
   */
  static String integrationKey(HttpServerRequest request) {
    String path = request.path();
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    String key = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    try {
      return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return key;
    }
  }

  /**
   * Paths that the side facing the internet needs: receiving, heartbeats, and the links in
   * notifications.
   */
  private static boolean facesTheInternet(String path) {
    return isEvent(path) || path.startsWith(HEARTBEATS) || path.startsWith(LINKS);
  }

  private void prepare(RoutingContext call) {
    HttpServerRequest request = call.request();
    if (closing) {
      readNoMore(call);
      refuse(call, 503, "UNAVAILABLE", "Dutybell is stopping. Send the request again.");
      return;
    }
    inWork.incrementAndGet();
    call.addEndHandler(done -> inWork.decrementAndGet());
    removeOurs(request.headers());
    request.headers().set(RestEdge.REMOTE_ADDRESS, sender(request));
    boolean isPing = call.normalizedPath().startsWith(HEARTBEATS);
    if (!isPing
        && (isCoded(request, "Content-Encoding", "identity")
            || isCoded(request, "Transfer-Encoding", "chunked"))) {
      refuse(
          call,
          415,
          "UNSUPPORTED_MEDIA_TYPE",
          "A Content-Encoding is not supported: send the body as it is.");
      return;
    }
    if (isEvent(call.normalizedPath())) {
      String contentType = request.getHeader("Content-Type");
      if (contentType != null) {
        request.headers().set(CONTENT_TYPE, contentType);
      }
      // Otherwise a form would be decoded before a route sees it, and its fields become headers.
      request.headers().set("Content-Type", "application/octet-stream");
    } else if (isPing) {
      // Nobody reads the body of a ping, so nothing in it may end the request.
      request.headers().set("Content-Type", "application/octet-stream");
    }
    call.next();
  }

  /** Whether a header names a coding other than the one that leaves the body as it is. */
  private static boolean isCoded(HttpServerRequest request, String header, String harmless) {
    for (String value : request.headers().getAll(header)) {
      for (String coding : value.split(",")) {
        if (!coding.isBlank() && !coding.strip().equalsIgnoreCase(harmless)) {
          return true;
        }
      }
    }
    return false;
  }

  private String sender(HttpServerRequest request) {
    String peer = request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    List<String> forwarded = request.headers().getAll("X-Forwarded-For");
    return ClientAddress.of(
        peer, forwarded.isEmpty() ? null : String.join(",", forwarded), trustedProxies);
  }

  /** A loop, because it runs for every request, and the set of names is sorted when asked for. */
  private static void removeOurs(MultiMap headers) {
    List<String> ours = null;
    for (Map.Entry<String, String> header : headers) {
      if (header.getKey().regionMatches(true, 0, OURS, 0, OURS.length())) {
        ours = ours == null ? new ArrayList<>() : ours;
        ours.add(header.getKey());
      }
    }
    if (ours != null) {
      ours.forEach(headers::remove);
    }
  }

  /**
   * What a caller hangs up on, or sends against the rules of HTTP, again and again, must not fill
   * the log.
   */
  private static void forgetWhoBrokeOff(RoutingContext call) {
    if (call.failure() == null || call.request().isEnded()) {
      call.next();
      return;
    }
    LOG.debug("A request broke off", call.failure());
    if (!(call.failure() instanceof HttpClosedException)) {
      readNoMore(call);
      answer(call, 400, "BAD_REQUEST", UNREADABLE);
    }
  }

  private void error(int status, String code, String message) {
    router.errorHandler(
        status,
        call -> {
          if (call.failure() != null && status == 500) {
            LOG.error("A request failed", call.failure());
          }
          if (status == 405) {
            call.response().putHeader("Allow", methods(call.normalizedPath()));
          }
          refuse(call, status, code, message);
        });
  }

  /** The methods that the routes of a path take. */
  private String methods(String path) {
    Set<String> found = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (route.methods() != null && isOf(route.getPath(), path)) {
        route.methods().forEach(method -> found.add(method.name()));
      }
    }
    return String.join(", ", found);
  }

  /** Whether it is a path of this form: {@code :id} stands for any one segment. */
  private static boolean isOf(String form, String path) {
    String[] parts = form == null ? new String[0] : form.split("/");
    String[] segments = path.split("/");
    if (parts.length != segments.length) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].startsWith(":") && !parts[i].equals(segments[i])) {
        return false;
      }
    }
    return true;
  }

  private void refuse(RoutingContext call, int status, String code, String message) {
    if (isEvent(call.normalizedPath())) {
      refusedEvent.accept(status);
    }
    answer(call, status, code, message);
  }

  private static void answer(RoutingContext call, int status, String code, String message) {
    if (call.response().ended() || call.response().headWritten()) {
      return;
    }
    String body = errorBody(status, code, message);
    call.response().setStatusCode(status).putHeader("Content-Type", "application/json");
    if (status == 413 || status == 408) {
      readNoMore(call);
    }
    var unused =
        HttpMethod.HEAD.equals(call.request().method())
            ? call.response().end()
            : call.response().end(body);
  }

  /** What is still to come on the connection is not read. HTTP/2 knows no such header. */
  private static void readNoMore(RoutingContext call) {
    if (call.request().version() != HttpVersion.HTTP_2) {
      call.response().putHeader("Connection", "close");
    }
  }

  /**
   * Opens a port.
   *
   * @param host the address to listen on
   * @param port 0 for any
   * @param onlyReceiving whether it serves nothing but receiving, heartbeats and the links in
   *     notifications
   * @return the port
   */
  int listen(String host, int port, boolean onlyReceiving) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(host)
            .setIdleTimeout(60)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LONGEST_HEADERS)
            .setCompressionSupported(false);
    Handler<HttpServerRequest> handler = onlyReceiving ? onlyReceiving() : router;
    // Servers that ask for the same negative port share one that is free.
    int shared = port == 0 ? -1 - servers.size() : port;
    int actual = port;
    // One server an event loop: together they share the port's connections. What is deployed gets
    // the next event loop; all that one thread of ours opened would share that thread's.
    for (int i = 0; i < Math.max(2, Runtime.getRuntime().availableProcessors()); i++) {
      HttpServer server =
          vertx
              .createHttpServer(options)
              .connectionHandler(connection -> new ConnectionWatch(SLOWEST_HEAD).over(connection))
              .requestHandler(
                  request -> {
                    HttpServerRequest meant = VersionedPath.of(request);
                    ConnectionWatch.began(meant);
                    handler.handle(unread(meant));
                  })
              .invalidRequestHandler(HttpEdge::refuseUnreadable);
      await(
          vertx.deployVerticle(new Opening(server, shared, host)),
          "port " + port + " of " + host + " cannot be opened");
      servers.add(server);
      actual = server.actualPort();
    }
    return actual;
  }

  /** Nobody looks at the query of a ping or of a link, so nothing in it may end the request. */
  private static HttpServerRequest unread(HttpServerRequest request) {
    String path = request.path();
    return path != null && (path.startsWith(HEARTBEATS) || path.startsWith(LINKS))
        ? UnreadQuery.without(request)
        : UnreadQuery.of(request);
  }

  /** What is no HTTP, or has a line or headers that are too long, gets no further than here. */
  private static void refuseUnreadable(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    int status =
        cause instanceof TooLongHttpLineException
            ? 414
            : cause instanceof TooLongHttpHeaderException ? 431 : 400;
    String message =
        switch (status) {
          case 414 -> "The path with its query is longer than " + LONGEST_LINE + " bytes.";
          case 431 -> "The headers are longer than " + LONGEST_HEADERS + " bytes.";
          default -> UNREADABLE;
        };
    String code =
        switch (status) {
          case 414 -> "URI_TOO_LONG";
          case 431 -> "HEADERS_TOO_LARGE";
          default -> "BAD_REQUEST";
        };
    var unused =
        request
            .response()
            .setStatusCode(status)
            .putHeader("Content-Type", "application/json")
            .putHeader("Connection", "close")
            .end(errorBody(status, code, message))
            .onComplete(done -> request.connection().close());
  }

  private static String errorBody(int status, String code, String message) {
    return new JsonObject()
        .put("status", status)
        .put("code", code)
        .put("message", message)
        .encode();
  }

  /**
   * Decides by the path as the other router will read it: as it was sent, {@code /act/../api/users}
   * would pass for a link.
   */
  private Router onlyReceiving() {
    Router front = Router.router(vertx);
    front
        .route()
        .handler(
            call -> {
              if (facesTheInternet(call.normalizedPath())) {
                router.handle(call.request());
              } else {
                answer(call, 404, "NOT_FOUND", NOTHING_HERE);
              }
            });
    return front;
  }

  /** Opens a port on the event loop on which it is deployed. */
  private static final class Opening extends AbstractVerticle {

    private final HttpServer server;
    private final int port;
    private final String host;

    Opening(HttpServer server, int port, String host) {
      this.server = server;
      this.port = port;
      this.host = host;
    }

    @Override
    public void start(Promise<Void> opened) {
      server.listen(port, host).<Void>mapEmpty().onComplete(opened);
    }
  }

  private static <T> void await(io.vertx.core.Future<T> future, String problem) {
    try {
      future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(problem + ": " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(problem + ": it took too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(problem, e);
    }
  }

  /**
   * Lets what is being worked on be answered, for five seconds at the most; then closes the ports.
   */
  void closePorts() {
    closing = true;
    if (streams != null) {
      streams.close();
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (inWork.get() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    servers.forEach(server -> await(server.close(), "a port cannot be closed"));
    servers.clear();
  }

  @Override
  public void close() {
    closePorts();
    await(vertx.close(), "Vert.x cannot be closed");
  }
}
