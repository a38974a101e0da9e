package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.store.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Whoever listens to the stream of alerts hears of every change. */
class AlertStreamStories extends Story {

  private Listener stream(Product node, String header) {
    return new Listener(node.port(), Api.TOKEN, header);
  }

  private Source source() {
    return source("ECS", policy("Ops").level(minutes(5), user("Ann").withWebhook()));
  }

  @Test
  void an_alert_is_told_when_it_is_made_and_when_it_changes() {
    Source ecs = source();
    ecs.id();
    try (Listener stream = stream(product, "")) {
      stream.line("HTTP/1.1 200");
      stream.line("id: ");

      ecs.receives(threshold("cpu"));
      long id = alert().json().path("id").asLong();

      stream.line("data: {\"id\":" + id + ",\"status\":\"PENDING\",\"alert\":{\"id\":" + id);
      alert().act("/accept");
      stream.line("data: ", "\"status\":\"ACCEPTED\"");
      alert().act("/resolve");
      stream.line("data: ", "\"status\":\"RESOLVED\"");
    }
    receiver().expectedAll();
  }

  @Test
  void who_comes_again_gets_what_was_missed() {
    Source ecs = source();
    ecs.id();
    String last;
    try (Listener stream = stream(product, "")) {
      stream.line("id: ");
      ecs.receives(threshold("cpu"));
      stream.line("\"status\":\"PENDING\"");
      last = stream.lastId();
    }
    alert().act("/resolve");

    try (Listener stream = stream(product, "Last-Event-ID: " + last)) {
      stream.line("\"status\":\"RESOLVED\"");
    }
    try (Listener stream = stream(product, "Last-Event-ID: unknown")) {
      stream.line("event: reset");
    }
    receiver().expectedAll();
  }

  @Test
  void what_another_node_does_is_told_too() {
    Assumptions.assumeTrue(database == Dialect.POSTGRESQL);
    Source ecs = source();
    ecs.id();
    try (Product other = product.anotherNode();
        Listener stream = stream(other, "")) {
      stream.line("id: ");

      ecs.receives(threshold("cpu"));

      stream.line("\"status\":\"PENDING\"");
    }
    receiver().expectedAll();
  }

  @Test
  void only_who_may_see_alerts_hears_of_them() {
    try (Listener nobody = new Listener(product.port(), "wrong", "")) {
      nobody.line("HTTP/1.1 401");
    }
    for (String role : List.of("RESPONDER", "STAKEHOLDER")) {
      long user =
          api()
              .post("/api/users", Api.object("username", "stream-" + role, "role", role))
              .path("id")
              .asLong();
      String token =
          api()
              .post(
                  "/api/tokens",
                  Api.object(
                      "name", role, "scopes", List.of("READ"), "user", Api.object("id", user)))
              .path("token")
              .asText();
      try (Listener stream = new Listener(product.port(), token, "")) {
        stream.line(role.equals("RESPONDER") ? "HTTP/1.1 200" : "HTTP/1.1 403");
      }
    }
  }

  @Test
  void many_readers_hold_up_nobody_and_too_many_are_refused() {
    List<Listener> streams = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        streams.add(stream(product, ""));
        streams.get(i).line("HTTP/1.1 200");
      }
      try (Listener further = stream(product, "")) {
        further.line("HTTP/1.1 503");
        further.line("Retry-After: 30");
      }

      // There are 64 workers.
      assertThat(api().call("GET", "/api/alerts/count", null).status()).isEqualTo(200);
    } finally {
      streams.forEach(Listener::close);
    }
    Awaitility.await()
        .until(
            () -> {
              try (Listener again = stream(product, "")) {
                return again.line("HTTP/1.1").contains("200");
              }
            });
  }

  @Test
  void who_does_not_keep_up_is_told_to_read_anew() throws SQLException {
    try (Listener fast = stream(product, "");
        Listener slow = Listener.thatDoesNotReadYet(product.port(), Api.TOKEN)) {
      fast.line("id: ");
      storeLargeAlerts(120);
      fast.line("data: {\"id\":120,");

      slow.read();

      slow.line("event: reset");
      assertThat(slow.count("data: {\"id\"")).isLessThan(120);
    }
  }

  /** Seven megabytes, more than an operating system takes for a connection. */
  private void storeLargeAlerts(int count) throws SQLException {
    try (Connection connection = product.running().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int id = 1; id <= count; id++) {
        statement.executeUpdate(
            "insert into alerts (id, source_id, alert_key, summary, details, severity, priority, status,"
                + " created_at, last_event_at, event_count, open_members, member_count, links, images,"
                + " custom_details, policy_id, escalation_state, escalation_level, escalation_round) values ("
                + id
                + ", 1, 'k', 's', repeat('x', 60000), 'WARN', 'LOW', 'ACCEPTED', current_timestamp,"
                + " current_timestamp, 1, 1, 1, '[]', '[]', '{}', 1, 'NONE', 1, 0)");
        statement.executeUpdate(
            "insert into timeline (alert_id, at, type, text) values ("
                + id
                + ", current_timestamp, 'AlertReceivedLogEntry', 'x')");
      }
      connection.commit();
    }
  }

  @Test
  void the_end_of_the_product_does_not_wait_for_readers() {
    Assumptions.assumeTrue(database == Dialect.H2);
    try (Product own = Product.start(database, Map.of());
        Listener stream = stream(own, "")) {
      stream.line("id: ");

      own.stop();

      stream.line("end of stream");
    }
  }
}
