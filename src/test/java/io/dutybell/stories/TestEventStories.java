package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event that somebody asks for, to see whether people are told. */
class TestEventStories extends Story {

  private Person ann;
  private Source ecs;

  @BeforeEach
  void annIsOnCall() {
    ann = user("Ann").withWebhook();
    ecs = source("ECS", policy("Ops").level(hours(10), ann));
  }

  private JsonNode testEvent(Object body) {
    return api().post("/api/alert-sources/" + ecs.id() + "/test-event", body);
  }

  @Test
  void a_test_event_of_cloudmonitor_makes_an_alert_and_its_recovery_resolves_it() {
    JsonNode made = testEvent("");

    assertThat(made.path("outcome").asText()).isEqualTo("CREATED");
    assertThat(made.path("body").asText()).contains("alertState=ALERT");
    assertThat(ecs.newestEvent()).isEqualTo(made);
    alert().isPending().hasSeverity("CRITICAL");
    expect(ann).told(ALERT, about("Test event"));

    product.clock.advance(seconds(1));
    JsonNode again = testEvent("{\"summary\":\"Is anybody there?\"}");
    assertThat(again.path("outcome").asText()).isEqualTo("APPENDED");
    assertThat(again.path("alertId")).isEqualTo(made.path("alertId"));
    product.clock.advance(seconds(1));
    JsonNode over = testEvent("{\"eventType\":\"RESOLVE\"}");
    assertThat(over.path("outcome").asText()).isEqualTo("RESOLVED");
    expect(ann).told(RESOLVED);
    alert().isResolved();
  }

  @Test
  void a_test_event_of_another_tool_says_what_it_is_told_to_say() {
    ecs.forGenericEvents();

    JsonNode made = testEvent("{\"summary\":\"Is anybody there?\",\"severity\":\"WARN\"}");

    assertThat(made.path("outcome").asText()).isEqualTo("CREATED");
    alert().isPending().hasSeverity("WARN");
    expect(ann).told(ALERT, about("Is anybody there?"));
    JsonNode accepted = testEvent("{\"eventType\":\"ACCEPT\"}");
    assertThat(accepted.path("outcome").asText()).isEqualTo("ACCEPTED");
    expect(ann).told(ACCEPTED);
  }

  @Test
  void a_test_event_of_a_disabled_source_says_so() {
    ecs.with("active", false);

    JsonNode made = testEvent("");

    assertThat(made.path("outcome").asText()).isEqualTo("DISABLED");
    thereIsNoAlert();
  }

  @Test
  void what_cannot_be_a_test_event_is_refused() {
    String path = "/api/alert-sources/" + ecs.id() + "/test-event";

    assertThat(api().call("POST", path, "{\"eventType\":\"PANIC\"}").status()).isEqualTo(400);
    assertThat(api().call("POST", path, "{\"eventType\":\"ACCEPT\"}").status()).isEqualTo(400);
    assertThat(api().call("POST", path, "{\"summary\":7}").status()).isEqualTo(400);
    assertThat(api().call("POST", path, "[]").status()).isEqualTo(400);
    assertThat(api().call("POST", "/api/alert-sources/999999/test-event", "").status())
        .isEqualTo(404);
    assertThat(ecs.events()).isEmpty();
  }

  @Test
  void a_user_who_is_muted_is_not_told_and_the_timeline_says_why() {
    api()
        .put(
            "/api/users/" + ann.id,
            Api.object("firstName", "Ann", "mutedUntil", now().plusSeconds(3600).toString()));
    ecs.receives(threshold("night"));
    nobodyIsTold();
    assertThat(api().get("/api/alerts/" + alertAbout("night").id + "/log-entries").toString())
        .contains("nobody is on call");

    let(hours(1)).pass();
    ecs.receives(threshold("morning"));

    expect(ann).told(ALERT, about("morning"));
  }
}
