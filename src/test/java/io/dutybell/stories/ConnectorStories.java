package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.stories.FakeReceiver.Told;
import org.junit.jupiter.api.Test;

/** Connectors that are made over the API while the product runs. */
class ConnectorStories extends Story {

  private String connector(String secret) {
    return api()
        .post(
            "/api/connectors",
            Api.object("name", "Pager", "type", "webhook", "params", Api.object("secret", secret)))
        .path("id")
        .asText();
  }

  private Person tellThrough(String connector) {
    Person ann = user("Ann");
    api()
        .post(
            "/api/users/" + ann.id + "/contacts/channels",
            Api.object("connector", Api.object("id", connector), "target", receiver().url("Ann")));
    return ann;
  }

  @Test
  void a_contact_is_told_through_a_connector_of_the_database() {
    String pager = connector("hush");
    Person ann = tellThrough(pager);
    Source ecs = source("ECS", policy("Ops").level(hours(1), ann));

    ecs.receives(threshold("cpu"));

    Told told = expect(ann).told(ALERT, about("cpu"));
    assertThat(told.headers()).containsKey("Dutybell-Signature");
    assertThat(alert().notifications().get(0).path("attempts").path(0).path("notifier").asText())
        .isEqualTo(pager);
  }

  @Test
  void new_settings_hold_for_what_is_sent_from_then_on() {
    String pager = connector("hush");
    Person ann = tellThrough(pager);
    Source ecs = source("ECS", policy("Ops").level(hours(1), ann));
    ecs.receives(threshold("cpu"));
    assertThat(expect(ann).told(ALERT).headers()).containsKey("Dutybell-Signature");

    api()
        .put(
            "/api/connectors/" + pager,
            Api.object(
                "name", "Pager", "params", Api.object("secret", "", "headers", "X-Room: 7")));
    ecs.receives(threshold("disk"));

    Told told = expect(ann).told(ALERT, about("disk"));
    assertThat(told.headers()).doesNotContainKey("Dutybell-Signature").containsEntry("X-room", "7");
  }

  @Test
  void a_test_message_is_sent_at_once_and_its_fate_is_told() {
    String pager = connector("hush");
    String ann = receiver().url("Ann");

    JsonNode sent = api().post("/api/connectors/" + pager + "/test", Api.object("target", ann));
    receiver().answers("Ann", 410);
    JsonNode refused = api().post("/api/connectors/" + pager + "/test", Api.object("target", ann));
    JsonNode nowhere = api().post("/api/connectors/" + pager + "/test", Api.object());
    JsonNode logged = api().post("/api/connectors/log/test", null);

    assertThat(sent.path("delivered").asBoolean()).isTrue();
    assertThat(sent.path("status").asText()).isEqualTo("200");
    assertThat(refused.path("delivered").asBoolean()).isFalse();
    assertThat(refused.path("status").asText()).isEqualTo("410");
    assertThat(nowhere.path("delivered").asBoolean()).isFalse();
    assertThat(nowhere.path("error").asText()).contains("URL");
    assertThat(logged.path("status").asText()).isEqualTo("LOGGED");
    expectOn("Ann").told("TEST");
    expectOn("Ann").told("TEST");
  }

  @Test
  void no_test_is_sent_while_sending_is_paused() {
    api().put("/api/system/sending", Api.object("paused", true));
    await().until(() -> product.running().isPaused());

    Reply reply = api().call("POST", "/api/connectors/log/test", null);

    assertThat(reply.status()).isEqualTo(409);
    api().put("/api/system/sending", Api.object("paused", false));
    await().until(() -> !product.running().isPaused());
  }

  @Test
  void settings_that_cannot_work_are_refused() {
    Reply level =
        api()
            .call(
                "POST",
                "/api/connectors",
                Api.object("name", "x", "type", "log", "params", Api.object("level", "LOUD")));

    assertThat(level.status()).isEqualTo(400);
    assertThat(level.message()).contains("params");
  }

  @Test
  void it_works_again_after_a_restart() {
    String pager = connector("hush");
    Person ann = tellThrough(pager);
    Source ecs = source("ECS", policy("Ops").level(hours(1), ann));

    product.stop();
    product.start();
    settle();
    ecs.receives(threshold("cpu"));

    assertThat(expect(ann).told(ALERT).headers()).containsKey("Dutybell-Signature");
  }

  @Test
  void it_cannot_go_before_what_is_to_be_sent_through_it() {
    String pager = connector("hush");
    Person ann = tellThrough(pager);
    receiver().answers("Ann", 503);
    source("ECS", policy("Ops").level(hours(1), ann)).receives(threshold("cpu"));
    expect(ann).told(ALERT);
    JsonNode contacts = api().get("/api/users/" + ann.id + "/contacts/channels");
    api()
        .delete(
            "/api/users/" + ann.id + "/contacts/channels/" + contacts.path(0).path("id").asLong());

    Reply early = api().call("DELETE", "/api/connectors/" + pager, null);
    let(minutes(10)).pass();
    Reply late = api().call("DELETE", "/api/connectors/" + pager, null);

    assertThat(early.status()).isEqualTo(409);
    assertThat(early.message()).contains("to be sent");
    assertThat(late.status()).isEqualTo(204);
  }
}
