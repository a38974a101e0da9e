package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever is on call by a schedule is told. */
class OnCallStories extends Story {

  private static final String LOW = "LOW";

  private Person ann;
  private Person bob;
  private Person cid;
  private Rota primary;

  @BeforeEach
  void annForTenMinutesThenBob() {
    ann = user("Ann").withWebhook();
    bob = user("Bob").withWebhook();
    cid = user("Cid").withWebhook();
    Instant handover = now().plus(minutes(10));
    primary =
        schedule("Primary")
            .shift(ann, now().minus(hours(1)), handover)
            .shift(bob, handover, handover.plus(hours(1)));
  }

  @Test
  void who_is_on_call_at_that_moment_is_told() {
    Source ecs = source("ECS", policy("Ops").level(hours(2), primary));

    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));
    let(minutes(10)).pass();
    nobodyIsTold();
    ecs.receives(threshold("disk"));

    expect(bob).told(ALERT, about("disk"));
    assertThat(alertAbout("disk").timeline())
        .contains("Assigned to Bob (on call by Primary) by Ops, level 1.");
    assertThat(alertAbout("disk").json().at("/assignedTo/id").asLong()).isEqualTo(bob.id);
    assertThat(api().get("/api/alerts?assigned-to=bob")).hasSize(1);
  }

  @Test
  void the_last_moment_of_a_shift_is_still_in_it() {
    Source ecs = source("ECS", policy("Ops").level(hours(2), primary));

    let(minutes(10).minusMillis(1)).pass();
    ecs.receives(threshold("cpu"));

    expect(ann).told(ALERT, about("cpu"));
  }

  @Test
  void a_level_that_is_reached_later_is_told_who_is_on_call_then() {
    Source ecs = source("ECS", policy("Ops").level(minutes(10), cid).level(minutes(10), primary));

    ecs.receives(threshold("cpu"));
    expect(cid).told(ALERT);
    assertThat(
            api()
                .get("/api/alerts?include=nextEscalationUser")
                .at("/0/nextEscalationUser/id")
                .asLong())
        .as("who is on call when the next step is due")
        .isEqualTo(bob.id);
    let(minutes(10)).pass();

    expect(bob).told(ALERT);
  }

  @Test
  void each_repetition_looks_again_who_is_on_call() {
    Source ecs = source("ECS", policy("Ops").level(minutes(5), primary).repeating(2));

    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(ann).told(ALERT);
    let(minutes(5)).pass();

    expect(bob).told(ALERT);
  }

  @Test
  void a_handover_at_nine_stays_at_nine_when_summer_time_begins_or_ends() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    ZonedDateTime change =
        berlin.getRules().nextTransition(now()).getInstant().atZone(berlin).withHour(12);
    ZonedDateTime before = change.minusDays(2).withHour(9).withMinute(0);
    Rota daily =
        schedule("Daily").daily("Europe/Berlin", before.toLocalDateTime().toString(), ann, bob);
    Source ecs = source("ECS", policy("Ops").level(hours(2), daily));
    daily.id();

    for (int day = 0; day < 4; day++) {
      Instant nine = before.plusDays(day).toInstant();
      let(Duration.between(now(), nine.minusSeconds(1))).pass();
      ecs.receives(threshold("before-" + day));
      if (day == 0) {
        nobodyIsTold();
      } else {
        expect(day % 2 == 1 ? ann : bob).told(ALERT, about("before-" + day));
      }
      let(seconds(1)).pass();
      ecs.receives(threshold("after-" + day));
      expect(day % 2 == 0 ? ann : bob).told(ALERT, about("after-" + day));
      alerts().forEach(alert -> alert.act("/accept"));
      receiver().expectedAll();
    }
  }

  @Test
  void an_override_counts_at_once_and_only_until_it_is_deleted() {
    Source ecs = source("ECS", policy("Ops").level(hours(2), primary));

    primary.override(api(), cid, now(), now().plus(minutes(5)));
    ecs.receives(threshold("cpu"));
    expect(cid).told(ALERT, about("cpu"));
    primary.deleteOverrides(api());
    ecs.receives(threshold("disk"));

    expect(ann).told(ALERT, about("disk"));
  }

  @Test
  void a_level_in_a_gap_is_skipped_at_once_and_the_timeline_says_so() {
    Rota gap = schedule("Nights").shift(ann, now().plus(hours(5)), now().plus(hours(6)));
    Source ecs = source("ECS", policy("Ops").level(minutes(30), gap).level(minutes(30), bob));

    ecs.receives(threshold("cpu"));

    expect(bob).told(ALERT);
    assertThat(alert().isOnLevel(2).timeline())
        .contains("Level 1 of Ops was skipped: nobody is on call.");
  }

  @Test
  void who_cannot_be_told_counts_as_nobody_on_call() {
    Person dan = user("Dan");
    Rota deaf = schedule("Deaf").shift(dan, now(), now().plus(hours(1)));
    Source ecs = source("ECS", policy("Ops").level(minutes(30), deaf).level(minutes(30), bob));

    ecs.receives(threshold("cpu"));

    expect(bob).told(ALERT);
    alert().isOnLevel(2);
  }

  @Test
  void a_policy_with_nobody_on_call_leaves_the_alert_pending_until_somebody_is() {
    Rota gap = schedule("Nights").shift(ann, now().plus(hours(5)), now().plus(hours(6)));
    Source ecs = source("ECS", policy("Ops").level(minutes(30), gap));

    ecs.receives(threshold("cpu"));
    nobodyIsTold();
    assertThat(alert().isPending().timeline())
        .contains("There is nobody on call on any level: nobody is told.");
    let(hours(5)).pass();
    ecs.receives(threshold("cpu"));

    expect(ann).told(ALERT);
  }

  @Test
  void who_is_named_twice_is_told_once() {
    Rota second = schedule("Second").shift(ann, now(), now().plus(hours(1)));
    Source ecs = source("ECS", policy("Ops").level(hours(2), List.of(primary, second), ann));

    ecs.receives(threshold("cpu"));

    expect(ann).told(ALERT);
    nobodyIsTold();
    assertThat(alert().json().path("responders")).hasSize(1);
    assertThat(alert().timeline()).contains("Assigned to Ann by Ops, level 1.");
  }

  @Test
  void two_schedules_of_a_level_tell_both() {
    Rota second = schedule("Second").shift(cid, now(), now().plus(hours(1)));
    Source ecs = source("ECS", policy("Ops").level(hours(2), List.of(primary, second)));

    ecs.receives(threshold("cpu"));

    expect(ann).told(ALERT);
    expect(cid).told(ALERT);
  }

  @Test
  void a_low_alert_is_assigned_to_who_is_on_call() {
    ann.withRule(LOW, "Ann", 0);
    Source ecs =
        source("ECS", policy("Ops").level(minutes(5), primary).level(minutes(5), cid))
            .with("alertPriorityRule", LOW);

    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(hours(1)).pass();

    nobodyIsTold();
    alert().hasPriority(LOW);
  }

  @Test
  void a_schedule_that_changes_counts_from_the_next_step_on() {
    Source ecs = source("ECS", policy("Ops").level(minutes(5), bob).level(minutes(5), primary));

    ecs.receives(threshold("cpu"));
    expect(bob).told(ALERT);
    primary.withoutShifts().shift(cid, now(), now().plus(hours(1)));
    let(minutes(5)).pass();

    expect(cid).told(ALERT);
  }

  @Test
  void the_user_on_call_can_be_deleted_only_after_the_schedule_has_let_go() {
    Source ecs = source("ECS", policy("Ops").level(minutes(5), primary));
    ecs.id();

    Reply refused = api().call("DELETE", "/api/users/" + ann.id, null);
    primary.withoutShifts().shift(bob, now(), now().plus(hours(1)));
    api().delete("/api/users/" + ann.id);
    ecs.receives(threshold("cpu"));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("message").asText()).contains("Primary");
    expect(bob).told(ALERT);
  }

  @Test
  void a_schedule_that_a_policy_names_cannot_be_deleted() {
    policy("Ops").level(minutes(5), primary).id();

    Reply refused = api().call("DELETE", "/api/schedules/" + primary.id(), null);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("message").asText()).contains("escalation policy \"Ops\"");
    assertThat(primary.json().path("name").asText()).isEqualTo("Primary");
  }

  @Test
  void an_alert_can_be_given_to_who_is_on_call() {
    Source ecs = source("ECS", policy("Ops").level(minutes(30), cid));
    ecs.receives(threshold("cpu"));
    expect(cid).told(ALERT);

    alert().act("/assign?schedule-id=" + primary.id());

    expect(ann).told(ALERT);
    JsonNode json = alert().isPending().json();
    assertThat(json.at("/assignedTo/id").asLong()).isEqualTo(ann.id);
    assertThat(alert().timeline())
        .anyMatch(t -> t.startsWith("Assigned to Ann, on call by Primary, by "));
    assertThat(api().get("/api/alerts?assigned-to=" + ann.id)).hasSize(1);
  }

  @Test
  void an_alert_cannot_be_given_to_a_schedule_in_a_gap() {
    Source ecs = source("ECS", policy("Ops").level(minutes(30), cid));
    ecs.receives(threshold("cpu"));
    expect(cid).told(ALERT);
    Rota gap = schedule("Nights").shift(ann, now().plus(hours(5)), now().plus(hours(6)));

    Reply refused =
        api()
            .call(
                "PUT",
                "/api/alerts/"
                    + alerts().get(0).json().path("id").asLong()
                    + "/assign?schedule-id="
                    + gap.id(),
                "");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("message").asText())
        .isEqualTo("nobody is on call by schedule \"Nights\" now");
    assertThat(alert().json().at("/assignedTo/id").asLong()).isEqualTo(cid.id);
  }
}
