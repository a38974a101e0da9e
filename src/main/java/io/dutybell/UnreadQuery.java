package io.dutybell;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;

/**
 * A request whose query nobody reads but our own code, from its text. Vert.x would take it apart on
 * the way to a route, and a percent sign that begins no code would end the request there: with a
 * callback lost, or with no answer at all.
 */
final class UnreadQuery extends HttpServerRequestWrapper {

  /** What the router finds in the path. */
  private final MultiMap params = MultiMap.caseInsensitiveMultiMap();

  private final boolean without;

  private UnreadQuery(HttpServerRequest request, boolean without) {
    super((HttpServerRequestInternal) request);
    this.without = without;
  }

  /** The request to hand to a router. */
  static HttpServerRequest of(HttpServerRequest request) {
    return request.query() == null ? request : new UnreadQuery(request, false);
  }

  /** The same as if there were no query. */
  static HttpServerRequest without(HttpServerRequest request) {
    return request.query() == null ? request : new UnreadQuery(request, true);
  }

  @Override
  public String query() {
    return without ? null : super.query();
  }

  @Override
  public String uri() {
    return without ? path() : super.uri();
  }

  @Override
  public String absoluteURI() {
    String uri = super.absoluteURI();
    return without && uri != null ? uri.replaceFirst("\\?.*", "") : uri;
  }

  @Override
  public MultiMap params() {
    return params;
  }

  @Override
  public MultiMap params(boolean semicolonIsNormalChar) {
    return params;
  }

  @Override
  public String getParam(String name) {
    return params.get(name);
  }
}
