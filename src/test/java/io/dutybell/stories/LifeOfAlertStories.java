package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accepted, resolved, put back, given to others. */
class LifeOfAlertStories extends Story {

  private Person ann;
  private Person bob;
  private Policy ops;
  private Source ecs;

  @BeforeEach
  void annIsCalledFirstAndBobFiveMinutesLater() {
    ann = user("Ann").withWebhook();
    bob = user("Bob").withWebhook();
    ops = policy("Ops").level(minutes(5), ann).level(minutes(5), bob);
    ecs = source("ECS", ops);
  }

  @Test
  void an_ok_for_a_problem_that_is_not_known_makes_no_alert_and_tells_nobody() {
    ecs.receives(threshold("cpu").ok());

    thereIsNoAlert();
    assertThat(ecs.outcomes()).containsExactly("NO_OPEN_ALERT");
  }

  @Test
  void an_ok_for_an_alert_that_is_over_changes_nothing() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().isResolvedBy(ann);

    ecs.receives(threshold("cpu").ok());

    alert().isResolved();
    assertThat(ecs.outcomes()).containsExactly("CREATED", "NO_OPEN_ALERT");
  }

  @Test
  void firing_after_it_was_resolved_is_a_new_alert_that_names_the_one_before() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    SeenAlert first = alert().isResolvedBy(ann);

    ecs.receives(threshold("cpu"));

    expect(ann).told(ALERT);
    assertThat(alerts()).hasSize(2);
    alerts().get(1).isPending();
    assertThat(alerts().get(1).text("previousAlertId")).isEqualTo(Long.toString(first.id));
    first.isResolved();
  }

  @Test
  void resolved_is_final() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().isResolvedBy(ann);

    for (String action : new String[] {"accept", "escalate", "assign?user-id=" + bob.id}) {
      Reply reply = api().call("PUT", "/api/alerts/" + alert().id + "/" + action, "");
      assertThat(reply.status()).as(action).isEqualTo(409);
    }
    alert().isResolved();
  }

  @Test
  void the_auto_resolution_timeout_counts_from_the_last_alert_and_tells_those_who_were_told() {
    ecs.with("autoResolutionTimeout", "PT30M");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);
    let(minutes(20)).pass();
    ecs.receives(threshold("cpu"));

    let(minutes(29)).pass();
    alert().isAccepted();
    let(minutes(1)).pass();

    alert().isResolved();
    assertThat(alert().text("resolvedByType")).isEqualTo("SYSTEM");
    expect(ann).told(RESOLVED, about("cpu"));
    let(hours(1)).pass();
    ecs.receives(threshold("cpu"));
    assertThat(alerts()).hasSize(2);
    expect(ann).told(ALERT);
  }

  @Test
  void an_accepted_alert_that_is_not_resolved_in_time_is_pending_again_and_starts_at_level_1() {
    ecs.with("acceptTimeout", "PT30M");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
    alert().isAcceptedBy(bob);
    expect(ann).told(ACCEPTED);

    let(minutes(29)).pass();
    alert().isAccepted();
    let(minutes(1)).pass();

    alert().isPending().isOnLevel(1);
    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
  }

  @Test
  void an_accepted_alert_that_is_resolved_in_time_is_not_put_back() {
    ecs.with("acceptTimeout", "PT30M");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);
    ecs.receives(threshold("cpu").ok());
    expect(ann).told(RESOLVED);

    let(hours(2)).pass();

    alert().isResolved();
    nobodyIsTold();
  }

  @Test
  void a_snooze_ends_by_itself() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    alert().act("/snooze?until=" + now().plus(hours(2)) + "&user-id=" + ann.id).isAccepted();
    let(hours(2).minusMillis(1)).pass();
    nobodyIsTold();
    alert().isAccepted();
    let(hours(2)).pass();

    alert().isPending();
    assertThat(alert().text("snoozedUntil")).isNull();
    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
  }

  @Test
  void an_alert_that_is_resolved_while_it_snoozes_does_not_come_back() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().act("/snooze?until=" + now().plus(hours(2)) + "&user-id=" + ann.id);

    ecs.receives(threshold("cpu").ok());
    expect(ann).told(RESOLVED);
    let(hours(5)).pass();

    alert().isResolved();
    nobodyIsTold();
  }

  @Test
  void a_snooze_cannot_end_before_it_begins() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    Reply reply = api().call("PUT", "/api/alerts/" + alert().id + "/snooze?until=" + now(), "");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).contains("until");
    alert().isPending();
  }

  @Test
  void closing_an_alert_cancels_what_waits_to_be_told() {
    Person dee = user("Dee").withWebhook("Dee").withWebhook("Dee-phone");
    dee.withRule("HIGH", "Dee", 0).withRule("HIGH", "Dee-phone", 10);
    ops.withoutLevels().level(minutes(30), dee);
    ecs.receives(threshold("cpu"));
    expect(dee).told(ALERT);

    alert().isResolvedBy(dee);
    let(hours(1)).pass();

    nobodyIsTold();
    assertThat(alert().notifications())
        .extracting(n -> n.path("state").asText())
        .containsExactlyInAnyOrder("DELIVERED", "CANCELLED");
  }

  @Test
  void an_assigned_alert_is_told_to_the_new_responder_and_stays_under_its_policy() {
    Person cid = user("Cid").withWebhook();
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);

    alert().act("/assign?user-id=" + cid.id).isPending();

    expect(cid).told(ALERT, about("cpu"));
    assertThat(alert().timeline()).anyMatch(text -> text.startsWith("Assigned to Cid by"));
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
  }

  @Test
  void an_alert_is_assigned_to_whoever_got_it_last() {
    Person cid = user("Cid").withWebhook();
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    assertThat(alert().json().at("/assignedTo/id").asLong()).isEqualTo(ann.id);

    let(seconds(1)).pass();
    alert().act("/assign?user-id=" + cid.id);
    expect(cid).told(ALERT);
    assertThat(alert().json().at("/assignedTo/id").asLong()).isEqualTo(cid.id);

    let(seconds(1)).pass();
    String user = "{\"user\": {\"id\": " + bob.id + "}}";
    api().post("/api/alerts/" + alert().id + "/responders", user);
    expect(bob).told(ALERT);
    assertThat(alert().json().at("/assignedTo/id").asLong()).isEqualTo(cid.id);

    let(seconds(1)).pass();
    alert().act("/assign?user-id=" + ann.id);
    expect(ann).told(ALERT);
    assertThat(alert().json().at("/assignedTo/id").asLong()).isEqualTo(ann.id);

    let(seconds(1)).pass();
    alert().isAcceptedBy(bob);
    assertThat(alert().json().at("/assignedTo/id").asLong()).isEqualTo(bob.id);
    receiver().expectedAll();
  }

  @Test
  void an_alert_that_is_assigned_to_a_policy_begins_at_its_level_1() {
    Person cid = user("Cid").withWebhook();
    Policy network = policy("Network").level(minutes(7), cid).level(minutes(7), bob);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    alert().act("/assign?policy-id=" + network.id()).isPending().isOnLevel(1);

    expect(cid).told(ALERT);
    let(minutes(5)).pass();
    nobodyIsTold();
    let(minutes(2)).pass();
    expect(bob).told(ALERT);
  }

  @Test
  void a_comment_appears_in_the_timeline_and_tells_nobody() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    api()
        .post(
            "/api/alerts/" + alert().id + "/comments?user-id=" + ann.id,
            Api.object("text", "Looking at the \"disk\" 磁盘"));

    assertThat(alert().timeline()).contains("Ann (API): Looking at the \"disk\" 磁盘");
    nobodyIsTold();
    alert().isPending();
  }

  @Test
  void escalating_an_accepted_alert_makes_it_pending_and_tells_the_next_level() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);

    alert().act("/escalate?user-id=" + ann.id).isPending().isOnLevel(2);

    expect(bob).told(ALERT, about("cpu"));
    assertThat(alert().timeline()).contains("Escalated by Ann (API).");
    assertThat(alert().text("acknowledgedBy")).isNull();
  }

  @Test
  void escalating_beyond_the_last_level_begins_at_level_1() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().act("/escalate?user-id=" + ann.id).isOnLevel(2);
    expect(bob).told(ALERT);

    alert().act("/escalate?user-id=" + bob.id).isPending().isOnLevel(1);

    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
  }

  @Test
  void escalating_a_low_alert_makes_it_high() {
    ecs.with("alertPriorityRule", "LOW");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    alert().act("/escalate?user-id=" + ann.id).isPending().hasPriority("HIGH");

    expect(bob).told(ALERT);
    assertThat(alert().timeline()).anyMatch(text -> text.contains("priority was raised to HIGH"));
  }

  @Test
  void a_further_responder_is_told_and_hears_of_the_end() {
    Person cid = user("Cid").withWebhook();
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    api()
        .post(
            "/api/alerts/" + alert().id + "/responders",
            Api.object("user", Api.object("id", cid.id)));
    expect(cid).told(ALERT);
    alert().isPending();
    ecs.receives(threshold("cpu").ok());

    expect(ann).told(RESOLVED);
    expect(cid).told(RESOLVED);
  }

  @Test
  void a_responder_who_cannot_be_told_is_noted_with_the_reason() {
    Person eve = user("Eve");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    alert().act("/assign?user-id=" + eve.id);

    nobodyIsTold();
    assertThat(alert().timeline()).contains("Eve has no verified contact and is not told.");
  }

  @Test
  void lowering_the_priority_ends_the_escalation() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    alert().act("/priority?value=LOW").hasPriority("LOW");
    let(hours(3)).pass();

    nobodyIsTold();
    alert().isPending();
  }

  @Test
  void an_accept_event_accepts_and_a_resolve_event_resolves() {
    Source app = source("App", ops).forGenericEvents();
    app.receivesEvent("eventType", "ALERT", "summary", "slow", "alertKey", "a");
    expect(ann).told(ALERT);

    app.receivesEvent("eventType", "ACCEPT", "alertKey", "a");
    alert().isAccepted();
    expect(ann).told(ACCEPTED);
    let(hours(1)).pass();
    app.receivesEvent("eventType", "RESOLVE", "alertKey", "a");

    alert().isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void what_an_accept_and_a_resolve_event_say_is_in_the_timeline() {
    Source app = source("App", ops).forGenericEvents();
    app.receivesEvent("eventType", "ALERT", "summary", "slow", "alertKey", "a");
    expect(ann).told(ALERT);

    app.receivesEvent("eventType", "ACCEPT", "alertKey", "a", "comments", List.of("on it"));
    app.receivesEvent("eventType", "RESOLVE", "alertKey", "a", "comments", List.of("restarted"));

    assertThat(alert().isResolved().timeline()).containsSubsequence("on it", "restarted");
    receiver().expectedAll();
  }

  @Test
  void whoever_accepts_an_alert_is_told_when_it_gets_worse() {
    ecs.receives(threshold("cpu").warn());
    expect(ann).told(ALERT);
    alert().isAcceptedBy(bob);
    expect(ann).told(ACCEPTED);

    ecs.receives(threshold("cpu").critical());

    expect(ann).told(RAISED);
    expect(bob).told(RAISED);
  }
}
