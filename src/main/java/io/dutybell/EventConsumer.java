package io.dutybell;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;

/**
 * Hands requests to the receiving routes on the thread that read them, because these routes never
 * wait: no thread is held until a callback is on disk, and none is woken for it. What the caller
 * sent is in the request, and nothing of it becomes a header of the exchange; of the exchange's
 * headers, only these become headers of the answer: {@code Content-Type} and {@code Retry-After}.
 */
final class EventConsumer extends VertxPlatformHttpConsumer {

  EventConsumer(
      PlatformHttpEndpoint endpoint,
      Processor processor,
      List<Handler<RoutingContext>> handlers,
      String router) {
    super(endpoint, processor, handlers, router);
  }

  @Override
  protected void handleRequest(RoutingContext call) {
    if (isSuspended()) {
      call.fail(503);
      return;
    }
    Context loop = call.vertx().getOrCreateContext();
    Exchange exchange = createExchange(false);
    exchange.setPattern(ExchangePattern.InOut);
    HttpMessage message = new HttpMessage(exchange, call.request(), call.response());
    Buffer body = call.body().buffer();
    message.setBody(body == null ? null : body.getBytes());
    exchange.setMessage(message);
    try {
      createUoW(exchange);
    } catch (Exception e) {
      call.fail(e);
      return;
    }
    getAsyncProcessor()
        .process(
            exchange,
            doneAtOnce -> {
              if (Context.isOnEventLoopThread()) {
                answer(call, exchange);
              } else {
                loop.runOnContext(now -> answer(call, exchange));
              }
            });
  }

  private void answer(RoutingContext call, Exchange exchange) {
    try {
      HttpServerResponse response = call.response();
      if (response.ended() || response.closed()) {
        // The caller hung up, or was told that it took too long.
        return;
      }
      if (exchange.getException() != null) {
        call.fail(exchange.getException());
        return;
      }
      Message message = exchange.getMessage();
      response.setStatusCode(message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class));
      copy(message, Exchange.CONTENT_TYPE, response);
      copy(message, "Retry-After", response);
      String body = message.getBody(String.class);
      var unused = body == null ? response.end() : response.end(body);
    } finally {
      doneUoW(exchange);
      releaseExchange(exchange, false);
    }
  }

  private static void copy(Message message, String header, HttpServerResponse response) {
    Object value = message.getHeader(header);
    if (value != null) {
      response.putHeader(header, value.toString());
    }
  }
}
