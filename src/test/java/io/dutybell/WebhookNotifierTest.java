package io.dutybell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.notification.Failure;
import io.dutybell.notification.Message;
import io.dutybell.notification.Messages;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a web server sees of the webhook notifier, compared with docs/notifiers.md. */
class WebhookNotifierTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Receiver receiver;

  @BeforeEach
  void listen() throws Exception {
    receiver = new Receiver();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void the_whole_request_is_as_documented() throws Exception {
    try (RunningNotifiers notifiers = RunningNotifiers.with(Map.of())) {
      Exchange sent = notifiers.send(to("/hook?team=a%20b&x=1"));

      assertThat(sent.getException()).isNull();
      assertThat(sent.getProperty("status")).isEqualTo("200");
      assertThat(sent.getVariable("status")).isEqualTo("200");
    }
    assertThat(receiver.requests).hasSize(1);
    Receiver.Request request = receiver.requests.get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/hook?team=a%20b&x=1");
    assertThat(request.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Idempotency-Key", "0193a1b2-0000-7000-8000-000000000001")
        .containsEntry("User-Agent", "Dutybell");
    assertThat(request.headers().keySet().stream().map(String::toLowerCase))
        .containsOnly(
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "host",
            "idempotency-key",
            "user-agent");
    JsonNode expected =
        JSON.readTree(
            """
            {"version": 1, "event": "ALERT",
             "notificationId": "0193a1b2-0000-7000-8000-000000000001",
             "sentAt": "2026-11-22T15:06:00.000Z",
             "subject": "[CRITICAL] CPUUtilization 97.3 % >= 95 on prod-web-01",
             "alert": {
               "id": 12, "status": "PENDING", "acceptedBy": null, "resolvedBy": null,
               "severity": "CRITICAL", "priority": "HIGH",
               "summary": "CPUUtilization 97.3 % >= 95 on prod-web-01",
               "details": "instanceId: i-bp1\\nregion: cn-hangzhou",
               "alertKey": "1270001/rule-1/i-bp1", "source": "Production",
               "createdAt": "2026-11-22T15:05:30.000Z",
               "eventCount": 4, "memberCount": 1, "currentValue": "97.3 %", "level": 2,
               "customDetails": {"dimensions": {"instanceId": "i-bp1"}},
               "links": [{"text": "Console", "href": "https://cms.example/rule?id=1&x=2"}],
               "url": "https://bell.example/alerts/12"},
             "user": {"id": 7, "username": "bob", "name": "Bob Li"},
             "acceptUrl": "https://bell.example/a/accept-token",
             "resolveUrl": "https://bell.example/a/resolve-token"}
            """);
    ObjectNode body = (ObjectNode) JSON.readTree(request.body());
    assertThat(body.remove("text").asText()).contains("Severity: Critical");
    assertThat(body).isEqualTo(expected);
  }

  @Test
  void with_a_secret_the_receiver_can_verify_the_signature() throws Exception {
    String secret = "s3cr&t %41+{}#?";
    try (RunningNotifiers notifiers =
        RunningNotifiers.with(Map.of("dutybell.connector.webhook.secret", secret))) {
      assertThat(notifiers.send(to("/")).getException()).isNull();
    }
    Receiver.Request request = receiver.requests.get(0);
    String header = request.headers().get("Dutybell-Signature");
    assertThat(header).matches("t=1795359960,v1=[0-9a-f]{64}");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update("1795359960.".getBytes(StandardCharsets.UTF_8));
    byte[] claimed = HexFormat.of().parseHex(header.substring(header.indexOf("v1=") + 3));
    assertThat(MessageDigest.isEqual(mac.doFinal(request.body()), claimed)).isTrue();
  }

  @Test
  void a_template_keeps_quotes_unicode_and_nested_json() throws Exception {
    String template =
        "{\"title\": \"{{subject}}\", \"raw\": {{alert.customDetails}}, \"n\": {{alert.id}},"
            + " \"bare\": \"{{{alert.details}}}\", \"links\": [{{#alert.links}}\"{{href}}\"{{/alert.links}}]}";
    Message message =
        Messages.through("webhook", receiver.url("/"))
            .alert(Messages.alert("Er sagt \"nein\" \\ 磁盘使用率 😀", "a\n\"b\": 1}"))
            .message();
    try (RunningNotifiers notifiers =
        RunningNotifiers.with(Map.of("dutybell.connector.webhook.bodyTemplate", template))) {
      assertThat(notifiers.send(message).getException()).isNull();
    }
    JsonNode body = JSON.readTree(receiver.requests.get(0).body());
    assertThat(body.path("title").asText()).isEqualTo("[CRITICAL] Er sagt \"nein\" \\ 磁盘使用率 😀");
    assertThat(body.path("raw").path("dimensions").path("instanceId").asText()).isEqualTo("i-bp1");
    assertThat(body.path("n").asInt()).isEqualTo(12);
    assertThat(body.path("bare").asText()).isEqualTo("a\n\"b\": 1}");
    assertThat(body.path("links").path(0).asText()).isEqualTo("https://cms.example/rule?id=1&x=2");
  }

  @Test
  void a_template_that_makes_no_json_sends_the_default_body_and_says_so() throws Exception {
    try (RunningNotifiers notifiers =
        RunningNotifiers.with(
            Map.of("dutybell.connector.webhook.bodyTemplate", "{\"title\": {{subject}}}"))) {
      Exchange sent = notifiers.send(to("/"));

      assertThat(sent.getException()).isNull();
      assertThat(sent.getVariable("note", String.class)).contains("could not be used");
    }
    JsonNode body = JSON.readTree(receiver.requests.get(0).body());
    assertThat(body.path("version").asInt()).isEqualTo(1);
    assertThat(body.path("templateProblem").asText()).contains("valid JSON");
  }

  @Test
  void headers_of_the_connector_are_sent_and_its_neighbours_do_not_have_them() {
    try (RunningNotifiers notifiers =
        RunningNotifiers.with(
            Map.of(
                "dutybell.connector.pager.type", "webhook",
                "dutybell.connector.pager.headers", "Authorization: Bearer a=b+c%\nX-Team: 数据库"))) {
      assertThat(notifiers.loader.connectors()).contains("pager", "webhook", "log", "email");
      notifiers.send(Messages.through("pager", receiver.url("/pager")).message());
      notifiers.send(to("/webhook"));
    }
    assertThat(receiver.requests.get(0).headers())
        .containsEntry("Authorization", "Bearer a=b+c%")
        .containsKey("X-Team");
    assertThat(receiver.requests.get(1).headers()).doesNotContainKeys("Authorization", "X-Team");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil",
        "no colon",
        "CamelHttpUri: http://evil",
        "Content-Length: 1",
        "A B: c"
      })
  void a_header_that_is_not_the_connectors_business_is_refused_by_name(String line) {
    try (RunningNotifiers notifiers =
        RunningNotifiers.with(Map.of("dutybell.connector.webhook.headers", line))) {
      Failure failure = notifiers.failure(to("/"));

      assertThat(failure.status()).isEqualTo("CONFIGURATION");
      assertThat(failure.permanent()).isTrue();
      assertThat(failure.error()).contains("headers", "webhook");
    }
    assertThat(receiver.requests).isEmpty();
  }

  @Test
  void too_many_requests_says_when_to_come_back() {
    receiver.answering(
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "42");
          Receiver.answer(exchange, 429, "slow down");
        });
    try (RunningNotifiers notifiers = RunningNotifiers.with(Map.of())) {
      Failure failure = notifiers.failure(to("/"));

      assertThat(failure)
          .isEqualTo(
              new Failure(
                  "429", "The receiver answered 429: slow down", false, Duration.ofSeconds(42)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cannot POST %1$s", "no team for %2$s", "%3$s", "%4$s"})
  void what_a_receiver_repeats_of_a_request_is_not_told(String said) {
    String secret = "xoxb0123456789abcdef";
    receiver.answering(
        exchange -> {
          var sent = receiver.requests.get(receiver.requests.size() - 1);
          String text =
              said.formatted(
                  sent.path(), secret, sent.headers(), sent.text() + sent.text() + sent.text());
          Receiver.answer(exchange, 404, text);
        });
    try (RunningNotifiers notifiers =
        RunningNotifiers.with(
            Map.of("dutybell.connector.webhook.headers", "Authorization: Bearer hush0hush0hush"))) {
      Message message = to("/services/T01/" + secret + "?key=other01234567");

      Failure failure = notifiers.failure(message);

      assertThat(failure.error())
          .startsWith("The receiver answered 404: ")
          .doesNotContain(secret, "T01", "other01234567", "hush0hush0hush");
      for (String link : new String[] {message.acceptUrl(), message.resolveUrl()}) {
        assertThat(failure.error()).doesNotContain(link.substring(link.lastIndexOf('/')));
      }
    }
  }

  @Test
  void a_redirect_is_not_followed() {
    receiver.answering(
        exchange -> {
          exchange.getResponseHeaders().add("Location", receiver.url("/elsewhere"));
          Receiver.answer(exchange, 302, "");
        });
    try (RunningNotifiers notifiers = RunningNotifiers.with(Map.of())) {
      Failure failure = notifiers.failure(to("/"));

      assertThat(failure.status()).isEqualTo("302");
      assertThat(failure.permanent()).isTrue();
      assertThat(failure.error()).contains("redirects are not followed");
    }
    assertThat(receiver.requests).extracting(Receiver.Request::path).containsExactly("/");
  }

  @Test
  void cookies_of_one_answer_are_not_sent_with_the_next_request() {
    receiver.answering(
        exchange -> {
          exchange.getResponseHeaders().add("Set-Cookie", "a=b");
          Receiver.answer(exchange, 200, "");
        });
    try (RunningNotifiers notifiers = RunningNotifiers.with(Map.of())) {
      notifiers.send(to("/"));
      notifiers.send(to("/"));
    }
    assertThat(receiver.requests).hasSize(2);
    assertThat(receiver.requests.get(1).headers()).doesNotContainKey("Cookie");
  }

  @Test
  void the_secret_is_in_no_endpoint_uri() {
    try (RunningNotifiers notifiers =
        RunningNotifiers.with(Map.of("dutybell.connector.webhook.secret", "hush-hush"))) {
      notifiers.send(to("/private-path"));

      assertThat(notifiers.context.getEndpoints())
          .extracting(Object::toString)
          .noneMatch(uri -> uri.contains("hush-hush") || uri.contains("private-path"));
    }
  }

  @Test
  void a_thousand_messages_make_no_further_endpoint() {
    try (RunningNotifiers notifiers = RunningNotifiers.with(Map.of())) {
      notifiers.send(to("/first"));
      int endpoints = notifiers.context.getEndpoints().size();
      for (int i = 0; i < 1_000; i++) {
        notifiers.send(to("/" + i));
      }
      assertThat(notifiers.context.getEndpoints()).hasSize(endpoints);
    }
    assertThat(receiver.requests).hasSize(1_001);
  }

  private Message to(String path) {
    return Messages.through("webhook", receiver.url(path)).message();
  }
}
