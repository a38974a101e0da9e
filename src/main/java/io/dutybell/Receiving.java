package io.dutybell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dutybell.api.RestEdge;
import io.dutybell.clock.Clock;
import io.dutybell.cloudmonitor.CloudMonitorReader;
import io.dutybell.event.Format;
import io.dutybell.event.GenericReader;
import io.dutybell.event.Intake;
import io.dutybell.event.Receipt;
import io.dutybell.event.State;
import io.dutybell.event.Text;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.receive.Admission;
import io.dutybell.receive.Refusal;
import io.dutybell.source.AlertSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * The steps of {@code 01-receive}. What a caller sends is taken from the exchange once and then
 * removed from it, so that it can neither steer a later step nor come back as a response header.
 */
public final class Receiving implements AutoCloseable {

  private static final String RECEIPT = "dutybellReceipt";
  private static final String ALERT_KEY = "dutybellAlertKey";
  private static final int HEADER = 200;
  private static final int QUERY = 64 * 1024;
  private static final int MOST_WHO_ASK = 2_000;
  private static final Pattern KEY_IN_QUERY =
      Pattern.compile("(?i)((?:^|&)(?:integrationKey|apiKey)=)[^&]*+");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Admission admission;
  private final Intake intake;
  private final TimeOrderedIds ids;
  private final Clock clock;
  private final String baseUrl;
  private final CloudMonitorReader cloudMonitor = new CloudMonitorReader();
  private final GenericReader generic = new GenericReader();
  private final Function<Receipt, Optional<String>> templatedKey;
  private final Counter received;
  private final MeterRegistry meters;

  /**
   * Asks the database about keys that memory does not know, one question at a time. Where it takes
   * long, those who wait with their bodies must not fill the memory.
   */
  private final ExecutorService asking =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WHO_ASK),
          task -> {
            Thread thread = new Thread(task, "ask-for-keys");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param templatedKey the alert key that a template makes of a generic event without one
   */
  Receiving(
      Admission admission,
      Intake intake,
      TimeOrderedIds ids,
      Clock clock,
      String baseUrl,
      MeterRegistry meters,
      Function<Receipt, Optional<String>> templatedKey) {
    this.templatedKey = templatedKey;
    this.admission = admission;
    this.intake = intake;
    this.ids = ids;
    this.clock = clock;
    this.baseUrl = baseUrl;
    this.meters = meters;
    this.received =
        Counter.builder("dutybell.events.received")
            .description("Callbacks that were stored and acknowledged")
            .register(meters);
  }

  /**
   * Checks the integration key of a CloudMonitor callback; the body becomes the {@link Receipt}, or
   * nothing for a console test.
   */
  public CompletionStage<Receipt> admitCallback(Exchange exchange) {
    HttpServerRequest request = request(exchange);
    byte[] body = exchange.getMessage().getBody(byte[].class);
    exchange.getMessage().removeHeaders("*");
    return receipt(request, HttpEdge.integrationKey(request), Format.CLOUDMONITOR, body)
        .thenApply(receipt -> isTest(receipt) ? null : receipt)
        .thenApply(receipt -> remember(exchange, receipt));
  }

  /** A console's test: nothing in the body, and in the query nothing that could be an event. */
  private boolean isTest(Receipt receipt) {
    return receipt.body().length == 0
        && (receipt.query() == null
            || receipt.query().isEmpty()
            || cloudMonitor.read(receipt).stream()
                .allMatch(event -> event.content().state() == State.TEST));
  }

  /** Checks a generic event; the body becomes the {@link Receipt}. */
  public CompletionStage<Receipt> admitEvent(Exchange exchange) {
    HttpServerRequest request = request(exchange);
    byte[] body = exchange.getMessage().getBody(byte[].class);
    byte[] bytes = body == null ? new byte[0] : body;
    exchange.getMessage().removeHeaders("*");
    GenericReader.Result result = generic.validate(bytes);
    if (result instanceof GenericReader.Wrong wrong) {
      countRefusal(meters, 400);
      throw new Refusal(400, "BAD_REQUEST", String.join(" ", wrong.mistakes()), 0);
    }
    GenericReader.Right right = (GenericReader.Right) result;
    // The key is what lets the caller in, not part of the event: it is not kept with it.
    byte[] kept = generic.withoutKeys(bytes, right);
    return receipt(request, right.integrationKey(), Format.GENERIC, kept)
        .thenApply(
            receipt -> {
              exchange.setProperty(
                  ALERT_KEY,
                  right.alertKey() == null
                      ? templatedKey.apply(receipt).orElse(receipt.id().toString())
                      : right.alertKey());
              return remember(exchange, receipt);
            });
  }

  /** Counts a callback that was not stored, by the status of the answer. */
  static void countRefusal(MeterRegistry meters, int status) {
    meters.counter("dutybell.events.refused", "status", Integer.toString(status)).increment();
  }

  private static Receipt remember(Exchange exchange, Receipt receipt) {
    exchange.setProperty(RECEIPT, receipt);
    return receipt;
  }

  /** At once when memory knows the key; else when the database has been asked. */
  private CompletableFuture<Receipt> receipt(
      HttpServerRequest request, String key, Format format, byte[] body) {
    long arrived = System.nanoTime();
    Supplier<Receipt> admitted = () -> admitted(request, key, format, body, arrived);
    return admission.mustAsk(key)
        ? CompletableFuture.supplyAsync(admitted, asking)
        : CompletableFuture.completedFuture(admitted.get());
  }

  private Receipt admitted(
      HttpServerRequest request, String key, Format format, byte[] body, long arrivedNanos) {
    String remoteAddress = request.headers().get(RestEdge.REMOTE_ADDRESS);
    AlertSource source;
    try {
      source = admission.admit(key, remoteAddress, arrivedNanos);
    } catch (Refusal e) {
      countRefusal(meters, e.status());
      throw e;
    }
    return new Receipt(
        ids.next(),
        source.id(),
        format,
        clock.now(),
        request.method().name(),
        Text.line(request.getHeader(HttpEdge.CONTENT_TYPE), HEADER),
        Text.line(request.getHeader("User-Agent"), HEADER),
        remoteAddress,
        Text.block(withoutKey(request.query(), key), QUERY),
        body == null ? new byte[0] : body);
  }

  /** Where it has no business, the key is kept no more than in the body. */
  private static String withoutKey(String query, String key) {
    return query == null
        ? null
        : KEY_IN_QUERY.matcher(query).replaceAll("$1***").replace(key, "***");
  }

  /**
   * The request itself: in the exchange's headers, what stood in the query would pass for a header
   * or for a part of the path.
   */
  private static HttpServerRequest request(Exchange exchange) {
    return exchange.getMessage(HttpMessage.class).getRequest();
  }

  /** Stores the receipt in the body; completes when it is on disk. */
  public CompletableFuture<Void> store(Receipt receipt) {
    Context loop = Vertx.currentContext();
    CompletableFuture<Void> stored = intake.store(receipt);
    // The rest of the route runs on the caller's thread, not on the one that stores.
    return loop == null
        ? stored.thenRun(received::increment)
        : stored.handleAsync(
            (nothing, failure) -> {
              if (failure != null) {
                throw new CompletionException(failure);
              }
              received.increment();
              return null;
            },
            task -> loop.runOnContext(now -> task.run()));
  }

  /** Answers a CloudMonitor callback: 202 for what was stored, 200 for a console test. */
  public void answerCallback(Exchange exchange) {
    write(exchange, exchange.getProperty(RECEIPT) == null ? 200 : 202, "{}");
  }

  /** Answers a generic event with its alert key. */
  public void answerEvent(Exchange exchange) throws JsonProcessingException {
    String alertKey = exchange.getProperty(ALERT_KEY, String.class);
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("alertKey", alertKey);
    answer.put(
        "alertUrl",
        baseUrl + "/alerts?alert-key=" + URLEncoder.encode(alertKey, StandardCharsets.UTF_8));
    answer.put("responseCode", "ACCEPTED");
    write(exchange, 202, JSON.writeValueAsString(answer));
  }

  /**
   * Answers what ended the route: a refusal with its own status, anything else with 503, so that it
   * is sent again.
   */
  public void refuse(Exchange exchange) throws JsonProcessingException {
    Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    while (cause != null && !(cause instanceof Refusal) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    Refusal refusal =
        cause instanceof Refusal known
            ? known
            : new Refusal(503, "UNAVAILABLE", "The event could not be stored. Send it again.", 5);
    if (!(cause instanceof Refusal)) {
      countRefusal(meters, 503);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", refusal.status());
    answer.put("code", refusal.code());
    answer.put("message", refusal.getMessage());
    write(exchange, refusal.status(), JSON.writeValueAsString(answer));
    if (refusal.retryAfterSeconds() > 0) {
      exchange.getMessage().setHeader("Retry-After", Long.toString(refusal.retryAfterSeconds()));
    }
  }

  /** Asks no more questions. */
  @Override
  public void close() {
    asking.shutdownNow();
  }

  private static void write(Exchange exchange, int status, String body) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    message.setBody(body);
  }
}
