package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told, level by level, until somebody accepts. */
class EscalationStories extends Story {

  private static final Duration A_MOMENT = Duration.ofMillis(1);

  private Person ann;
  private Person bob;
  private Person cid;
  private Policy ops;
  private Source ecs;

  @BeforeEach
  void annThenBobThenCid() {
    ann = user("Ann").withWebhook();
    bob = user("Bob").withWebhook();
    cid = user("Cid").withWebhook();
    ops = policy("Ops").level(minutes(5), ann).level(minutes(10), bob).level(minutes(15), cid);
    ecs = source("ECS", ops);
  }

  @Test
  void each_level_is_told_when_the_timeout_of_the_one_before_is_over_and_not_earlier() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));

    let(minutes(5).minus(A_MOMENT)).pass();
    nobodyIsTold();
    let(A_MOMENT).pass();
    expect(bob).told(ALERT, about("cpu"));
    alert().isOnLevel(2);

    let(minutes(10).minus(A_MOMENT)).pass();
    nobodyIsTold();
    let(A_MOMENT).pass();
    expect(cid).told(ALERT, about("cpu"));
    alert().isOnLevel(3);
  }

  @Test
  void who_accepts_in_time_keeps_the_next_level_asleep() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    let(minutes(5).minus(A_MOMENT)).pass();
    alert().isAcceptedBy(ann);
    let(hours(3)).pass();

    alert().isAccepted();
    nobodyIsTold();
  }

  @Test
  void the_delay_of_the_policy_comes_before_its_first_level() {
    ops.delayed(minutes(3));

    ecs.receives(threshold("cpu"));
    let(minutes(3).minus(A_MOMENT)).pass();
    nobodyIsTold();
    let(A_MOMENT).pass();

    expect(ann).told(ALERT, about("cpu"));
    let(minutes(5)).pass();
    expect(bob).told(ALERT, about("cpu"));
  }

  @Test
  void what_is_over_within_the_delay_wakes_nobody() {
    ops.delayed(minutes(3));

    ecs.receives(threshold("cpu"));
    let(minutes(2)).pass();
    ecs.receives(threshold("cpu").ok());
    let(hours(1)).pass();

    alert().isResolved();
    nobodyIsTold();
  }

  @Test
  void a_policy_that_does_not_repeat_stops_after_its_last_level_and_says_so() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
    let(minutes(10)).pass();
    expect(cid).told(ALERT);

    let(minutes(15)).pass();
    let(hours(10)).pass();

    nobodyIsTold();
    alert().isPending();
    assertThat(alert().timeline())
        .filteredOn(text -> text.contains("ended without anyone accepting"))
        .hasSize(1);
    assertThat(alert().text("nextEscalation")).isNull();
  }

  @Test
  void a_policy_repeats_as_often_as_it_says_and_then_stops() {
    ops.withoutLevels().level(minutes(5), ann).level(minutes(5), bob).repeating(2);

    ecs.receives(threshold("cpu"));
    for (int round = 0; round <= 2; round++) {
      expect(ann).told(ALERT, about("cpu"));
      let(minutes(5)).pass();
      expect(bob).told(ALERT, about("cpu"));
      let(minutes(5)).pass();
    }
    let(hours(10)).pass();

    nobodyIsTold();
    assertThat(alert().timeline())
        .filteredOn(text -> text.contains("ended without anyone accepting"))
        .hasSize(1);
  }

  @Test
  void somebodys_own_later_rule_goes_on_across_levels_and_is_told_once() {
    Person dee = user("Dee").withWebhook("Dee").withWebhook("Dee-phone");
    dee.withRule("HIGH", "Dee", 0).withRule("HIGH", "Dee-phone", 7);
    ops.withoutLevels().level(minutes(5), dee).level(minutes(5), bob);

    ecs.receives(threshold("cpu"));
    expect(dee).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
    let(minutes(2).minus(A_MOMENT)).pass();
    nobodyIsTold();
    let(A_MOMENT).pass();

    expectOn("Dee-phone").told(ALERT);
    let(hours(5)).pass();
    nobodyIsTold();
  }

  @Test
  void somebodys_own_later_rule_ends_when_anybody_accepts() {
    Person dee = user("Dee").withWebhook("Dee").withWebhook("Dee-phone");
    dee.withRule("HIGH", "Dee", 0).withRule("HIGH", "Dee-phone", 7);
    dee.withUpdateRule("ALERT_RESOLVED", "Dee");
    ops.withoutLevels().level(minutes(5), dee).level(minutes(5), bob);
    ecs.receives(threshold("cpu"));
    expect(dee).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);

    alert().isAcceptedBy(bob);
    let(hours(1)).pass();

    nobodyIsTold();
  }

  @Test
  void who_is_listed_twice_on_a_level_is_told_once() {
    ops.withoutLevels().level(minutes(5), ann, bob, ann);

    ecs.receives(threshold("cpu"));

    expect(ann).told(ALERT);
    expect(bob).told(ALERT);
    nobodyIsTold();
  }

  @Test
  void a_level_on_which_nobody_can_be_told_is_skipped_at_once_and_noted() {
    Person unreachable = user("Una");
    ops.withoutLevels().level(minutes(5), unreachable).level(minutes(5), bob);

    ecs.receives(threshold("cpu"));

    expect(bob).told(ALERT, about("cpu"));
    alert().isOnLevel(2);
    assertThat(alert().timeline()).anyMatch(t -> t.matches("Level 1 of Ops was skipped.*"));
  }

  @Test
  void an_alert_that_nobody_can_be_told_of_stays_pending_and_says_so() {
    ops.withoutLevels().level(minutes(5), user("Una"));

    ecs.receives(threshold("cpu"));
    let(hours(1)).pass();

    alert().isPending();
    assertThat(alert().timeline()).anyMatch(text -> text.contains("nobody on call on any level"));
  }

  @Test
  void when_the_level_in_use_is_deleted_the_one_after_it_is_told_next() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);

    ops.inOneEdit(p -> p.withoutLevels().level(minutes(5), ann).level(minutes(15), cid));
    let(minutes(10)).pass();

    expect(cid).told(ALERT, about("cpu"));
    let(hours(1)).pass();
    nobodyIsTold();
  }

  @Test
  void when_an_earlier_level_is_deleted_nobody_is_passed_over() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    ops.inOneEdit(p -> p.withoutLevels().level(minutes(10), bob).level(minutes(15), cid));
    let(minutes(5)).pass();
    expect(bob).told(ALERT, about("cpu"));
    let(minutes(10)).pass();

    expect(cid).told(ALERT, about("cpu"));
  }

  @Test
  void when_a_level_is_put_in_front_nobody_is_told_again() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);

    Person dee = user("Dee").withWebhook();
    ops.inOneEdit(
        policy ->
            policy
                .withoutLevels()
                .level(minutes(5), dee)
                .level(minutes(5), ann)
                .level(minutes(10), bob)
                .level(minutes(15), cid));
    let(minutes(10)).pass();

    expect(cid).told(ALERT, about("cpu"));
  }

  @Test
  void an_edited_policy_holds_from_the_next_step_on() {
    Person dee = user("Dee").withWebhook();
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    ops.inOneEdit(
        p ->
            p.withoutLevels().level(minutes(1), ann).level(minutes(2), dee).level(minutes(2), cid));
    let(minutes(5).minus(A_MOMENT)).pass();
    nobodyIsTold();
    let(A_MOMENT).pass();
    expect(dee).told(ALERT);

    let(minutes(2)).pass();
    expect(cid).told(ALERT);
  }

  @Test
  void a_source_that_gets_another_policy_uses_it_for_later_alerts_only() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));

    Policy other = policy("Other").level(minutes(60), cid);
    ecs.with("escalationPolicy", Api.object("id", other.id()));
    ecs.receives(threshold("disk"));
    expect(cid).told(ALERT, about("disk"));
    let(minutes(5)).pass();

    expect(bob).told(ALERT, about("cpu"));
    nobodyIsTold();
  }

  @Test
  void a_user_who_is_deleted_on_the_way_is_skipped_and_that_is_noted() {
    bob.withRule("HIGH", "Bob", 3);
    ops.withoutLevels().level(minutes(5), ann, bob).level(minutes(5), cid);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    ops.inOneEdit(p -> p.withoutLevels().level(minutes(5), ann).level(minutes(5), cid));
    api().delete("/api/users/" + bob.id);
    let(minutes(3)).pass();

    nobodyIsTold();
    assertThat(alert().timeline()).anyMatch(text -> text.contains("its user was deleted"));
    let(minutes(2)).pass();
    expect(cid).told(ALERT);
  }

  @Test
  void a_contact_that_is_deleted_on_the_way_is_skipped_and_that_is_noted() {
    Person dee = user("Dee").withWebhook("Dee").withWebhook("Dee-phone");
    dee.withRule("HIGH", "Dee", 0).withRule("HIGH", "Dee-phone", 3);
    ops.withoutLevels().level(minutes(5), dee).level(minutes(5), cid);
    ecs.receives(threshold("cpu"));
    expect(dee).told(ALERT);

    String rules = "/api/users/" + dee.id + "/notification-preferences/alerts";
    api().delete(rules + "/" + api().get(rules).get(1).path("id").asLong());
    api().delete("/api/users/" + dee.id + "/contacts/channels/" + dee.contact("Dee-phone"));
    let(minutes(3)).pass();

    nobodyIsTold();
    assertThat(alert().timeline()).anyMatch(text -> text.contains("the contact was deleted"));
    let(minutes(2)).pass();
    expect(cid).told(ALERT);
  }

  @Test
  void when_the_only_contact_to_be_told_is_deleted_the_next_one_is_told() {
    Person dee = user("Dee").withWebhook("Dee").withWebhook("Dee-phone");
    dee.withRule("HIGH", "Dee-phone", 3);
    ops.withoutLevels().level(minutes(5), dee);
    ecs.receives(threshold("cpu"));

    String rules = "/api/users/" + dee.id + "/notification-preferences/alerts";
    api().delete(rules + "/" + api().get(rules).get(0).path("id").asLong());
    api().delete("/api/users/" + dee.id + "/contacts/channels/" + dee.contact("Dee-phone"));
    let(minutes(3).minus(A_MOMENT)).pass();
    nobodyIsTold();
    let(A_MOMENT).pass();

    expectOn("Dee").told(ALERT, about("cpu"));
    assertThat(alert().timeline())
        .contains(
            "A notification to Dee was skipped: the contact was deleted.",
            "The next contact of Dee is told, through webhook.");
  }

  @Test
  void a_contact_that_gets_another_channel_on_the_way_is_told_on_that_one() {
    Person dee = user("Dee").withWebhook("Dee").withWebhook("Dee-phone");
    dee.withRule("HIGH", "Dee-phone", 3);
    ops.withoutLevels().level(hours(5), dee);
    ecs.receives(threshold("cpu"));

    api()
        .put(
            "/api/users/" + dee.id + "/contacts/channels/" + dee.contact("Dee-phone"),
            Api.object("connector", Api.object("id", "log"), "target", "dee"));
    let(minutes(3)).pass();

    assertThat(alert().notifications())
        .extracting(n -> n.path("connector").asText() + " " + n.path("state").asText())
        .containsExactly("log DELIVERED");
  }

  @Test
  void when_the_policy_itself_is_deleted_the_sources_own_takes_over() {
    Policy network = policy("Network").with("routingKey", "net").level(minutes(7), bob);
    Source app = source("App", ops).forGenericEvents();
    network.id();
    app.receivesEvent(
        "eventType", "ALERT", "summary", "slow", "alertKey", "a", "routingKey", "net");
    expect(bob).told(ALERT);

    api().delete("/api/escalation-policies/" + network.id());
    let(minutes(7).minus(A_MOMENT)).pass();
    nobodyIsTold();
    let(A_MOMENT).pass();

    expect(ann).told(ALERT, about("slow"));
    alert().isOnLevel(1);
    assertThat(alert().timeline())
        .anyMatch(text -> text.startsWith("The escalation policy no longer exists: Ops, "));
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
  }

  @Test
  void a_user_whose_last_contact_is_deleted_counts_as_nobody_on_call() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    api().delete("/api/users/" + bob.id + "/contacts/channels/" + bob.contact("Bob"));
    let(minutes(5)).pass();

    expect(cid).told(ALERT);
    assertThat(alert().timeline()).anyMatch(t -> t.matches("Level 2 of Ops was skipped.*"));
  }

  @Test
  void an_alert_of_low_priority_is_told_to_level_1_and_never_escalates() {
    ecs.with("alertPriorityRule", "LOW");

    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));
    let(hours(20)).pass();

    nobodyIsTold();
    alert().isPending().hasPriority("LOW");
  }

  @Test
  void who_has_rules_but_none_for_low_is_not_told_of_a_low_alert_and_that_is_noted() {
    ann.withRule("HIGH", "Ann", 0);
    ecs.with("alertPriorityRule", "LOW");

    ecs.receives(threshold("cpu"));
    let(hours(1)).pass();

    nobodyIsTold();
    assertThat(alert().timeline())
        .anyMatch(t -> t.contains("Ann has no notification rule for a LOW alert"));
  }

  @Test
  void raising_an_alert_starts_its_escalation_by_the_rules_for_high() {
    Person dee = user("Dee").withWebhook("Dee-chat").withWebhook("Dee-phone");
    dee.withRule("HIGH", "Dee-phone", 0).withRule("LOW", "Dee-chat", 10);
    ops.withoutLevels().level(minutes(5), dee).level(minutes(5), bob);
    ecs.with("alertPriorityRule", "LOW");
    ecs.receives(threshold("cpu"));
    nobodyIsTold();

    alert().act("/priority?value=HIGH").hasPriority("HIGH");

    expectOn("Dee-phone").told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
    let(hours(1)).pass();
    nobodyIsTold();
  }

  @Test
  void an_event_names_another_policy_by_its_routing_key() {
    policy("Network").level(minutes(5), cid).with("routingKey", "net").id();
    Source app = source("App", ops).forGenericEvents();

    app.receivesEvent(
        "eventType", "ALERT", "summary", "link down", "alertKey", "a", "routingKey", "net");

    expect(cid).told(ALERT, about("link down"));
    let(hours(1)).pass();
    nobodyIsTold();
  }

  @Test
  void a_routing_key_that_no_policy_has_leaves_the_sources_own_and_that_is_noted() {
    Source app = source("App", ops).forGenericEvents();

    app.receivesEvent(
        "eventType", "ALERT", "summary", "link down", "alertKey", "a", "routingKey", "nowhere");

    expect(ann).told(ALERT, about("link down"));
    assertThat(alert().timeline()).anyMatch(text -> text.contains("routing key nowhere"));
  }

  @Test
  void an_accepted_alert_that_gets_worse_is_told_again_at_most_every_five_minutes() {
    ecs.receives(threshold("cpu").warn());
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);

    ecs.receives(threshold("cpu").critical());
    expect(ann).told(RAISED, about("cpu"));
    let(minutes(2)).pass();
    ecs.receives(threshold("cpu").warn(), threshold("cpu").critical());
    nobodyIsTold();
    let(minutes(3)).pass();
    ecs.receives(threshold("cpu").warn(), threshold("cpu").critical());

    expect(ann).told(RAISED, about("cpu"));
    alert().isAccepted();
  }

  @Test
  void a_further_member_of_an_accepted_alert_is_told_to_its_responders() {
    ecs.with("alertCreation", "ONE_OPEN_ALERT_ALLOWED");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);

    ecs.receives(threshold("disk"));
    expect(ann).told(RAISED);
    ecs.receives(threshold("memory"));
    nobodyIsTold();
    alert().isAccepted().hasMembers(3);
  }

  @Test
  void a_new_episode_tells_the_responders_of_an_accepted_alert_again() {
    ecs.receives(threshold("cpu").episode("one"));
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);

    ecs.receives(threshold("cpu").episode("two"));

    expect(ann).told(RAISED, about("cpu"));
    alert().isAccepted().hasEvents(2);
    assertThat(alert().timeline()).anyMatch(t -> t.contains("recovery of the one before"));
  }

  @Test
  void a_repetition_on_a_pending_alert_whose_escalation_has_ended_starts_it_again() {
    ops.withoutLevels().level(minutes(5), ann).level(minutes(5), bob);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
    let(minutes(5)).pass();
    nobodyIsTold();

    ecs.receives(threshold("cpu"));

    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
  }

  @Test
  void a_repetition_while_the_escalation_runs_changes_nothing_about_it() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    let(minutes(4)).pass();
    ecs.receives(threshold("cpu"));
    nobodyIsTold();
    let(minutes(1)).pass();

    expect(bob).told(ALERT);
  }

  @Test
  void many_alerts_escalate_each_in_its_own_time() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));
    let(minutes(2)).pass();
    ecs.receives(threshold("disk"));
    expect(ann).told(ALERT, about("disk"));

    let(minutes(3)).pass();
    expect(bob).told(ALERT, about("cpu"));
    nobodyIsTold();
    let(minutes(2)).pass();

    expect(bob).told(ALERT, about("disk"));
  }
}
