package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.outside.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pings, on the port that serves everything and on the one that faces the internet. */
class HeartbeatStories extends Story {

  private static final String END = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

  private final int receivingPort = FreePort.next();

  @Override
  Product product() {
    return Product.start(database, Map.of("dutybell.ingest.port", Integer.toString(receivingPort)));
  }

  @Override
  void release(Product used) {
    used.close();
  }

  @Test
  void a_ping_is_taken_on_both_ports_and_a_monitor_is_seen_on_one() {
    JsonNode monitor =
        api().post("/api/heartbeat-monitors", Api.object("name", "backup", "intervalSec", 60));
    String ping = "/api/heartbeats/" + monitor.path("integrationKey").asText();
    Api receiving = new Api(receivingPort);

    for (Api port : List.of(api(), receiving)) {
      for (String method : List.of("GET", "POST", "HEAD")) {
        assertThat(port.send(port.request(ping).method(method, BodyPublishers.noBody())).status())
            .as(method)
            .isEqualTo(202);
        assertThat(
                port.send(port.request("/api/heartbeats/x").method(method, BodyPublishers.noBody()))
                    .status())
            .as(method)
            .isEqualTo(404);
      }
      assertThat(port.send(port.request(ping).DELETE()).status()).isEqualTo(405);
    }

    assertThat(receiving.call("GET", "/api/heartbeat-monitors", null).status()).isEqualTo(404);
    assertThat(receiving.call("GET", "/api/heartbeats/../users", null).status()).isEqualTo(404);
    assertThat(monitorState()).isEqualTo("HEALTHY");
    let(seconds(61)).pass();
    assertThat(monitorState()).isEqualTo("OVERDUE");
  }

  @Test
  void a_ping_is_taken_however_long_its_query_and_whatever_its_body_are() throws IOException {
    JsonNode monitor =
        api().post("/api/heartbeat-monitors", Api.object("name", "backup", "intervalSec", 60));
    String ping = "/api/heartbeats/" + monitor.path("integrationKey").asText();

    assertThat(answer("GET " + ping + "?" + "done=yes&".repeat(600) + END + "\r\n"))
        .startsWith("HTTP/1.1 202");
    assertThat(answer("POST " + ping + END + "Content-Type: ;;\r\nContent-Length: 4\r\n\r\n%\0{["))
        .startsWith("HTTP/1.1 202");
    assertThat(answer("GET /api/heartbeats/%zz" + END + "\r\n")).startsWith("HTTP/1.1 4");
  }

  private String answer(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), product.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String monitorState() {
    return api().get("/api/heartbeat-monitors").at("/0/state").asText();
  }
}
