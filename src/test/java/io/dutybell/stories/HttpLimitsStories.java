package io.dutybell.stories;

import static io.dutybell.stories.Api.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.store.Dialect;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Requests that no good client sends. The database has no part in it. */
class HttpLimitsStories extends Story {

  private static final String AUTHORIZATION = "Authorization: Bearer " + Api.TOKEN + "\r\n";

  static List<Dialect> databases() {
    return List.of(Dialect.H2);
  }

  /** Everything that is answered to these bytes until the connection is closed. */
  private String answer(String bytes) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), product.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream came = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(came);
      } catch (SocketException e) {
        // What was still to be read when it was closed resets the connection: see what came before.
      }
      return came.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line that is answered to these bytes, before anything follows them. */
  private String beginning(String bytes) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), product.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String request(String line, String headers, String body) {
    return answer(
        line
            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + AUTHORIZATION
            + headers
            + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n")
            + "\r\n"
            + body);
  }

  private static void isError(String answer, int status, String code) {
    String[] parts = answer.split("\r\n\r\n", 2);
    assertThat(parts[0]).containsPattern("^HTTP/1.[01] " + status + " ");
    assertThat(parts[0]).containsIgnoringCase("Content-Type: application/json");
    try {
      JsonNode error = Reply.JSON.readTree(parts[1]);
      assertThat(error.path("status").asInt()).isEqualTo(status);
      assertThat(error.path("code").asText()).isEqualTo(code);
      assertThat(error.path("message").asText()).isNotBlank();
    } catch (IOException e) {
      throw new AssertionError(answer, e);
    }
  }

  @Test
  void lines_and_headers_that_are_too_long_are_refused_with_an_error_like_every_other() {
    String tooLong = "x".repeat(70_000);

    isError(request("GET /api/users/" + tooLong, "", ""), 414, "URI_TOO_LONG");
    isError(request("GET /api/alerts?q=" + tooLong, "", ""), 414, "URI_TOO_LONG");
    isError(request("POST /api/events?" + tooLong, "", "{}"), 414, "URI_TOO_LONG");
    isError(request("GET /api/users", "X-Long: " + tooLong + "\r\n", ""), 431, "HEADERS_TOO_LARGE");
    isError(answer("\u0016\u0003\u0001 hello\r\n\r\n"), 400, "BAD_REQUEST");
    isError(request("POST /api/teams", "Content-Length: -3\r\n", ""), 400, "BAD_REQUEST");
    assertThat(request("GET /api/users/" + "x".repeat(60_000), "", "")).startsWith("HTTP/1.1 404");
  }

  @Test
  void a_body_in_another_coding_is_refused_everywhere() {
    for (String path : List.of("/api/teams", "/api/events")) {
      isError(
          request("POST " + path, "Content-Encoding: gzip\r\n", "{}"),
          415,
          "UNSUPPORTED_MEDIA_TYPE");
      isError(
          answer(
              "POST "
                  + path
                  + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                  + AUTHORIZATION
                  + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
          415,
          "UNSUPPORTED_MEDIA_TYPE");
    }
  }

  @Test
  void the_body_of_a_request_that_reads_or_deletes_says_nothing() {
    for (String type : List.of("application/json", "text/plain")) {
      String header = "Content-Type: " + type + "\r\n";
      assertThat(request("GET /api/users", header, "{not json")).startsWith("HTTP/1.1 200");
      isError(request("DELETE /api/teams/999999", header, "{not json"), 404, "NOT_FOUND");
    }
  }

  @Test
  void a_body_that_is_too_deep_says_so() {
    Reply reply = api().call("POST", "/api/teams", "[".repeat(33) + "]".repeat(33));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).contains("nested more than 32 deep");

    Reply number = api().call("POST", "/api/teams", "{\"name\": " + "9".repeat(5_000) + "}");
    assertThat(number.status()).isEqualTo(400);
    assertThat(number.message()).contains("number");
  }

  @Test
  void a_percent_sign_that_begins_nothing_in_the_query_misses_no_ping() {
    String key =
        api()
            .post("/api/heartbeat-monitors", object("name", "backup", "intervalSec", 60))
            .path("integrationKey")
            .asText();
    for (String method : List.of("GET", "POST", "HEAD")) {
      assertThat(request(method + " /api/heartbeats/" + key + "?load=97%&x=%zz", "", ""))
          .as(method)
          .startsWith("HTTP/1.1 202");
    }
    assertThat(request("GET /act/nothing?x=%", "", "")).startsWith("HTTP/1.1 404");
    isError(request("GET /api/alerts?q=%", "", ""), 400, "BAD_REQUEST");
    isError(request("GET /api/heartbeats/%", "", ""), 400, "BAD_REQUEST");
    isError(request("GET /api/teams/name/%zz", "", ""), 400, "BAD_REQUEST");
  }

  @Test
  void requests_sent_without_waiting_are_answered_in_their_order() {
    String get = " HTTP/1.1\r\nHost: x\r\n" + AUTHORIZATION;
    String answers =
        answer(
            ("GET /api/users" + get + "\r\nGET /api/nothing" + get + "\r\n").repeat(3)
                + "GET /api/users"
                + get
                + "Connection: close\r\n\r\n");

    assertThat(Pattern.compile("HTTP/1.1 (\\d+)").matcher(answers).results().map(r -> r.group(1)))
        .containsExactly("200", "404", "200", "404", "200", "404", "200");
  }

  @Test
  void a_large_document_is_read_only_of_who_may_apply_it() {
    String head = "POST /api/config/apply?dry-run=true HTTP/1.1\r\nHost: x\r\n";
    String length = "Content-Length: 15000000\r\n\r\n";
    String token =
        api()
            .post("/api/tokens", object("name", "reads", "scopes", List.of("READ")))
            .path("token")
            .asText();

    assertThat(beginning(head + length)).isEqualTo("HTTP/1.1 401 Unauthorized");
    assertThat(beginning(head + "Authorization: Bearer wrong\r\n" + length)).contains("401");
    assertThat(beginning(head + "Authorization: Bearer " + token + "\r\n" + length))
        .isEqualTo("HTTP/1.1 403 Forbidden");
    for (String path : List.of("/api/config/apply", "/api/v1/config/apply/")) {
      Reply reply =
          new RawCall(
                  "POST",
                  path + "?dry-run=true",
                  List.of(AUTHORIZATION.strip(), "Content-Type: application/yaml"),
                  ("#" + "x".repeat(98) + "\n").repeat(150_000).getBytes(StandardCharsets.UTF_8))
              .send(product.port());
      assertThat(reply.status()).as(path).isEqualTo(200);
    }
    assertThat(beginning(head + AUTHORIZATION + "Content-Length: 16777217\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void a_header_cannot_make_another_method_of_a_request() {
    long team = api().post("/api/teams", object("name", "Stays")).path("id").asLong();
    for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
      request("GET /api/teams/" + team, header + ": DELETE\r\n", "");
      request("POST /api/teams/" + team + "?_method=DELETE", header + ": DELETE\r\n", "{}");
    }
    assertThat(api().get("/api/teams/" + team).path("name").asText()).isEqualTo("Stays");
    api().delete("/api/teams/" + team);
  }
}
