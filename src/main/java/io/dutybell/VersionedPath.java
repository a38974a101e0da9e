package io.dutybell;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.core.http.impl.HttpUtils;

/**
 * A request for {@code /api/v1/…} that is one for {@code /api/…}: older clients of ilert's put the
 * version into every path, and it means the same. Events keep theirs, because CloudMonitor's
 * callbacks are at home there.
 */
final class VersionedPath extends HttpServerRequestWrapper {

  private static final String VERSIONED = "/api/v1/";
  private static final String PLAIN = "/api/";
  private static final String EVENTS = "/api/v1/events";

  private VersionedPath(HttpServerRequest request) {
    super((HttpServerRequestInternal) request);
  }

  /** The request to hand on. A path may be written in several ways, with dots for example. */
  static HttpServerRequest of(HttpServerRequest request) {
    String path = request.path();
    boolean isVersioned = path != null && path.startsWith(VERSIONED) && !isOfEvents(path);
    return isVersioned && !isOfEvents(HttpUtils.normalizePath(path))
        ? new VersionedPath(request)
        : request;
  }

  private static boolean isOfEvents(String path) {
    return path.startsWith(EVENTS)
        && (path.length() == EVENTS.length() || path.charAt(EVENTS.length()) == '/');
  }

  private static String plain(String path) {
    return PLAIN + path.substring(VERSIONED.length());
  }

  @Override
  public String path() {
    return plain(super.path());
  }

  @Override
  public String uri() {
    String uri = super.uri();
    return uri.startsWith(VERSIONED) ? plain(uri) : uri;
  }
}
