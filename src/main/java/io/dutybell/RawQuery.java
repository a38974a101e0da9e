package io.dutybell;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;

/**
 * A request whose query the router does not look into: it would refuse a query with a {@code %}
 * that begins no escape, as CloudMonitor's {@code unit=%}. The receiving routes read it themselves.
 */
final class RawQuery extends HttpServerRequestWrapper {

  private final MultiMap params = MultiMap.caseInsensitiveMultiMap();

  RawQuery(HttpServerRequest request) {
    super((HttpServerRequestInternal) request);
  }

  /** What the router finds in the path, and nothing of the query. */
  @Override
  public MultiMap params(boolean semicolonIsNormalChar) {
    return params;
  }
}
