package io.dutybell;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outward pulse: calls a URL while all is well, so that a service elsewhere can raise the alarm
 * when Dutybell itself is down. The URL is the operator's own setting and may be anywhere.
 */
final class Pulse {

  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI url;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * @throws IllegalArgumentException when it is no URL of HTTP; the message does not show it,
   *     because it may be a secret
   */
  Pulse(String url) {
    this.url = parsed(url);
  }

  private static URI parsed(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("(?i)https?")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "dutybell.pulse.url must be a URL that begins with https:// or http://");
  }

  void send() {
    try {
      HttpResponse<Void> answer =
          client.send(
              HttpRequest.newBuilder(url).timeout(PATIENCE).GET().build(),
              HttpResponse.BodyHandlers.discarding());
      if (answer.statusCode() >= 400) {
        LOG.warn("The pulse URL answers {}", answer.statusCode());
      }
    } catch (IOException e) {
      LOG.warn("The pulse URL cannot be called: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
