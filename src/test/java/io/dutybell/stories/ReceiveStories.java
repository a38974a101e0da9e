package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken, what is refused, and that what was taken is kept as it came. */
class ReceiveStories extends Story {

  private static final int LIMIT = 262_144;

  private Person ann;
  private Policy ops;
  private Source ecs;

  @BeforeEach
  void annIsOnCall() {
    ann = user("Ann").withWebhook();
    ops = policy("Ops").level(hours(1), ann);
    ecs = source("ECS", ops);
  }

  @Test
  void a_callback_becomes_one_alert_with_every_character_intact() {
    Reply reply = ecs.answers(Callback.payload("30-chinese-emoji-name.form"));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.text()).isEqualTo("{}");
    String name = "🔥 数据库“主库”CPU>90% & 内存=高 + 紧急";
    assertThat(expect(ann).told(ALERT, about(name)).json().at("/alert/details").asText())
        .contains(name)
        .contains("订单-主库（生产）");
    assertThat(alert().text("summary")).contains(name).contains("订单-主库（生产）");
    assertThat(alert().json().at("/customDetails/alertName").asText()).isEqualTo(name);
  }

  @Test
  void hostile_text_stays_text() {
    ecs.receives(Callback.payload("31-hostile-name.form"));

    var told = expect(ann).told(ALERT);
    assertThat(told.summary()).contains("<script>alert(1)</script>").doesNotContain("\n", "\r");
    assertThat(told.headers()).doesNotContainKey("X-Evil");
    assertThat(alert().text("summary")).contains("<script>alert(1)</script>");
    assertThat(alert().json().at("/customDetails/instanceName").asText()).isEqualTo("a' OR 1=1 --");
  }

  @Test
  void an_unknown_and_a_deleted_integration_key_are_answered_alike() {
    Source old = source("Old", ops);
    String path = old.path();
    api().delete("/api/alert-sources/" + old.id());
    HttpRequest.Builder deleted = form(path, threshold("cpu"));
    HttpRequest.Builder unknown =
        form("/api/v1/events/alibaba-cloud/no-such-key", threshold("cpu"));

    Reply toDeleted = api().send(deleted);
    Reply toUnknown = api().send(unknown);

    assertThat(toDeleted.status()).isEqualTo(404);
    assertThat(toUnknown.status()).isEqualTo(404);
    assertThat(toDeleted.text()).isEqualTo(toUnknown.text());
    assertThat(toUnknown.json().path("code").asText()).isEqualTo("NOT_FOUND");
    assertThat(toUnknown.message()).contains("integration key");
    thereIsNoAlert();
  }

  private HttpRequest.Builder form(String path, Callback callback) {
    return api()
        .request(path)
        .header("Content-Type", Callback.FORM)
        .POST(BodyPublishers.ofByteArray(callback.body()));
  }

  @Test
  void a_key_that_was_refused_works_as_soon_as_it_exists() {
    String key = ecs.key();
    assertThat(
            api().send(form("/api/v1/events/alibaba-cloud/" + key + "x", threshold("c"))).status())
        .isEqualTo(404);

    ecs.receives(threshold("cpu"));

    expect(ann).told(ALERT);
  }

  @Test
  void a_disabled_source_takes_callbacks_and_only_records_them() {
    ecs.with("active", false);

    Reply reply = ecs.answers(threshold("cpu"));
    settle();

    assertThat(reply.status()).isEqualTo(202);
    thereIsNoAlert();
    JsonNode event = ecs.newestEvent();
    assertThat(event.path("outcome").asText()).isEqualTo("DISABLED");
    assertThat(event.path("reason").asText()).contains("disabled");
    ecs.with("active", true);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
  }

  @Test
  void the_click_on_a_test_button_is_answered_and_makes_nothing() {
    assertThat(api().send(api().request(ecs.path()).GET()).status()).isEqualTo(200);
    Reply head = api().send(api().request(ecs.path()).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(api().send(api().request(ecs.path()).POST(BodyPublishers.noBody())).status())
        .isBetween(200, 299);
    assertThat(api().send(api().request(ecs.path() + "?lang=en").GET()).status()).isEqualTo(200);
    assertThat(
            api()
                .send(api().request(ecs.path() + "?lang=en").POST(BodyPublishers.noBody()))
                .status())
        .isEqualTo(200);

    settle();
    thereIsNoAlert();
    assertThat(ecs.outcomes()).isEmpty();
  }

  @Test
  void an_empty_post_makes_nothing_whatever_its_query_says() {
    String event = new String(threshold("cpu").body(), StandardCharsets.US_ASCII);
    for (String query : List.of("lang=en", event)) {
      Reply reply =
          api().send(api().request(ecs.path() + "?" + query).POST(BodyPublishers.noBody()));
      assertThat(reply.status()).as(query).isEqualTo(200);
    }

    settle();
    thereIsNoAlert();
    assertThat(ecs.outcomes()).isEmpty();
  }

  @Test
  void a_get_that_carries_what_cannot_be_read_is_kept() {
    String brokenOff = "data=%7B%22alert%22%3A%7B%22alertStatus%22";

    Reply reply = api().send(api().request(ecs.path() + "?" + brokenOff).GET());
    settle();

    assertThat(reply.status()).isEqualTo(202);
    thereIsNoAlert();
    assertThat(ecs.newestEvent().path("outcome").asText()).isEqualTo("UNRECOGNISED");
    assertThat(ecs.newestEvent().path("reason").asText()).contains("data").contains("breaks off");
  }

  @Test
  void the_events_of_one_body_stand_together_in_the_order_of_receipt() {
    String alerts =
        "{\"fingerprint\":\"f-1\",\"status\":\"firing\"},{\"fingerprint\":\"f-2\",\"status\":\"firing\"},"
            + "{\"fingerprint\":\"f-3\",\"status\":\"resolved\"}";

    ecs.receives(
        threshold("cpu"),
        Callback.raw("application/json", "{\"alerts\":[" + alerts + "]}"),
        threshold("disk"));

    assertThat(ecs.outcomes())
        .containsExactly("CREATED", "CREATED", "CREATED", "NO_OPEN_ALERT", "CREATED");
    assertThat(ecs.events())
        .extracting(event -> event.path("position").asInt())
        .containsExactly(0, 0, 1, 2, 0);
    assertThat(
            api()
                .get("/api/alert-sources/" + ecs.id() + "/events?from=" + now().minusSeconds(60))
                .size())
        .isEqualTo(5);
    for (int i = 0; i < 4; i++) {
      expect(ann).told(ALERT);
    }
  }

  @Test
  void a_get_that_carries_an_event_is_taken() {
    ecs.receives(Callback.payload("64-eventsub-get-json-query.form"));

    alert().isPending();
    expect(ann).told(ALERT);
    assertThat(ecs.newestEvent().path("method").asText()).isEqualTo("GET");
  }

  @Test
  void a_get_whose_event_cannot_be_read_is_kept() {
    assertThat(api().send(api().request(ecs.path() + "?data=%7B%22alert%22%3A").GET()).status())
        .isEqualTo(202);
    settle();

    assertThat(ecs.outcomes()).containsExactly("UNRECOGNISED");
  }

  @Test
  void the_query_of_a_post_neither_pollutes_nor_spoofs_its_body() {
    Callback callback = threshold("cpu");

    Reply reply = api().send(form(ecs.path() + "?alertState=OK&alertName=other&token=x", callback));
    settle();

    assertThat(reply.status()).isEqualTo(202);
    assertThat(alert().isPending().text("summary")).contains("cpu").doesNotContain("other");
    expect(ann).told(ALERT);
  }

  @Test
  void another_method_is_not_allowed() {
    for (String method : List.of("PUT", "DELETE", "PATCH")) {
      Reply reply =
          api().send(api().request(ecs.path()).method(method, BodyPublishers.ofString("x=1")));
      assertThat(reply.status()).as(method).isEqualTo(405);
      assertThat(reply.header("Allow")).as(method).isEqualTo("GET, HEAD, POST");
    }
    Reply get = api().send(api().request("/api/events").GET());
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.header("Allow")).isEqualTo("POST");
    assertThat(api().call("PATCH", "/api/users/1", "{}").header("Allow"))
        .isEqualTo("DELETE, GET, PUT");
    assertThat(ecs.outcomes()).isEmpty();
  }

  @Test
  void a_path_that_is_written_in_another_way_is_the_same_path() {
    ecs.with("ipAllowList", List.of("127.0.0.1"));
    String key = ecs.key();
    String encoded = "%" + Integer.toHexString(key.charAt(0)) + key.substring(1);
    List<String> paths =
        List.of(
            ecs.path() + "/",
            "/" + ecs.path(),
            ecs.path().replace("events/", "events//"),
            ecs.path().replace("events/", "./events/"),
            ecs.path().replace("events/", "x/../events/"),
            ecs.path().replace("alibaba-cloud", "alibaba%2Dcloud"),
            ecs.path().replace(key, encoded));
    byte[] tooLarge = new byte[LIMIT + 1];

    for (String path : paths) {
      assertThat(api().send(form(path, threshold("cpu"))).status()).as(path).isEqualTo(202);
      assertThat(api().send(form(path, Callback.raw(Callback.FORM, tooLarge))).status())
          .as(path)
          .isEqualTo(413);
    }
    for (String path : List.of("/api/events/", "//api/events", "/api/./events")) {
      Reply reply =
          api()
              .call(
                  "POST",
                  path,
                  Map.of("integrationKey", key, "eventType", "RESOLVE", "alertKey", "other"));
      assertThat(reply.status()).as(path).isEqualTo(202);
    }
    settle();

    assertThat(ecs.events())
        .hasSize(paths.size() + 3)
        .allMatch(event -> event.path("remoteAddress").asText().equals("127.0.0.1"));
    expect(ann).told(ALERT);
  }

  @Test
  void a_body_above_the_limit_is_refused_and_one_at_the_limit_is_taken() {
    String begin = "alertName=cpu&alertState=ALERT&ruleId=r&x=";
    byte[] largest = begin.getBytes(StandardCharsets.US_ASCII);
    int before = largest.length;
    largest = Arrays.copyOf(largest, LIMIT);
    Arrays.fill(largest, before, LIMIT, (byte) 'a');
    byte[] tooLarge = Arrays.copyOf(largest, LIMIT + 1);
    tooLarge[LIMIT] = 'a';

    Reply refused = ecs.answers(Callback.raw(Callback.FORM, tooLarge));
    ecs.receives(Callback.raw(Callback.FORM, largest));

    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.message()).contains("262144");
    assertThat(ecs.events()).hasSize(1);
    assertThat(ecs.newestEvent().path("body").asText()).hasSize(LIMIT);
    expect(ann).told(ALERT);
  }

  @Test
  void a_body_above_the_limit_that_hides_its_size_is_refused() {
    byte[] large = new byte[LIMIT * 2];
    Arrays.fill(large, (byte) 'a');

    Reply refused =
        api()
            .send(
                api()
                    .request(ecs.path())
                    .header("Content-Type", Callback.FORM)
                    .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large))));

    assertThat(refused.status()).isEqualTo(413);
    assertThat(ecs.outcomes()).isEmpty();
  }

  @Test
  void a_compressed_body_is_refused() {
    for (String coding : List.of("gzip", "deflate", "br", "gzip, identity")) {
      Reply reply =
          api().send(ecs.request(api(), threshold("cpu")).header("Content-Encoding", coding));
      assertThat(reply.status()).as(coding).isEqualTo(415);
      assertThat(reply.message()).contains("Content-Encoding");
    }
    assertThat(
            api()
                .send(ecs.request(api(), threshold("cpu")).header("Content-Encoding", "identity"))
                .status())
        .isEqualTo(202);
    settle();
    expect(ann).told(ALERT);
  }

  @Test
  void a_request_that_breaks_off_stores_nothing() throws IOException {
    byte[] body = threshold("cpu").body();
    String head =
        "POST "
            + ecs.path()
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: "
            + Callback.FORM
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), product.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(body, 0, body.length / 2);
      out.flush();
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), product.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          head.replaceAll("Content-Length: \\d+", "Transfer-Encoding: chunked")
              .getBytes(StandardCharsets.US_ASCII));
      out.write("5\r\nalert\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    ecs.receives(threshold("disk"));

    assertThat(ecs.events()).hasSize(1);
    expect(ann).told(ALERT, about("disk"));
  }

  @Test
  void two_requests_on_one_connection_are_both_taken() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    for (String rule : List.of("cpu", "disk")) {
      byte[] body = threshold(rule).body();
      both.writeBytes(
          ("POST "
                  + ecs.path()
                  + " HTTP/1.1\r\nHost: x\r\nUser-Agent: Apache-HttpClient/4.4.1 (Java/1.7.0_65)\r\n"
                  + "Accept-Encoding: gzip,deflate\r\nConnection: "
                  + (rule.equals("cpu") ? "keep-alive" : "close")
                  + "\r\nContent-Type: "
                  + Callback.FORM
                  + "\r\nContent-Length: "
                  + body.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      both.writeBytes(body);
    }

    String answers;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), product.port())) {
      socket.getOutputStream().write(both.toByteArray());
      answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    assertThat(answers.split("HTTP/1.1 202", -1)).hasSize(3);
    settle();
    expect(ann).told(ALERT, about("cpu"));
    expect(ann).told(ALERT, about("disk"));
  }

  @Test
  void a_percent_sign_that_begins_no_escape_is_taken_in_a_query_too() throws IOException {
    String event =
        "alertName=cpu&alertState=ALERT&ruleId=r&metricName=cpu&curValue=97&unit=%&x=%zz";

    for (String request :
        List.of(
            "GET " + ecs.path() + "?" + event + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "POST "
                + ecs.path()
                + "?token=% HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                + event.length()
                + "\r\n\r\n"
                + event)) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), product.port())) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .startsWith("HTTP/1.1 202");
      }
    }

    settle();
    expect(ann).told(ALERT, about("cpu 97 %"));
    alert().hasEvents(2);
  }

  @Test
  void form_fields_that_are_named_like_headers_steer_nothing_and_never_come_back() {
    String form =
        "alertName=cpu&alertState=ALERT&ruleId=r&CamelHttpUri=http://127.0.0.1:1/&Set-Cookie=a=b"
            + "&CamelHttpResponseCode=599&CamelHttpMethod=DELETE&Location=http://evil.example"
            + "&integrationKey=other&dutybell-remote-address=6.6.6.6&dutybellReceipt=x"
            + "&Transfer-Encoding=chunked&Content-Type=text/html&CamelHttpRawQuery=alertState=OK"
            + "&CamelFileName=/etc/passwd&X-Evil=1";

    Reply reply =
        api()
            .send(
                form(
                        ecs.path() + "?Set-Cookie=q&CamelHttpResponseCode=598&X-Query=1",
                        Callback.raw(Callback.FORM, form))
                    .header("dutybell-remote-address", "7.7.7.7")
                    .header("CamelHttpResponseCode", "597")
                    .header("X-Own", "secret"));
    settle();

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.headers().map().keySet())
        .as("response headers")
        .isSubsetOf("content-type", "content-length", "connection", "transfer-encoding");
    assertThat(reply.header("Content-Type")).startsWith("application/json");
    JsonNode event = ecs.newestEvent();
    assertThat(event.path("body").asText()).isEqualTo(form);
    assertThat(event.path("remoteAddress").asText()).isEqualTo("127.0.0.1");
    assertThat(event.path("contentType").asText()).isEqualTo(Callback.FORM);
    alert().isPending();
    expect(ann).told(ALERT);
  }

  @Test
  void bytes_are_kept_exactly_as_they_came() {
    List<byte[]> bodies =
        List.of(
            "alertName=cpu&alertState=ALERT&ruleId=1&unit=%".getBytes(StandardCharsets.US_ASCII),
            "alertName=cpu&alertState=ALERT&ruleId=2&unit=%zz&x=%E4%BD"
                .getBytes(StandardCharsets.US_ASCII),
            "alertName=磁盘 使用率&alertState=ALERT&ruleId=3&expression=$Average>=95"
                .getBytes(StandardCharsets.UTF_8),
            "alertName=磁盘使用率&alertState=ALERT&ruleId=4".getBytes(Charset.forName("GBK")),
            "alertName=a\u0000b\r\n&alertState=ALERT&ruleId=5&=&&&x"
                .getBytes(StandardCharsets.US_ASCII),
            new byte[] {0, (byte) 0xff, (byte) 0xfe, 'a', (byte) 0x80, '\n', '%'});

    for (byte[] body : bodies) {
      ecs.receives(Callback.raw(Callback.FORM, body));
    }

    List<byte[]> kept = new ArrayList<>();
    for (JsonNode event : ecs.events()) {
      kept.add(
          event.path("body").isNull()
              ? Base64.getDecoder().decode(event.path("bodyBase64").asText())
              : event.path("body").asText().getBytes(StandardCharsets.UTF_8));
    }
    assertThat(kept).containsExactlyElementsOf(bodies);
    assertThat(ecs.outcomes())
        .containsExactly("CREATED", "CREATED", "CREATED", "CREATED", "CREATED", "UNRECOGNISED");
    for (int i = 0; i < 5; i++) {
      expect(ann).told(ALERT);
    }
  }

  @Test
  void a_callback_without_content_type_is_taken() {
    Reply reply =
        api()
            .send(
                api()
                    .request(ecs.path())
                    .POST(BodyPublishers.ofByteArray(threshold("cpu").body())));
    settle();

    assertThat(reply.status()).isEqualTo(202);
    alert().isPending();
    expect(ann).told(ALERT);
  }

  @Test
  void a_file_upload_is_kept_and_makes_no_alert() {
    String parts =
        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\nhello\r\n--b--";

    ecs.receives(Callback.raw("multipart/form-data; boundary=b", parts));

    thereIsNoAlert();
    assertThat(ecs.newestEvent().path("outcome").asText()).isEqualTo("UNRECOGNISED");
    assertThat(ecs.newestEvent().path("body").asText()).isEqualTo(parts);
  }

  @Test
  void what_cannot_be_read_is_kept_with_the_reason() {
    ecs.receives(Callback.payload("91-truncated-json.json"));

    thereIsNoAlert();
    JsonNode event = ecs.newestEvent();
    assertThat(event.path("outcome").asText()).isEqualTo("UNRECOGNISED");
    assertThat(event.path("reason").asText()).contains("breaks off at byte 50");
    assertThat(event.path("body").asText())
        .isEqualTo(
            new String(Callback.payloadBytes("91-truncated-json.json"), StandardCharsets.UTF_8));
  }

  @Test
  void the_time_of_receipt_is_kept_apart_from_the_time_of_the_source() {
    Instant own = Instant.parse("2026-01-05T10:00:00Z");

    ecs.receives(threshold("cpu").at(own));

    assertThat(Instant.parse(ecs.newestEvent().path("receivedAt").asText())).isEqualTo(now());
    assertThat(Instant.parse(alert().text("reportTime"))).isEqualTo(now());
    assertThat(alert().text("details")).contains(Long.toString(own.toEpochMilli()));
    expect(ann).told(ALERT);
  }

  @Test
  void labels_that_come_with_an_event_are_shown_and_told() {
    Source scripts = source("Scripts", ops).forGenericEvents();

    scripts.receivesEvent(
        "eventType",
        "ALERT",
        "summary",
        "Backup failed",
        "details",
        "See \"log\" <b>",
        "severity",
        "WARN",
        "labels",
        Map.of("team", "sre"),
        "customDetails",
        Map.of("host", "db-1", "tries", 3),
        "links",
        List.of(Map.of("text", "Log", "href", "https://log.example/1")));

    JsonNode told = expect(ann).told(ALERT).json().path("alert");
    for (JsonNode alert : List.of(alert().json(), told)) {
      assertThat(alert.at("/customDetails/host").asText()).isEqualTo("db-1");
      assertThat(alert.at("/customDetails/tries").asInt()).isEqualTo(3);
      assertThat(alert.at("/customDetails/labels/team").asText()).isEqualTo("sre");
      assertThat(alert.at("/links/0/href").asText()).isEqualTo("https://log.example/1");
      assertThat(alert.path("details").asText()).isEqualTo("See \"log\" <b>");
      assertThat(alert.path("severity").asText()).isEqualTo("WARN");
    }
  }

  @Test
  void a_generic_event_is_answered_with_its_alert_key_on_both_paths() {
    Source scripts = source("Scripts", ops).forGenericEvents();
    for (String path : List.of("/api/events", "/api/v1/events")) {
      Reply reply =
          api()
              .call(
                  "POST",
                  path,
                  Api.object(
                      "apiKey",
                      scripts.key(),
                      "eventType",
                      "ALERT",
                      "summary",
                      "Backup failed",
                      "alertKey",
                      "backup & co"));
      assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
      assertThat(reply.json().path("alertKey").asText()).isEqualTo("backup & co");
      assertThat(reply.json().path("responseCode").asText()).isEqualTo("ACCEPTED");
      assertThat(reply.json().path("alertUrl").asText())
          .isEqualTo(Product.BASE_URL + "/alerts?alert-key=backup+%26+co");
    }
    settle();
    alert().hasEvents(2);
    expect(ann).told(ALERT);
    assertThat(scripts.newestEvent().toString()).doesNotContain(scripts.key());
  }

  @Test
  void a_wrong_generic_event_is_refused_with_what_is_wrong_and_the_next_good_one_works() {
    Source scripts = source("Scripts", ops).forGenericEvents();
    String key = scripts.key();
    SoftAssertions softly = new SoftAssertions();
    Map<Object, String> wrong =
        Map.of(
            "",
            "",
            "[]",
            "",
            "{\"eventType\":",
            "",
            Api.object("eventType", "ALERT", "summary", "x"),
            "integrationKey",
            Api.object("integrationKey", key, "summary", "x"),
            "eventType",
            Api.object("integrationKey", key, "eventType", "EXPLODE", "summary", "x"),
            "eventType",
            Api.object("integrationKey", key, "eventType", "ALERT"),
            "summary",
            Api.object("integrationKey", key, "eventType", "ALERT", "summary", List.of(1)),
            "summary",
            Api.object(
                "integrationKey", key, "eventType", "ALERT", "summary", "x", "priority", "MAYBE"),
            "priority",
            Api.object(
                "integrationKey", key, "eventType", "ALERT", "summary", "x", "labels", "text"),
            "labels");
    wrong.forEach(
        (body, field) -> {
          Reply reply = api().call("POST", "/api/events", body);
          softly.assertThat(reply.status()).as("%s: %s", body, reply).isEqualTo(400);
          softly.assertThat(reply.message()).contains(field);
        });
    softly
        .assertThat(
            api()
                .call(
                    "POST",
                    "/api/events",
                    Api.object("integrationKey", "none", "eventType", "ALERT", "summary", "x"))
                .status())
        .isEqualTo(404);
    softly.assertAll();
    settle();
    assertThat(scripts.events()).isEmpty();

    scripts.receivesEvent("eventType", "ALERT", "summary", "Backup failed");

    alert().isPending();
    expect(ann).told(ALERT);
  }

  @Test
  void a_generic_event_above_the_limit_is_refused() {
    Source scripts = source("Scripts", ops).forGenericEvents();

    Reply reply =
        api()
            .call(
                "POST",
                "/api/events",
                Api.object(
                    "integrationKey",
                    scripts.key(),
                    "eventType",
                    "ALERT",
                    "summary",
                    "x".repeat(LIMIT)));

    assertThat(reply.status()).isEqualTo(413);
    assertThat(scripts.events()).isEmpty();
  }

  @Test
  void an_address_that_is_not_on_the_allow_list_is_refused() {
    ecs.with("ipAllowList", List.of("47.74.206.0/26"));

    Reply reply = ecs.answers(threshold("cpu"));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.message()).contains("127.0.0.1").contains("allow-list");
    // Whoever is no proxy of ours cannot say that it is somebody else.
    Reply spoofed =
        api().send(ecs.request(api(), threshold("cpu")).header("X-Forwarded-For", "47.74.206.1"));
    assertThat(spoofed.status()).isEqualTo(403);
    assertThat(ecs.outcomes()).isEmpty();
    ecs.with("ipAllowList", List.of("47.74.206.0/26", "127.0.0.0/8"));
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
  }

  @Test
  void a_source_above_its_rate_is_refused_and_others_are_not() {
    ecs.with("rateLimit", 5);
    Source rds = source("RDS", ops);
    for (int i = 0; i < 5; i++) {
      assertThat(ecs.answers(threshold("cpu")).status()).isEqualTo(202);
    }

    Reply refused = ecs.answers(threshold("cpu"));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 12);
    assertThat(refused.message()).contains("5 callbacks a minute");
    rds.receives(threshold("disk"));
    expect(ann).told(ALERT, about("disk"));
    expect(ann).told(ALERT, about("cpu"));
    let(seconds(12)).pass();
    assertThat(ecs.answers(threshold("cpu")).status()).isEqualTo(202);
    assertThat(ecs.answers(threshold("cpu")).status()).isEqualTo(429);
    settle();
    assertThat(ecs.events()).hasSize(6);
  }

  @Test
  void a_rotated_key_works_beside_the_new_one_until_the_overlap_ends() {
    String oldPath = ecs.path();
    ecs.rotateKey("PT24H");
    assertThat(ecs.path()).isNotEqualTo(oldPath);

    assertThat(api().send(form(oldPath, threshold("cpu"))).status()).isEqualTo(202);
    assertThat(ecs.answers(threshold("cpu")).status()).isEqualTo(202);
    settle();
    expect(ann).told(ALERT);
    alert().hasEvents(2).isAcceptedBy(ann);
    let(hours(24).minusSeconds(1)).pass();
    assertThat(api().send(form(oldPath, threshold("cpu"))).status()).isEqualTo(202);
    let(seconds(1)).pass();

    assertThat(api().send(form(oldPath, threshold("cpu"))).status()).isEqualTo(404);
    ecs.receives(threshold("cpu"));
    alert().hasEvents(4);
  }

  @Test
  void many_callers_at_once_are_all_taken_and_each_problem_is_one_alert() {
    int problems = 20;
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      calls.add(api().start(ecs.request(api(), threshold("cpu").on("i-" + i % problems))));
    }

    assertThat(calls).allMatch(call -> call.join().status() == 202);
    settle();

    assertThat(api().get("/api/alerts/count").path("count").asInt()).isEqualTo(problems);
    assertThat(alerts()).hasSize(problems).allSatisfy(alert -> alert.hasEvents(20));
    for (int i = 0; i < problems; i++) {
      expect(ann).told(ALERT);
    }
  }

  @Test
  void what_cannot_be_read_costs_those_that_come_with_it_nothing() throws Exception {
    Callback unreadable = Callback.payload("91-truncated-json.json");
    Callback test = Callback.payload("82-arms-test-placeholder.json");
    var routes = product.running().context().getRouteController();
    routes.suspendRoute("normalise-events");
    try {
      for (int i = 0; i < 8; i++) {
        assertThat(ecs.answers(i % 2 == 0 ? unreadable : test).status()).isEqualTo(202);
        assertThat(ecs.answers(threshold("cpu").on("i-" + i)).status()).isEqualTo(202);
      }
    } finally {
      routes.resumeRoute("normalise-events");
    }
    settle();

    assertThat(alerts()).hasSize(8).allSatisfy(alert -> alert.isPending().hasEvents(1));
    for (int i = 0; i < 8; i++) {
      alertAbout("i-" + i).hasMembers(1);
      expect(ann).told(ALERT, about("i-" + i));
    }
  }

  @Test
  void more_than_the_stages_hold_waits_in_the_database_and_nothing_is_lost() throws Exception {
    ops.withoutLevels().level(hours(24), ann);
    Source quiet = source("Quiet", ops).with("alertPriorityRule", "LOW");
    ann.withRule("HIGH", "Ann", 0);
    int problems = 60;
    int callbacks = 4_500;
    var routes = product.running().context().getRouteController();
    routes.suspendRoute("normalise-events");
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    try {
      for (int i = 0; i < callbacks; i++) {
        calls.add(api().start(quiet.request(api(), threshold("cpu").on("i-" + i % problems))));
        if (i % 64 == 63) {
          calls.forEach(CompletableFuture::join);
        }
      }
      assertThat(calls).allMatch(call -> call.join().status() == 202);
    } finally {
      routes.resumeRoute("normalise-events");
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                api()
                            .get(
                                "/api/alert-sources/"
                                    + quiet.id()
                                    + "/events?outcome=CREATED&max-results=100")
                            .size()
                        == problems
                    && product.running().eventsInFlight() == 0);
    settle();

    assertThat(api().get("/api/alerts/count").path("count").asInt()).isEqualTo(problems);
    int events = 0;
    for (SeenAlert alert : alerts()) {
      events += Integer.parseInt(alert.text("eventCount"));
    }
    assertThat(events).isEqualTo(callbacks);
  }

  @Test
  void every_sample_becomes_what_its_line_in_the_index_says() {
    ann.withRule("HIGH", "Ann", 9_000).withRule("LOW", "Ann", 9_000);
    List<Source> sources = new ArrayList<>();
    List<String[]> samples = Callback.payloadIndex();
    SoftAssertions softly = new SoftAssertions();
    for (String[] line : samples) {
      Source source = source(line[0], ops);
      sources.add(source);
      Reply reply = source.answers(Callback.payload(line[0]));
      softly
          .assertThat(reply.status())
          .as(line[0])
          .isEqualTo(line[0].equals("38-test-get-empty.form") ? 200 : 202);
    }
    settle();

    for (int i = 0; i < samples.size(); i++) {
      String file = samples.get(i)[0];
      List<String> outcomes = sources.get(i).outcomes();
      softly.assertThat(outcomes).as(file).isEqualTo(expected(file, samples.get(i)[3]));
      if (outcomes.equals(List.of("CREATED"))) {
        JsonNode event = sources.get(i).newestEvent();
        JsonNode alert = api().get("/api/alerts/" + event.path("alertId").asLong());
        softly
            .assertThat(alert.path("alertKey").asText())
            .as(file)
            .isEqualTo(event.path("alertKey").asText());
        softly.assertThat(severity(alert)).as(file).isEqualTo(expectedSeverity(samples.get(i)[5]));
      }
    }
    softly.assertAll();
  }

  private static List<String> expected(String file, String state) {
    if (file.equals("38-test-get-empty.form")) {
      return List.of();
    }
    return switch (state.split("[ (:/]")[0]) {
      case "firing", "event" -> List.of("CREATED");
      case "resolved" -> List.of("NO_OPEN_ALERT");
      case "no-data" -> List.of("NO_DATA");
      case "test" -> List.of(state.startsWith("test/unknown") ? "UNRECOGNISED" : "TEST");
      default -> List.of("UNRECOGNISED");
    };
  }

  private static String severity(JsonNode alert) {
    return alert.path("severity").isNull() ? "" : alert.path("severity").asText();
  }

  private static String expectedSeverity(String column) {
    String words = column.toUpperCase(java.util.Locale.ROOT);
    for (String word : List.of("CRITICAL", "WARN", "INFO")) {
      if (words.contains(word)) {
        return word;
      }
    }
    return "";
  }
}
