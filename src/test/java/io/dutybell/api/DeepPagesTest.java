package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages behind very many alerts of several users. */
class DeepPagesTest {

  private static final int ALERTS = 21_000;

  private Database database;
  private ApiServer server;

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_page_far_behind_begins_where_the_one_before_ended(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    server.post("/api/users", "{\"username\":\"ann\"}");
    server.post("/api/users", "{\"username\":\"bob\"}");
    String numbers =
        dialect == Dialect.H2 ? "system_range(1, ?) as r(n)" : "generate_series(1, ?) as r(n)";
    // One every eleven seconds; bob has those that are even, ann the others and every tenth.
    server.alerts.execute(
        "insert into alerts (id, source_id, alert_key, summary, details, severity, priority, status, created_at,"
            + " last_event_at, event_count, open_members, member_count, links, images, custom_details, policy_id,"
            + " escalation_state, escalation_level, escalation_round) select n, 1, 'k', 's', '', 'WARN', 'HIGH',"
            + " 'PENDING', cast(? as timestamp with time zone) + n * interval '11' second, current_timestamp, 1, 1, 1,"
            + " '[]', '[]', '{}', 1, 'NONE', 1, 0 from "
            + numbers,
        Timestamp.from(ApiServer.NOW.minusSeconds(11L * ALERTS)),
        ALERTS);
    server.alerts.assignAll(2, "mod(id, 2) = 0");
    server.alerts.assignAll(1, "mod(id, 2) = 1 or mod(id, 10) = 0");
    String both = "/api/alerts?assigned-to=ann&assigned-to=bob";

    for (int skip : new int[] {19_950, 19_999, 20_000, 20_017, 20_327, 20_328, 20_990, 20_999}) {
      List<Long> expected = new ArrayList<>();
      for (int id = ALERTS - skip; id > Math.max(0, ALERTS - skip - 60); id--) {
        expected.add((long) id);
      }
      assertThat(ids(both + "&max-results=60&start-index=" + skip)).isEqualTo(expected);
    }
    assertThat(ids(both + "&start-index=21000")).isEmpty();
    assertThat(ids(both + "&start-index=20100&until=" + ApiServer.NOW.minusSeconds(4_400)))
        .as("alert 20,600 was created at this end")
        .startsWith(499L, 498L)
        .hasSize(50);
    assertThat(ids(both + "&start-index=20100&state=RESOLVED")).isEmpty();
    // As a node of an older version leaves it.
    server.alerts.execute(
        "insert into alert_responders (alert_id, user_id, level, assigned_at)"
            + " values (1, 2, 1, current_timestamp)");
    assertThat(ids(both + "&start-index=20100")).hasSize(50);
  }

  private List<Long> ids(String path) {
    List<Long> ids = new ArrayList<>();
    for (JsonNode alert : server.get(path).json()) {
      ids.add(alert.path("id").asLong());
    }
    return ids;
  }
}
