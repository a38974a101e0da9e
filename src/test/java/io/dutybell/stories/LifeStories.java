package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An alert from its first callback to its end. */
class LifeStories extends Story {

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
  void an_ok_resolves_the_alert_and_tells_those_who_were_told() {
    ecs.receives(threshold("cpu").on("i-1").warn());
    expect(ann).told(ALERT, about("cpu"));
    alert().isPending().hasSeverity("WARN");

    ecs.receives(threshold("cpu").on("i-1").warn().ok());

    assertThat(alert().isResolved().text("resolvedByType")).isEqualTo("SOURCE");
    expect(ann).told(RESOLVED, about("cpu"));
    let(hours(1)).pass();
    expect(bob).notTold();
  }

  @Test
  void the_whole_life_of_a_real_alert_is_one_alert_and_two_messages() {
    ecs.receives(Callback.payload("09-life-1-warn-first.form"));
    expect(ann).told(ALERT, about("ECS CPU 使用率过高"));
    ecs.receives(
        Callback.payload("10-life-2-escalate-critical.form"),
        Callback.payload("11-life-3-repeat-critical.form"),
        Callback.payload("12-life-4-lower-warn.form"));
    alert().isPending().hasEvents(4);

    ecs.receives(Callback.payload("13-life-5-ok.form"));

    alert().isResolved();
    expect(ann).told(RESOLVED);
    let(hours(1)).pass();
  }

  @Test
  void an_ok_for_an_unknown_problem_makes_no_alert_and_tells_nobody() {
    ecs.receives(threshold("cpu").ok());

    thereIsNoAlert();
    assertThat(ecs.newestEvent().path("outcome").asText()).isEqualTo("NO_OPEN_ALERT");
    assertThat(ecs.newestEvent().path("reason").asText()).contains("No alert is open");
  }

  @Test
  void an_ok_resolves_an_accepted_alert_too() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);

    ecs.receives(threshold("cpu").ok());

    alert().isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void somebody_who_wants_no_word_of_the_end_is_told_the_next_beginning_all_the_same() {
    ann.withUpdateRule("ALERT_ACCEPTED", "Ann");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    ecs.receives(threshold("cpu").ok());
    alert().isResolved();
    nobodyIsTold();

    ecs.receives(threshold("cpu"));

    expect(ann).told(ALERT);
  }

  @Test
  void an_alert_resolves_by_itself_when_no_alert_came_for_the_timeout() {
    ecs.with("autoResolutionTimeout", "PT1H");
    ops.withoutLevels().level(hours(24), ann);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(minutes(50)).pass();
    ecs.receives(threshold("cpu"));

    let(minutes(59)).pass();
    alert().isPending();
    let(minutes(1)).pass();

    assertThat(alert().isResolved().text("resolvedByType")).isEqualTo("SYSTEM");
    assertThat(alert().timeline()).anyMatch(text -> text.contains("Resolved by itself"));
    expect(ann).told(RESOLVED);
    ecs.receives(threshold("cpu"));
    assertThat(alerts()).hasSize(2);
    expect(ann).told(ALERT);
  }

  @Test
  void an_alert_without_a_timeout_stays_open_however_long_nothing_comes() {
    ops.withoutLevels().level(hours(24), ann);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);

    let(hours(24 * 60)).pass();

    alert().isAccepted();
  }

  @Test
  void an_event_that_never_recovers_is_low_and_over_after_a_day() {
    ecs.receives(Callback.payload("50-event-legacy-doc.json"));
    expect(ann).told(ALERT);
    alert().isPending().hasPriority("LOW").hasSeverity("INFO");
    let(hours(23)).pass();
    alert().isPending();
    expect(bob).notTold();

    let(hours(1)).pass();

    alert().isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void an_alert_that_was_accepted_too_long_ago_begins_again() {
    ecs.with("acceptTimeout", "PT30M");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);
    let(minutes(29)).pass();
    alert().isAccepted();

    let(minutes(1)).pass();

    alert().isPending().isOnLevel(1);
    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
  }

  @Test
  void what_a_person_accepted_until_a_time_comes_back_at_that_time() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().act("/snooze?until=" + now().plus(hours(2)) + "&user-id=" + ann.id).isAccepted();
    let(hours(2).minusSeconds(1)).pass();
    alert().isAccepted();

    let(seconds(1)).pass();

    alert().isPending();
    expect(ann).told(ALERT);
  }

  @Test
  void the_end_cancels_what_still_waits_to_be_told() {
    ann.withWebhook("Ann's second phone")
        .withRule("HIGH", "Ann", 0)
        .withRule("HIGH", "Ann's second phone", 3);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    ecs.receives(threshold("cpu").ok());
    let(hours(1)).pass();

    expect(ann).told(RESOLVED);
    expectOn("Ann's second phone").notTold();
    assertThat(alert().notifications()).anyMatch(n -> n.path("state").asText().equals("CANCELLED"));
  }

  @Test
  void the_end_stops_retries_of_what_could_not_be_delivered() {
    receiver().answers("Ann", 503);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    alert().isResolvedBy(bob);
    let(hours(1)).pass();

    nobodyIsTold();
    assertThat(alert().notifications().get(0).path("state").asText()).isEqualTo("CANCELLED");
  }

  @Test
  void only_those_who_were_told_hear_that_somebody_accepted_or_that_it_is_over() {
    Person eve = user("Eve").withWebhook();
    ops.withoutLevels().level(minutes(5), ann, bob).level(minutes(5), eve);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    expect(bob).told(ALERT);

    alert().isAcceptedBy(ann);
    expect(bob).told(ACCEPTED);
    expect(ann).notTold();
    ecs.receives(threshold("cpu").ok());

    expect(ann).told(RESOLVED);
    expect(bob).told(RESOLVED);
    expect(eve).notTold();
  }

  @Test
  void whoever_resolves_an_alert_is_not_told_so() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    alert().isResolvedBy(ann);

    nobodyIsTold();
    assertThat(alert().json().at("/resolvedBy/username").asText()).isEqualTo("ann");
  }

  @Test
  void resolved_is_final() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().isResolvedBy(ann);
    String path = "/api/alerts/" + alert().id;

    assertThat(api().call("PUT", path + "/accept", "").status()).isEqualTo(409);
    assertThat(api().call("PUT", path + "/escalate", "").status()).isEqualTo(409);
    alert().isResolved();
  }

  @Test
  void accepting_stops_the_escalation() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(minutes(4)).pass();

    alert().isAcceptedBy(ann);
    let(hours(1)).pass();

    nobodyIsTold();
    assertThat(alert().isAccepted().text("nextEscalation")).isNull();
  }

  @Test
  void no_data_is_noted_on_the_open_alert_and_does_nothing_else() {
    ecs.receives(threshold("cpu").noData());
    thereIsNoAlert();
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    ecs.receives(threshold("cpu").noData());

    assertThat(ecs.outcomes()).containsExactly("NO_DATA", "CREATED", "NO_DATA");
    assertThat(alert().isPending().timeline()).anyMatch(text -> text.contains("no data"));
  }

  @Test
  void no_data_raises_an_alert_where_the_source_says_so() {
    ecs.with("noData", "ALERT");

    ecs.receives(threshold("cpu").noData());

    alert().isPending();
    expect(ann).told(ALERT);
    ecs.receives(threshold("cpu").ok());
    alert().isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void no_data_resolves_an_alert_where_the_source_says_so() {
    ecs.with("noData", "RESOLVE");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    ecs.receives(threshold("cpu").noData());

    alert().isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void a_rise_in_severity_of_an_accepted_alert_is_told_again() {
    ecs.receives(threshold("cpu").warn());
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);

    ecs.receives(threshold("cpu").critical());

    expect(ann).told(RAISED);
    alert().isAccepted().hasSeverity("CRITICAL");
    ecs.receives(threshold("cpu").warn());
    nobodyIsTold();
  }

  @Test
  void an_accept_event_accepts_and_a_resolve_event_resolves() {
    Source scripts = source("Scripts", ops).forGenericEvents();
    scripts.receivesEvent("eventType", "ALERT", "summary", "Backup failed", "alertKey", "b");
    expect(ann).told(ALERT);

    scripts.receivesEvent("eventType", "ACCEPT", "alertKey", "b");
    alert().isAccepted();
    expect(ann).told(ACCEPTED);
    scripts.receivesEvent("eventType", "RESOLVE", "alertKey", "b");

    alert().isResolved();
    expect(ann).told(RESOLVED);
    scripts.receivesEvent("eventType", "ACCEPT", "alertKey", "b");
    assertThat(scripts.newestEvent().path("outcome").asText()).isEqualTo("NO_OPEN_ALERT");
  }

  @Test
  void what_is_over_for_long_is_forgotten_and_what_is_open_never() {
    ops.withoutLevels().level(hours(24), ann);
    ecs.receives(threshold("cpu"), threshold("disk"));
    expect(ann).told(ALERT, about("cpu"));
    expect(ann).told(ALERT, about("disk"));
    alertAbout("disk").isAcceptedBy(ann);
    ecs.receives(threshold("cpu").ok());
    expect(ann).told(RESOLVED);
    alertAbout("cpu").isResolved();

    let(hours(24 * 400)).pass();
    product.purgeHistory();

    alert().isAccepted();
    assertThat(alert().text("summary")).contains("disk");
    assertThat(alert().timeline()).isNotEmpty();
  }

  @Test
  void all_events_of_a_body_are_forgotten() {
    ecs.receives(Callback.together(threshold("cpu").ok(), threshold("disk").ok()));
    assertThat(ecs.events()).hasSize(2);

    let(hours(24 * 91)).pass();
    product.purgeHistory();

    assertThat(ecs.events()).isEmpty();
  }
}
