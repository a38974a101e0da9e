package io.dutybell;

import io.dutybell.notification.JsonBody;
import io.dutybell.notification.Message;
import io.dutybell.notification.PlainText;
import io.dutybell.notification.Rendered;
import io.dutybell.notification.Rendering;
import io.dutybell.notification.Signature;
import io.dutybell.notification.Undeliverable;
import io.dutybell.security.OutboundUrl;
import io.dutybell.security.RefusedAddress;
import io.dutybell.security.SecretAddress;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps that notifiers share: their files call them as methods of the bean {@code notifier}.
 * Each works on the exchange's variables, which {@link #render} sets.
 */
public final class NotifierSteps {

  private static final Logger LOG = LoggerFactory.getLogger(NotifierSteps.class);

  private static final String RENDERED = "dutybellRendered";

  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9-]{1,100}");

  /** Headers that belong to the connection, to Camel or to us. */
  private static final Set<String> NOT_YOURS =
      Set.of(
          "host",
          "connection",
          "content-length",
          "content-type",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "idempotency-key",
          "dutybell-signature");

  /**
   * Puts the {@link Message} in the body into words. Removes all headers, sets the variables {@code
   * message}, {@code subject}, {@code text}, {@code target}, {@code params}, {@code idempotencyKey}
   * and {@code settings}, and of {@code html} and {@code payload} those that the notifier's file
   * mentions; the body becomes the text.
   *
   * @param exchange its body is a {@link Message}
   * @param settings the connector's settings by name
   * @param mentions whether the notifier's file mentions a variable of this name
   */
  void render(Exchange exchange, Map<String, String> settings, Predicate<String> mentions)
      throws InvalidPayloadException {
    Message message = exchange.getMessage().getMandatoryBody(Message.class);
    Rendered rendered = Rendering.render(message);
    exchange.getMessage().removeHeaders("*");
    exchange.setVariable("message", message);
    exchange.setVariable("subject", rendered.subject());
    exchange.setVariable("text", rendered.text());
    exchange.setProperty(RENDERED, rendered);
    if (mentions.test("html")) {
      exchange.setVariable("html", rendered.html());
    }
    if (mentions.test("payload")) {
      exchange.setVariable("payload", rendered.payload());
    }
    exchange.setVariable("target", message.target());
    exchange.setVariable("params", message.params());
    exchange.setVariable("idempotencyKey", message.idempotencyKey().toString());
    exchange.setVariable("settings", settings);
    exchange.getMessage().setBody(rendered.text());
  }

  /**
   * Makes the next {@code http} step call the message's target.
   *
   * @throws RefusedAddress when the target is not an absolute http or https URL
   */
  public void toTarget(Exchange exchange) throws RefusedAddress {
    String url = OutboundUrl.parse(exchange.getVariable("target", String.class)).toASCIIString();
    exchange.getMessage().setHeader(Exchange.HTTP_URI, url);
  }

  /**
   * Makes the body JSON: the payload, or the setting {@code bodyTemplate} filled with it. A
   * template that cannot be used is logged and named in the variable {@code note}.
   */
  public void jsonBody(Exchange exchange) {
    JsonBody.Filled filled =
        JsonBody.fill(setting(exchange, "bodyTemplate"), rendered(exchange).payload());
    if (filled.problem() != null) {
      LOG.warn("Connector {}: {}", message(exchange).connector(), filled.problem());
      exchange.setVariable("note", filled.problem());
    }
    exchange.getMessage().setBody(filled.json().getBytes(StandardCharsets.UTF_8));
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
  }

  /**
   * Adds the headers of the setting {@code headers}, one {@code Name: value} per line, and the
   * header {@code Idempotency-Key}.
   *
   * @throws Undeliverable when a line is not a header that can be set
   */
  public void addHeaders(Exchange exchange) {
    String headers = setting(exchange, "headers");
    for (String line : headers == null ? new String[0] : headers.split("\\R")) {
      if (!line.isBlank()) {
        addHeader(exchange, line);
      }
    }
    exchange
        .getMessage()
        .setHeader("Idempotency-Key", exchange.getVariable("idempotencyKey", String.class));
  }

  private static void addHeader(Exchange exchange, String line) {
    int colon = line.indexOf(':');
    String name = colon < 0 ? "" : line.substring(0, colon).strip();
    String lower = name.toLowerCase(Locale.ROOT);
    if (!HEADER_NAME.matcher(name).matches()
        || NOT_YOURS.contains(lower)
        || lower.startsWith("camel")) {
      // The line may hold a credential, so only the name is repeated.
      throw new Undeliverable(
          "CONFIGURATION",
          "The setting \"headers\" of connector %s has a line that is not a header to set (%s): write one Name: value per line."
              .formatted(
                  message(exchange).connector(), PlainText.cut(PlainText.oneLine(name), 40)));
    }
    exchange.getMessage().setHeader(name, PlainText.oneLine(line.substring(colon + 1)));
  }

  /** Adds the header {@code Dutybell-Signature} when the setting {@code secret} has a value. */
  public void sign(Exchange exchange) {
    String secret = setting(exchange, "secret");
    if (secret != null && !secret.isEmpty()) {
      byte[] body = exchange.getMessage().getBody(byte[].class);
      exchange
          .getMessage()
          .setHeader(
              "Dutybell-Signature", Signature.header(secret, message(exchange).sentAt(), body));
    }
  }

  /**
   * Makes the exchange an email from the setting {@code from} to the message's target, in HTML and
   * plain text.
   *
   * @throws Undeliverable when the target or the setting is not one email address
   */
  public void email(Exchange exchange) {
    Message message = message(exchange);
    InternetAddress from = address(setting(exchange, "from"), "CONFIGURATION", "The sender");
    InternetAddress to = address(message.target(), "ADDRESS", "The contact's address");
    String domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
    org.apache.camel.Message mail = exchange.getMessage();
    mail.setHeader("From", from.toString());
    mail.setHeader("To", to.getAddress());
    mail.setHeader("Subject", exchange.getVariable("subject", String.class));
    mail.setHeader("Message-ID", "<" + message.idempotencyKey() + "@" + domain + ">");
    if (message.alert() != null) {
      // Mail programs show the messages about one alert together.
      mail.setHeader("References", "<alert-" + message.alert().id() + "@" + domain + ">");
    }
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("CamelMailAlternativeBody", exchange.getVariable("text", String.class));
    mail.setHeader(Exchange.CONTENT_TYPE, "text/html; charset=UTF-8");
    mail.setBody(rendered(exchange).html());
  }

  private static InternetAddress address(String text, String status, String what) {
    try {
      if (text == null || !PlainText.oneLine(text).equals(text.strip())) {
        throw new AddressException("it is empty or has control characters");
      }
      InternetAddress[] addresses = InternetAddress.parse(text.strip(), true);
      if (addresses.length != 1
          || addresses[0].isGroup()
          || addresses[0].getAddress().indexOf('@') < 1) {
        throw new AddressException("it must be one address");
      }
      addresses[0].validate();
      return addresses[0];
    } catch (AddressException e) {
      throw new Undeliverable(
          status, what + " is not an email address: " + PlainText.oneLine(e.getMessage()) + ".");
    }
  }

  /** Makes the body one line for a log, without the links that accept or resolve. */
  public void oneLine(Exchange exchange) {
    Message message = message(exchange);
    String line =
        "%s for %s to %s: %s%s (%s)"
            .formatted(
                message.purpose(),
                message.user() == null ? "the fallback" : message.user().username(),
                SecretAddress.shown(message.target()),
                exchange.getVariable("subject", String.class),
                message.alert() == null ? "" : " " + message.alert().url(),
                message.idempotencyKey());
    exchange.getMessage().setBody(PlainText.cut(PlainText.oneLine(line), 1_000));
  }

  /** HMAC-SHA256 in Base64, as robots of chat services ask for it. */
  public String hmacSha256Base64(String key, String text) {
    return Signature.hmacSha256Base64(key, text);
  }

  private static Message message(Exchange exchange) {
    return exchange.getVariable("message", Message.class);
  }

  private static Rendered rendered(Exchange exchange) {
    return exchange.getProperty(RENDERED, Rendered.class);
  }

  private static String setting(Exchange exchange, String name) {
    Object value = exchange.getVariable("settings", Map.class).get(name);
    return value == null ? null : value.toString();
  }
}
