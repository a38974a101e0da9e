package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Queries that are not encoded as they should be. */
class QueryStories extends Story {

  private static final String END = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

  @Test
  void a_percent_sign_in_the_query_loses_no_callback() throws IOException {
    Person ann = user("Ann").withWebhook();
    Source ecs = source("ECS", policy("Ops").level(hours(1), ann));
    String event = "alertName=cpu&alertState=ALERT&triggerLevel=WARN&ruleId=";

    String got = answer("GET " + ecs.path() + "?" + event + "1&curValue=97%" + END + "\r\n", "");
    String posted =
        answer(
            "POST " + ecs.path() + "?unit=%zz" + END + "Content-Length: 57\r\n\r\n", event + "2");

    assertThat(got).startsWith("HTTP/1.1 202");
    assertThat(posted).startsWith("HTTP/1.1 202");
    settle();
    assertThat(ecs.outcomes()).containsExactly("CREATED", "CREATED");
    assertThat(ecs.events()).anyMatch(e -> e.path("query").asText().endsWith("curValue=97%"));
    expect(ann).told(ALERT);
    expect(ann).told(ALERT);
  }

  @Test
  void a_percent_sign_in_the_query_of_an_api_call_is_refused_at_once() throws IOException {
    String form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\n";

    String reply = answer("POST /api/users?x=%zz" + END + form, "a=1");

    assertThat(reply).startsWith("HTTP/1.1 400").contains("\"code\":\"BAD_REQUEST\"");
  }

  private String answer(String head, String body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), product.port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      out.write(body.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
