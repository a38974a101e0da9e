package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much there can be of what a user or a schedule has. */
class LimitsTest {

  private Database database;
  private ApiServer server;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    server.post("/api/users", "{\"username\":\"ann\"}");
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  private Reply fills(String path, String json, int most, int status) {
    for (int i = 0; i < most; i++) {
      assertThat(server.post(path, json).status()).as("number " + i).isEqualTo(status);
    }
    return server.post(path, json);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_user_has_at_most_a_hundred_contacts_and_two_hundred_preferences(Dialect dialect)
      throws Exception {
    start(dialect);

    Reply contact =
        fills("/api/users/1/contacts/emails", "{\"target\":\"a@example.org\"}", 100, 201);
    Reply preference =
        fills(
            "/api/users/1/notification-preferences/alerts",
            "{\"contact\":{\"id\":1},\"type\":\"HIGH_PRIORITY\"}",
            200,
            201);

    assertThat(contact.status()).isEqualTo(409);
    assertThat(contact.message()).contains("100 contacts");
    assertThat(preference.status()).isEqualTo(409);
    assertThat(preference.message()).contains("200 notification preferences");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_schedule_has_at_most_a_thousand_overrides(Dialect dialect) throws Exception {
    start(dialect);
    server.post(
        "/api/schedules",
        "{\"name\":\"s\",\"type\":\"STATIC\",\"shifts\":[{\"user\":{\"id\":1},"
            + "\"start\":\"2026-11-22T00:00:00Z\",\"end\":\"2026-11-23T00:00:00Z\"}]}");
    String override =
        "{\"user\":{\"id\":1},\"start\":\"2026-11-22T00:00:00Z\",\"end\":\"2026-11-23T00:00:00Z\"}";
    assertThat(
            server
                .put(
                    "/api/schedules/1/overrides",
                    "[" + (override + ",").repeat(999) + override + "]")
                .status())
        .isEqualTo(200);

    Reply refused = server.post("/api/schedules/1/overrides", override);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.message()).contains("1000 overrides");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_user_is_muted_until_a_time_that_stays_when_it_is_left_out(Dialect dialect)
      throws Exception {
    start(dialect);
    String ann = "{\"username\":\"ann\",\"timezone\":\"Asia/Shanghai\"%s}";

    Reply muted = server.put("/api/users/1", ann.formatted(",\"mutedUntil\":\"2026-11-23T08:00\""));
    Reply kept = server.put("/api/users/1", ann.formatted(""));
    Reply wrong = server.put("/api/users/1", ann.formatted(",\"mutedUntil\":\"soon\""));
    Reply ended = server.put("/api/users/1", ann.formatted(",\"mutedUntil\":null"));

    assertThat(muted.json().path("mutedUntil").asText()).isEqualTo("2026-11-23T00:00:00.000Z");
    assertThat(kept.json()).isEqualTo(muted.json());
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.message()).startsWith("mutedUntil ");
    assertThat(ended.json().path("mutedUntil").isNull()).isTrue();
    assertThat(server.get("/api/users/1").json()).isEqualTo(ended.json());
  }
}
