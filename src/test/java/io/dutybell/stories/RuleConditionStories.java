package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Levels that are told of some alerts only. A story begins at one o'clock. */
class RuleConditionStories extends Story {

  private Person ann;
  private Person bob;
  private Person cem;

  @BeforeEach
  void threeCanBeTold() {
    ann = user("Ann").withWebhook();
    bob = user("Bob").withWebhook();
    cem = user("Cem").withWebhook();
  }

  private long early() {
    Map<String, Object> days = new LinkedHashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      days.put(day.name(), Api.object("start", "02:00", "end", "04:00"));
    }
    return api()
        .post(
            "/api/support-hours",
            Api.object("name", "Early", "timezone", "UTC", "supportDays", days))
        .path("id")
        .asLong();
  }

  @Test
  void a_level_whose_condition_does_not_hold_is_skipped_at_once_and_the_next_is_told() {
    Source ecs =
        source(
            "ECS",
            policy("Ops")
                .levelIf("alert.severity == CRITICAL", minutes(5), ann)
                .level(minutes(5), bob));

    ecs.receives(threshold("cpu").critical());
    expect(ann).told(ALERT, about("cpu"));
    ecs.receives(threshold("disk").warn());

    expect(bob).told(ALERT, about("disk"));
    alertAbout("disk").isOnLevel(2);
    assertThat(nextOf("cpu")).isEqualTo("Bob");
    assertThat(nextOf("disk")).isEmpty();
    assertThat(alertAbout("disk").timeline())
        .contains(
            "Level 1 of Ops was skipped: its condition does not hold: alert.severity == CRITICAL");
    let(minutes(5)).pass();
    expect(bob).told(ALERT, about("cpu"));
  }

  /** Whom the next step of an alert tells, as things are. */
  private String nextOf(String about) {
    return api()
        .get("/api/alerts/" + alertAbout(about).id + "?include=nextEscalationUser")
        .at("/nextEscalationUser/firstName")
        .asText();
  }

  @Test
  void age_and_severity_are_those_of_the_moment_when_the_level_is_due() {
    Source ecs =
        source(
            "ECS",
            policy("Ops")
                .level(minutes(10), ann)
                .levelIf("alert.severity == CRITICAL", minutes(10), bob)
                .levelIf("alert.ageMin >= 30", minutes(10), cem)
                .repeating(2));
    ecs.receives(threshold("cpu").warn());
    expect(ann).told(ALERT, about("cpu"));
    ecs.receives(threshold("cpu").critical());

    let(minutes(10)).pass();
    expect(bob).told(ALERT, about("cpu"));
    let(minutes(10)).pass();
    // Twenty minutes old: the third level is skipped, and the policy begins again.
    expect(ann).told(ALERT, about("cpu"));
    ecs.receives(threshold("cpu").warn());
    let(minutes(10)).pass();

    expect(cem).told(ALERT, about("cpu"));
    assertThat(alert().timeline())
        .contains(
            "Level 3 of Ops was skipped: its condition does not hold: alert.ageMin >= 30",
            "Level 2 of Ops was skipped: its condition does not hold: alert.severity == CRITICAL");
  }

  @Test
  void only_between_hours_means_that_outside_of_them_the_next_level_is_told() {
    early();
    Source ecs =
        source(
            "ECS",
            policy("Ops")
                .level(minutes(30), ann)
                .levelIf("now is_in support_hours('Early')", minutes(5), bob)
                .level(hours(10), cem));
    ecs.receives(threshold("night"));
    expect(ann).told(ALERT, about("night"));

    let(minutes(30)).pass();

    expect(cem).told(ALERT, about("night"));
    assertThat(alert().timeline())
        .contains(
            "Level 2 of Ops was skipped: its condition does not hold: "
                + "now is_in support_hours('Early')");
    let(minutes(10)).pass();
    ecs.receives(threshold("morning"));
    expect(ann).told(ALERT, about("morning"));
    let(minutes(30)).pass();
    expect(bob).told(ALERT, about("morning"));
    let(minutes(5)).pass();
    expect(cem).told(ALERT, about("morning"));
  }

  @Test
  void when_no_level_is_for_the_alert_it_is_as_if_nobody_were_on_call() {
    Source ecs =
        source(
            "ECS",
            policy("Ops")
                .levelIf("alert.priority == LOW", minutes(5), ann)
                .levelIf("alert.alertSource.name == RDS", minutes(5), bob));

    ecs.receives(threshold("cpu"));

    nobodyIsTold();
    alert().isPending();
    assertThat(alert().timeline())
        .contains("There is nobody on call on any level: nobody is told.");
    ecs.with("alertPriorityRule", "LOW").receives(threshold("disk"));
    expect(ann).told(ALERT, about("disk"));
  }

  @Test
  void a_low_alert_is_assigned_to_the_first_level_that_is_for_it() {
    Source ecs =
        source(
                "ECS",
                policy("Ops")
                    .levelIf("alert.priority == HIGH", minutes(5), ann)
                    .levelIf("in_support_hours or alert.priority == LOW", minutes(5), bob))
            .with("alertPriorityRule", "LOW");

    ecs.receives(threshold("cpu"));

    expect(bob).told(ALERT, about("cpu"));
    alert().hasPriority("LOW");
  }

  @Test
  void an_edit_of_a_condition_holds_from_the_next_step_on() {
    Policy ops =
        policy("Ops").level(minutes(5), ann).levelIf("true", minutes(5), bob).level(hours(9), cem);
    source("ECS", ops).receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));

    ops.inOneEdit(
        p ->
            p.withoutLevels()
                .level(minutes(5), ann)
                .levelIf("alert.severity == INFO", minutes(5), bob)
                .level(hours(9), cem));
    let(minutes(5)).pass();

    expect(cem).told(ALERT, about("cpu"));
  }

  @Test
  void support_hours_that_are_changed_hold_for_the_next_step() {
    long hours = early();
    Policy ops =
        policy("Ops")
            .level(minutes(5), ann)
            .levelIf("in_support_hours('Early')", minutes(5), bob)
            .level(hours(9), cem);
    source("ECS", ops).receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));

    Map<String, Object> always = new LinkedHashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      always.put(day.name(), Api.object("start", "00:00", "end", "00:00"));
    }
    api()
        .put(
            "/api/support-hours/" + hours,
            Api.object("name", "Early", "timezone", "UTC", "supportDays", always));
    let(minutes(5)).pass();

    expect(bob).told(ALERT, about("cpu"));
  }

  @Test
  void support_hours_that_a_condition_names_stay_and_keep_their_name() {
    long hours = early();
    Policy ops = policy("Ops").levelIf("now is_in support_hours('Early')", minutes(5), ann);
    ops.id();

    Reply deleted = api().call("DELETE", "/api/support-hours/" + hours, null);
    Reply renamed =
        api()
            .call(
                "PUT",
                "/api/support-hours/" + hours,
                Api.object("name", "Late", "timezone", "UTC", "supportDays", Api.object()));
    Reply changed =
        api()
            .call(
                "PUT",
                "/api/support-hours/" + hours,
                Api.object("name", "Early", "timezone", "UTC", "supportDays", Api.object()));

    assertThat(deleted.status()).isEqualTo(409);
    assertThat(deleted.toString()).contains("escalation policy").contains("Ops");
    assertThat(renamed.status()).isEqualTo(409);
    assertThat(changed.status()).isEqualTo(200);
    ops.inOneEdit(p -> p.withoutLevels().levelIf("alert.id > 0", minutes(5), ann));
    api().delete("/api/support-hours/" + hours);
  }
}
