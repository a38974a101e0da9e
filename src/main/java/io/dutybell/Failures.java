package io.dutybell;

import io.dutybell.notification.Delivery;
import io.dutybell.notification.Echo;
import io.dutybell.notification.Failure;
import io.dutybell.notification.Message;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Takes errors of the libraries that send apart, for {@link Delivery} to decide on. */
public final class Failures {

  /** A reply begins with its code; of a greeting that turns us away the code comes last. */
  private static final Pattern SMTP_CODE =
      Pattern.compile("^\\s*([45]\\d\\d)\\b|greeting.* response: ([45]\\d\\d)\\b");

  /** The property of an exchange with the secret settings of the connector that sent it. */
  static final String SECRETS = "dutybellSecrets";

  private Failures() {}

  /**
   * Why an attempt to deliver did not succeed, and whether to try again. What the error repeats of
   * the message's address or of the connector's secrets is left out.
   *
   * @param exchange what went through the route of a connector
   * @param error what that threw, never null
   * @param now for a receiver that names the instant of the next attempt
   */
  public static Failure classify(Exchange exchange, Throwable error, Message message, Instant now) {
    List<?> secrets = exchange.getProperty(SECRETS, List.of(), List.class);
    Echo echo = Echo.of(message, secrets.stream().map(String::valueOf).toList());
    Failure failure = classify(error, echo, now);
    return new Failure(
        failure.status(), echo.without(failure.error()), failure.permanent(), failure.retryAfter());
  }

  /** An answer is freed of what it repeats before it is cut. */
  private static Failure classify(Throwable error, Echo echo, Instant now) {
    int depth = 0;
    for (Throwable e = error; e != null && depth < 20; e = e.getCause(), depth++) {
      if (e instanceof HttpOperationFailedException http) {
        return Delivery.http(
            http.getStatusCode(),
            header(http.getResponseHeaders()),
            echo.without(http.getResponseBody()),
            now);
      }
      if (e instanceof MessagingException mail) {
        return mail(mail, echo);
      }
    }
    return Delivery.classify(error);
  }

  private static String header(Map<String, String> headers) {
    return headers == null
        ? null
        : headers.entrySet().stream()
            .filter(h -> "Retry-After".equalsIgnoreCase(h.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
  }

  /** The chain of a mail error is its own: the refused address comes after the general error. */
  private static Failure mail(MessagingException error, Echo echo) {
    int code = 0;
    String reply = error.getMessage();
    Exception deepest = error;
    int depth = 0;
    for (Exception e = error; e != null && depth < 20; depth++) {
      int found = code(e);
      if (found > 0) {
        code = found;
        reply = e.getMessage();
      }
      deepest = e;
      e = e instanceof MessagingException mail ? mail.getNextException() : null;
    }
    if (code > 0) {
      return Delivery.smtp(code, echo.without(reply));
    }
    if (error instanceof AuthenticationFailedException) {
      return Delivery.smtp(
          535, "the user name or password was not accepted. " + echo.without(reply));
    }
    if (error instanceof SendFailedException refused
        && refused.getInvalidAddresses() != null
        && refused.getInvalidAddresses().length > 0) {
      return Delivery.smtp(550, "the address was refused. " + echo.without(reply));
    }
    return Delivery.classify(
        deepest instanceof MessagingException ? new IOException(reply) : deepest);
  }

  private static int code(Exception e) {
    if (e instanceof SMTPAddressFailedException address) {
      return address.getReturnCode();
    } else if (e instanceof SMTPSenderFailedException sender) {
      return sender.getReturnCode();
    } else if (e instanceof SMTPSendFailedException send) {
      return send.getReturnCode();
    }
    Matcher code = SMTP_CODE.matcher(String.valueOf(e.getMessage()));
    if (!code.find()) {
      return 0;
    }
    return Integer.parseInt(code.group(1) == null ? code.group(2) : code.group(1));
  }
}
