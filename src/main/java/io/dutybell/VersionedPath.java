package io.dutybell;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.core.http.impl.HttpUtils;

/**
 * A request whose path is the one that is meant: without dots and doubled slashes, as the router
 * reads it, so that nobody after it reads another; and {@code /api/…} for {@code /api/v1/…}, which
 * older clients of ilert's put into every path and which means the same. Events keep their version,
 * because CloudMonitor's callbacks are at home there.
 */
final class VersionedPath extends HttpServerRequestWrapper {

  private static final String VERSIONED = "/api/v1/";
  private static final String PLAIN = "/api/";
  private static final String EVENTS = "/api/v1/events";

  private final String meant;

  private VersionedPath(HttpServerRequest request, String meant) {
    super((HttpServerRequestInternal) request);
    this.meant = meant;
  }

  /** The request to hand on. A path may be written in several ways, with dots for example. */
  static HttpServerRequest of(HttpServerRequest request) {
    String path = request.path();
    if (path == null || !path.startsWith("/")) {
      return request;
    }
    String tidy = tidy(path);
    String meant = tidy.startsWith(VERSIONED) && !isOfEvents(tidy) ? plain(tidy) : tidy;
    return meant.equals(path) ? request : new VersionedPath(request, meant);
  }

  private static String tidy(String path) {
    if (!path.contains("//") && !path.contains("/.") && path.indexOf('%') < 0) {
      return path;
    }
    try {
      return HttpUtils.normalizePath(path);
    } catch (IllegalArgumentException e) {
      // A percent sign that begins no code: the router refuses it.
      return path;
    }
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
    return meant;
  }

  @Override
  public String uri() {
    String query = query();
    return query == null ? meant : meant + '?' + query;
  }
}
