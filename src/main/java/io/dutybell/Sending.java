package io.dutybell;

import io.dutybell.clock.Clock;
import io.dutybell.notification.Failure;
import io.dutybell.notification.Message;
import io.dutybell.notification.Outbox;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of {@code 06-notify} around a notifier: a lane of its own for each connector, and the
 * result of each attempt.
 */
public final class Sending {

  private static final Logger LOG = LoggerFactory.getLogger(Sending.class);
  private static final String TEMPLATE = "send-through-connector";

  private final CamelContext context;
  private final ProducerTemplate producer;
  private final Outbox outbox;
  private final Clock clock;
  private final int concurrency;
  private final Supplier<Set<String>> connectors;
  private final Map<String, Endpoint> entrances = new ConcurrentHashMap<>();
  private final Set<String> lanes = ConcurrentHashMap.newKeySet();

  Sending(
      CamelContext context,
      Outbox outbox,
      Clock clock,
      int concurrency,
      Supplier<Set<String>> connectors) {
    this.context = context;
    this.producer = context.createProducerTemplate();
    this.outbox = outbox;
    this.clock = clock;
    this.concurrency = concurrency;
    this.connectors = connectors;
  }

  /** The connectors; each has a lane when this returns. */
  Set<String> lanes() {
    for (String connector : connectors.get()) {
      if (!lanes.contains(connector)) {
        try {
          context.addRouteFromTemplate(
              TEMPLATE + "-" + connector,
              TEMPLATE,
              Map.of("connector", connector, "concurrency", Integer.toString(concurrency)));
          lanes.add(connector);
        } catch (Exception e) {
          throw new IllegalStateException("connector " + connector + " cannot be opened", e);
        }
      }
    }
    return Set.copyOf(lanes);
  }

  /**
   * Puts a claimed notification on its connector's lane; it never waits, because no more is claimed
   * than there is room for.
   */
  public void handToConnector(Exchange exchange) {
    Message message = exchange.getMessage().getBody(Message.class);
    producer.sendBody(
        entrances.computeIfAbsent(
            message.connector(),
            name ->
                context.getEndpoint(
                    "seda:send-" + name + "?size=1000&waitForTaskToComplete=Never")),
        message);
  }

  /** Whether a message that has had to wait for its turn may still be sent. */
  public boolean mayStillSend(Message message) {
    return outbox.mayStillSend(message);
  }

  /** Notes that the notifier's receiver took the message. */
  public void delivered(Exchange exchange) {
    Message message = message(exchange);
    Object status = exchange.getVariable("status");
    outbox.delivered(message, status == null ? "OK" : status.toString(), took(message));
  }

  /** Notes that it did not. */
  public void failed(Exchange exchange) {
    Message message = message(exchange);
    Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    Failure failure = Failures.classify(exchange, cause, message, clock.now());
    LOG.atInfo()
        .addKeyValue("notification", message.idempotencyKey())
        .addKeyValue("alert", message.alert().id())
        .addKeyValue("connector", message.connector())
        .log("A notification was not delivered: {}", failure.error());
    outbox.failed(message, failure, took(message));
  }

  private static Message message(Exchange exchange) {
    Object variable = exchange.getVariable("message");
    return variable instanceof Message known ? known : exchange.getMessage().getBody(Message.class);
  }

  private Duration took(Message message) {
    Duration took = Duration.between(message.sentAt(), clock.now());
    return took.isNegative() ? Duration.ZERO : took;
  }
}
