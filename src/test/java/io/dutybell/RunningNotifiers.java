package io.dutybell;

import io.dutybell.connector.Connector;
import io.dutybell.notification.Failure;
import io.dutybell.notification.Message;
import io.dutybell.security.AddressGuard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** The notifiers as the product runs them: a real context, real files, the real way out. */
final class RunningNotifiers implements AutoCloseable {

  static final Path FOLDER = Path.of("routes/notifiers");
  static final String LOOPBACK = "127.0.0.0/8, ::1";
  static final OutboundHttp.Limits SHORT =
      new OutboundHttp.Limits(
          Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofMillis(800));

  final CamelContext context = new DefaultCamelContext();
  final NotifierLoader loader;
  private final AtomicReference<List<Connector>> stored = new AtomicReference<>();
  private final OutboundHttp http;
  private final ProducerTemplate template;

  RunningNotifiers(
      Path folder, String allowed, OutboundHttp.Limits limits, Map<String, String> properties) {
    // As in the settings that are shipped.
    context.disableJMX();
    Properties values = new Properties();
    values.putAll(properties);
    context.getPropertiesComponent().setInitialProperties(values);
    http = new OutboundHttp(AddressGuard.allowing(allowed), limits);
    http.bind(context);
    context.start();
    loader = new NotifierLoader(context, folder, () -> Optional.ofNullable(stored.getAndSet(null)));
    loader.load();
    template = context.createProducerTemplate();
  }

  static RunningNotifiers with(Map<String, String> properties) {
    return new RunningNotifiers(FOLDER, LOOPBACK, OutboundHttp.Limits.DEFAULT, properties);
  }

  /** From now on these are the connectors of the database. */
  void store(Connector... connectors) {
    stored.set(List.of(connectors));
    loader.follow();
  }

  /** Sends through the message's connector, and returns the exchange as it ended. */
  Exchange send(Message message) {
    return template.send(
        "direct:send-through-" + message.connector() + "?block=false",
        e -> e.getMessage().setBody(message));
  }

  /** Sends what must fail, and returns what the failure means. */
  Failure failure(Message message) {
    Exchange exchange = send(message);
    if (exchange.getException() == null) {
      throw new AssertionError("It was delivered: " + exchange.getProperty("status"));
    }
    return Failures.classify(exchange, exchange.getException(), message, message.sentAt());
  }

  @Override
  public void close() {
    loader.close();
    template.stop();
    context.stop();
    http.close();
  }
}
