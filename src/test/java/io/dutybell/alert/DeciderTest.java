package io.dutybell.alert;

import static io.dutybell.alert.Sketch.accept;
import static io.dutybell.alert.Sketch.alert;
import static io.dutybell.alert.Sketch.noData;
import static io.dutybell.alert.Sketch.ok;
import static io.dutybell.alert.World.LIN;
import static io.dutybell.alert.World.START;
import static io.dutybell.alert.World.WEI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dutybell.escalation.EscalationState.Phase;
import io.dutybell.event.Outcome;
import io.dutybell.event.Priority;
import io.dutybell.event.Severity;
import io.dutybell.event.State;
import io.dutybell.notification.NotificationOrder;
import io.dutybell.notification.Purpose;
import io.dutybell.source.Grouping;
import io.dutybell.source.MaintenanceWindow;
import io.dutybell.source.NoData;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an event does, situation by situation. The keys of the stories are words: disk, cpu. */
class DeciderTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final World world = new World();

  // The life of a problem

  @Test
  void the_first_alert_of_a_key_opens_an_alert_and_tells_the_first_level() {
    Decision decision = world.send(alert("disk").at(START).severity(Severity.WARN).value("91 %"));

    assertThat(decision.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(decision.reason()).isEqualTo("No alert was open for this alert key.");
    assertThat(decision.alertId()).isEqualTo(1);
    Alert alert = decision.alert();
    assertThat(alert.status()).isEqualTo(Status.PENDING);
    assertThat(alert.priority()).isEqualTo(Priority.HIGH);
    assertThat(alert.severity()).isEqualTo(Severity.WARN);
    assertThat(alert.summary()).isEqualTo("[WARN] disk");
    assertThat(alert.eventCount()).isEqualTo(1);
    assertThat(alert.escalation().level()).isEqualTo(1);
    assertThat(alert.escalation().dueAt()).isEqualTo(START.plus(Duration.ofMinutes(5)));
    assertThat(decision.assignments()).extracting(Assignment::userId).containsExactly(LIN);
    assertThat(decision.notifications())
        .extracting(
            NotificationOrder::userId, NotificationOrder::purpose, NotificationOrder::urgency)
        .containsExactly(tuple(LIN, Purpose.ALERT, 0));
    assertThat(decision.member().value()).isEqualTo("91 %");
  }

  @Test
  void further_alerts_of_an_open_key_are_added_to_its_alert_and_tell_nobody() {
    world.send(alert("disk").at(START));

    Decision decision =
        world.later(MINUTE).send(alert("disk").at(START.plus(MINUTE)).value("95 %"));

    assertThat(decision.outcome()).isEqualTo(Outcome.APPENDED);
    assertThat(decision.alertId()).isEqualTo(1);
    assertThat(world.alert(1).eventCount()).isEqualTo(2);
    assertThat(world.member(1, "disk").eventCount()).isEqualTo(2);
    assertThat(world.member(1, "disk").value()).isEqualTo("95 %");
    assertThat(decision.notifications()).isEmpty();
    assertThat(decision.timeline()).singleElement().matches(e -> e.text().contains("95 %"));
  }

  @Test
  void an_ok_resolves_the_alert_and_those_who_were_told_hear_of_it() {
    world.send(alert("disk").at(START));

    Decision decision = world.later(MINUTE).send(ok("disk").at(START.plus(MINUTE)).value("40 %"));

    assertThat(decision.outcome()).isEqualTo(Outcome.RESOLVED);
    Alert alert = world.alert(1);
    assertThat(alert.status()).isEqualTo(Status.RESOLVED);
    assertThat(alert.resolvedAt()).isEqualTo(world.now);
    assertThat(alert.resolvedByType()).isEqualTo(Alert.ByType.SOURCE);
    assertThat(alert.openMembers()).isZero();
    assertThat(alert.escalation().phase()).isEqualTo(Phase.NONE);
    assertThat(alert.escalation().dueAt()).isNull();
    assertThat(alert.eventCount()).as("counts ALERTs").isEqualTo(1);
    assertThat(decision.stopsWaiting()).isTrue();
    assertThat(decision.notifications())
        .extracting(NotificationOrder::userId, NotificationOrder::purpose)
        .containsExactly(tuple(LIN, Purpose.RESOLVED));
    assertThat(world.member(1, "disk").isOpen()).isFalse();
  }

  @Test
  void a_recovery_keeps_its_value_and_what_was_said_about_it() {
    world.send(alert("disk").at(START).value("91 %"));

    Decision decision = world.send(ok("disk").at(START).value("40 %").comment("cleaned up"));

    assertThat(world.member(1, "disk").value()).isEqualTo("40 %");
    assertThat(decision.timeline())
        .extracting(TimelineEntry::text)
        .containsExactly("Resolved by the alert source, value 40 %.", "cleaned up");
  }

  @Test
  void an_alert_began_when_its_first_event_was_received() {
    world.later(MINUTE).send(alert("disk").at(START), START);

    assertThat(world.alert(1).createdAt()).isEqualTo(START);
    assertThat(world.alert(1).escalation().dueAt())
        .isEqualTo(world.now.plus(Duration.ofMinutes(5)));
  }

  @Test
  void a_key_that_fires_after_its_ok_opens_a_new_alert_that_names_the_one_before() {
    world.send(alert("disk").at(START).episode("a"));
    world.later(MINUTE).send(ok("disk").at(START.plus(MINUTE)).episode("a"));

    Decision decision =
        world.later(MINUTE).send(alert("disk").at(START.plus(MINUTE.multipliedBy(2))).episode("b"));

    assertThat(decision.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(decision.alert().previousAlertId()).isEqualTo(1);
    assertThat(decision.alertId()).isEqualTo(2);
    assertThat(decision.timeline().get(0).text()).contains("the alert before it was 1");
  }

  @Test
  void what_was_odd_about_an_event_stands_behind_the_reason_of_its_outcome() {
    Decision decision = world.send(alert("disk").at(START).note("5 more were left out."));

    assertThat(decision.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(decision.reason())
        .isEqualTo("No alert was open for this alert key. 5 more were left out.");
  }

  @Test
  void two_keys_are_two_alerts() {
    world.send(alert("disk").at(START));

    assertThat(world.send(alert("cpu").at(START)).outcome()).isEqualTo(Outcome.CREATED);
    assertThat(world.alert(2).alertKey()).isEqualTo("cpu");
  }

  @Test
  void an_ok_for_an_unknown_key_makes_no_alert_and_the_late_alert_it_belongs_to_is_stale() {
    Decision early = world.send(ok("disk").at(START.plus(MINUTE)).episode("a"));
    Decision late = world.send(alert("disk").at(START).episode("a"));

    assertThat(early.outcome()).isEqualTo(Outcome.NO_OPEN_ALERT);
    assertThat(early.alert()).isNull();
    assertThat(late.outcome()).isEqualTo(Outcome.STALE);
    assertThat(late.alert()).isNull();
  }

  @Test
  void a_resolved_alert_is_not_resolved_again() {
    world.send(alert("disk").at(START));
    world.send(ok("disk").at(START.plus(MINUTE)));

    Decision again = world.send(ok("disk").at(START.plus(MINUTE.multipliedBy(2))));

    assertThat(again.outcome()).isEqualTo(Outcome.NO_OPEN_ALERT);
    assertThat(again.alertId()).as("the alert the key belonged to last").isEqualTo(1);
    assertThat(again.alert()).isNull();
    assertThat(again.notifications()).isEmpty();
  }

  // Sources that are not there

  @Test
  void a_disabled_source_does_nothing_whatever_it_is_sent() {
    world.active = false;

    for (Sketch sketch : List.of(alert("disk"), ok("disk"), Sketch.of(State.TEST, null))) {
      Decision decision = world.send(sketch);
      assertThat(decision.outcome()).isEqualTo(Outcome.DISABLED);
      assertThat(decision.reason()).contains("prod").contains("disabled");
      assertThat(decision.key()).isNull();
    }
  }

  @Test
  void an_event_of_a_disabled_source_makes_no_duplicate_of_the_next() {
    world.active = false;
    world.send(alert("disk").at(START).delivery(1));
    world.active = true;

    assertThat(world.send(alert("disk").at(START).delivery(1)).outcome())
        .isEqualTo(Outcome.CREATED);
  }

  @Test
  void an_event_of_a_deleted_source_does_nothing() {
    world.deleted = true;

    Decision decision = world.send(alert("disk"));

    assertThat(decision.outcome()).isEqualTo(Outcome.DISABLED);
    assertThat(decision.reason()).contains("deleted");
  }

  // What is no problem

  @Test
  void a_test_makes_no_alert() {
    assertThat(world.send(Sketch.of(State.TEST, null)).outcome()).isEqualTo(Outcome.TEST);
    assertThat(world.send(Sketch.of(State.TEST, "A click on the test button.")).reason())
        .isEqualTo("A click on the test button.");
  }

  @Test
  void what_was_not_recognised_is_kept_with_what_the_reader_said_about_it() {
    assertThat(world.send(Sketch.of(State.UNRECOGNISED, "It breaks off.")).reason())
        .isEqualTo("It breaks off.");
    assertThat(world.send(Sketch.of(State.UNRECOGNISED, null)).outcome())
        .isEqualTo(Outcome.UNRECOGNISED);
  }

  // The same again, and what comes late

  @Test
  void the_same_delivery_again_is_a_duplicate_that_is_counted() {
    world.send(alert("disk").at(START).delivery(1));

    Decision again = world.send(alert("disk").at(START).delivery(1));

    assertThat(again.outcome()).isEqualTo(Outcome.DUPLICATE);
    assertThat(again.alertId()).isEqualTo(1);
    assertThat(world.alert(1).eventCount()).isEqualTo(2);
    assertThat(again.timeline()).isEmpty();
    assertThat(again.notifications()).isEmpty();
  }

  @Test
  void a_duplicate_of_an_alert_that_is_over_is_counted_for_it_and_reopens_nothing() {
    world.send(alert("disk").at(START).episode("a").delivery(1));
    world.send(ok("disk").at(START.plus(MINUTE)).episode("a").delivery(2));

    Decision again = world.send(alert("disk").at(START).episode("a").delivery(1));

    assertThat(again.outcome()).isEqualTo(Outcome.DUPLICATE);
    assertThat(again.alert()).isNull();
    assertThat(again.lateFor()).isEqualTo(1);
  }

  @Test
  void a_repeated_ok_is_a_duplicate_and_counts_for_nothing() {
    world.send(alert("disk").at(START).delivery(1));
    world.send(ok("disk").at(START.plus(MINUTE)).delivery(2));

    Decision again = world.send(ok("disk").at(START.plus(MINUTE)).delivery(2));

    assertThat(again.outcome()).isEqualTo(Outcome.DUPLICATE);
    assertThat(again.lateFor()).isNull();
    assertThat(again.alertId()).isEqualTo(1);
  }

  @Test
  void a_late_retry_of_a_closed_episode_does_not_reopen_it() {
    world.send(alert("disk").at(START).episode("a"));
    world.send(ok("disk").at(START.plus(MINUTE)).episode("a"));

    Decision late = world.send(alert("disk").at(START.plusSeconds(30)).episode("a"));
    Decision sameMoment = world.send(alert("disk").at(START.plus(MINUTE)).episode("a"));

    assertThat(late.outcome()).isEqualTo(Outcome.STALE);
    assertThat(late.reason()).contains("older");
    assertThat(late.lateFor()).as("counted for its alert").isEqualTo(1);
    assertThat(sameMoment.outcome()).isEqualTo(Outcome.STALE);
    assertThat(sameMoment.reason()).contains("closed by an OK");
    assertThat(world.alert(1).status()).isEqualTo(Status.RESOLVED);
  }

  @Test
  void an_alert_of_a_closed_episode_that_is_newer_than_its_ok_opens_a_new_alert() {
    world.send(alert("disk").at(START).episode("a"));
    world.send(ok("disk").at(START.plus(MINUTE)).episode("a"));

    assertThat(world.send(alert("disk").at(START.plusSeconds(61)).episode("a")).outcome())
        .isEqualTo(Outcome.CREATED);
  }

  @Test
  void an_ok_closes_an_episode_that_a_newer_alert_began_again() {
    world.send(alert("disk").at(START).episode("a"));
    world.send(ok("disk").at(START.plus(MINUTE)).episode("a"));
    world.send(alert("disk").at(START.plusSeconds(61)).episode("a"));

    Decision decision = world.send(ok("disk").at(START.plusSeconds(90)).episode("a"));

    assertThat(decision.outcome()).isEqualTo(Outcome.RESOLVED);
    assertThat(world.alert(2).status()).isEqualTo(Status.RESOLVED);
  }

  @Test
  void an_alert_of_an_episode_that_a_person_resolved_opens_a_new_alert() {
    world.send(alert("disk").at(START).episode("a"));
    world.resolvedByHand(1);

    Decision decision = world.later(MINUTE).send(alert("disk").at(START.plus(MINUTE)).episode("a"));

    assertThat(decision.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(decision.alert().previousAlertId()).isEqualTo(1);
  }

  @Test
  void a_stale_ok_of_an_earlier_episode_closes_nothing() {
    world.send(alert("disk").at(START).episode("a"));
    world.send(ok("disk").at(START.plus(MINUTE)).episode("a"));
    world.send(alert("disk").at(START.plus(MINUTE.multipliedBy(5))).episode("b"));

    Decision older = world.send(ok("disk").at(START.plus(MINUTE.multipliedBy(2))).episode("x"));
    Decision sameEpisode =
        world.send(ok("disk").at(START.plus(MINUTE.multipliedBy(6))).episode("a"));

    assertThat(older.outcome()).isEqualTo(Outcome.STALE);
    assertThat(sameEpisode.outcome()).isEqualTo(Outcome.STALE);
    assertThat(sameEpisode.reason()).contains("closed its episode a before");
    assertThat(world.alert(2).status()).isEqualTo(Status.PENDING);
  }

  @Test
  void an_ok_of_an_episode_that_was_closed_some_episodes_ago_closes_nothing() {
    for (String episode : List.of("a", "b", "c")) {
      world.send(alert("disk").at(START).episode(episode));
      world.send(ok("disk").at(START).episode(episode));
    }
    world.send(alert("disk").at(START).episode("d"));

    assertThat(world.send(ok("disk").at(START.plus(MINUTE)).episode("a")).outcome())
        .isEqualTo(Outcome.STALE);
    assertThat(world.send(ok("disk").at(START.plus(MINUTE)).episode("e")).outcome())
        .isEqualTo(Outcome.RESOLVED);
  }

  @Test
  void what_is_remembered_of_closed_episodes_is_bounded() {
    for (int i = 10; i < 60; i++) {
      String episode = "2e0a0647-0064-11ee-9b3c-00163e2e4b" + i;
      world.send(alert("disk").at(START).episode(episode));
      world.send(ok("disk").at(START).episode(episode));
    }

    assertThat(world.key("disk").closedEpisodes()).hasSizeLessThanOrEqualTo(KeyState.MAX_CLOSED);
    assertThat(world.key("disk").closedEpisodes().lines()).hasSize(5);
  }

  @Test
  void an_ok_closes_whatever_episode_it_names_unless_it_is_stale() {
    world.send(alert("disk").at(START).episode("a"));

    assertThat(world.send(ok("disk").at(START.plus(MINUTE)).episode("other")).outcome())
        .isEqualTo(Outcome.RESOLVED);
    assertThat(world.key("disk").closedEpisodes()).isEqualTo("a");
  }

  @Test
  void an_ok_without_a_time_closes() {
    world.send(alert("disk").at(START));

    assertThat(world.send(ok("disk")).outcome()).isEqualTo(Outcome.RESOLVED);
  }

  @Test
  void an_older_alert_of_the_open_episode_changes_nothing_but_is_counted() {
    world.send(alert("disk").at(START.plus(MINUTE)).severity(Severity.CRITICAL).episode("a"));

    Decision late = world.send(alert("disk").at(START).severity(Severity.WARN).episode("a"));

    assertThat(late.outcome()).isEqualTo(Outcome.STALE);
    assertThat(world.alert(1).severity()).isEqualTo(Severity.CRITICAL);
    assertThat(world.alert(1).eventCount()).isEqualTo(2);
  }

  @Test
  void an_older_alert_of_another_episode_is_not_counted_for_the_open_one() {
    world.send(alert("disk").at(START.plus(MINUTE)).episode("b"));

    Decision late = world.send(alert("disk").at(START).episode("a"));

    assertThat(late.outcome()).isEqualTo(Outcome.STALE);
    assertThat(late.alertId()).isNull();
    assertThat(world.alert(1).eventCount()).isEqualTo(1);
  }

  @Test
  void equal_times_apply_in_the_order_of_receipt() {
    world.send(alert("disk").at(START));

    assertThat(world.send(alert("disk").at(START).severity(Severity.CRITICAL)).outcome())
        .isEqualTo(Outcome.APPENDED);
    assertThat(world.send(ok("disk").at(START)).outcome()).isEqualTo(Outcome.RESOLVED);
  }

  @Test
  void an_event_without_a_time_is_applied_when_it_comes_and_moves_nothing_on() {
    world.send(alert("disk").at(START));

    assertThat(world.send(alert("disk")).outcome()).isEqualTo(Outcome.APPENDED);

    assertThat(world.key("disk").lastAppliedAt()).isEqualTo(START);
    assertThat(world.send(alert("disk").at(START.plusSeconds(1))).outcome())
        .isEqualTo(Outcome.APPENDED);
  }

  @Test
  void a_key_remembers_its_time_beyond_its_alerts() {
    world.send(ok("disk").at(START.plus(MINUTE)));

    assertThat(world.send(alert("disk").at(START)).outcome()).isEqualTo(Outcome.STALE);
    assertThat(world.send(alert("disk").at(START.plus(MINUTE.multipliedBy(2)))).outcome())
        .isEqualTo(Outcome.CREATED);
  }

  // A recovery that never came

  @Test
  void a_new_episode_of_an_open_problem_is_appended_and_says_that_the_recovery_is_missing() {
    world.send(alert("disk").at(START).episode("a"));

    Decision decision = world.send(alert("disk").at(START.plus(MINUTE)).episode("b"));

    assertThat(decision.outcome()).isEqualTo(Outcome.APPENDED);
    assertThat(decision.reason()).contains("recovery was never received");
    assertThat(decision.timeline().get(0).text()).contains("never received");
    assertThat(decision.notifications()).as("its escalation is under way").isEmpty();
    assertThat(world.key("disk").episode()).isEqualTo("b");
    assertThat(world.key("disk").episodeStartedAt()).isEqualTo(START.plus(MINUTE));
  }

  @Test
  void a_lost_recovery_tells_the_responders_of_an_accepted_alert_again() {
    world.send(alert("disk").at(START).episode("a"));
    world.accepted(1, LIN);

    Decision decision = world.later(MINUTE).send(alert("disk").at(START.plus(MINUTE)).episode("b"));

    assertThat(decision.notifications())
        .extracting(NotificationOrder::userId, NotificationOrder::purpose)
        .containsExactly(tuple(LIN, Purpose.RAISED));
    assertThat(world.alert(1).status()).isEqualTo(Status.ACCEPTED);
  }

  // Worse, and better

  @Test
  void the_severity_of_an_alert_with_one_member_follows_its_events() {
    world.send(alert("disk").at(START).severity(Severity.WARN));

    Decision worse = world.send(alert("disk").at(START.plusSeconds(1)).severity(Severity.CRITICAL));
    assertThat(world.alert(1).severity()).isEqualTo(Severity.CRITICAL);
    assertThat(worse.timeline().get(0).text()).contains("from WARN to CRITICAL");

    world.send(alert("disk").at(START.plusSeconds(2)).severity(Severity.INFO));
    assertThat(world.alert(1).severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void a_rise_in_severity_tells_the_responders_of_an_accepted_alert_at_most_every_five_minutes() {
    world.send(alert("disk").at(START).severity(Severity.INFO));
    world.accepted(1, LIN);

    Decision first = world.send(alert("disk").at(START.plusSeconds(1)).severity(Severity.CRITICAL));
    world.send(alert("disk").at(START.plusSeconds(2)).severity(Severity.INFO));
    Decision soon =
        world
            .later(Duration.ofMinutes(5).minusSeconds(1))
            .send(alert("disk").at(START.plusSeconds(3)).severity(Severity.CRITICAL));
    world.send(alert("disk").at(START.plusSeconds(4)).severity(Severity.INFO));
    Decision later =
        world
            .later(Duration.ofSeconds(1))
            .send(alert("disk").at(START.plusSeconds(5)).severity(Severity.CRITICAL));

    assertThat(first.notifications()).extracting(NotificationOrder::userId).containsExactly(LIN);
    assertThat(soon.notifications()).isEmpty();
    assertThat(later.notifications()).extracting(NotificationOrder::userId).containsExactly(LIN);
  }

  @Test
  void a_severity_that_was_not_known_before_is_a_rise() {
    world.send(alert("disk").at(START).severity(null));
    world.accepted(1, LIN);

    Decision decision = world.send(alert("disk").at(START).severity(Severity.CRITICAL));

    assertThat(decision.notifications()).extracting(NotificationOrder::userId).contains(LIN);
    assertThat(decision.timeline().get(0).text()).isEqualTo("The severity is now CRITICAL.");
  }

  @Test
  void whoever_accepted_an_alert_is_told_that_it_got_worse() {
    world.send(alert("disk").at(START).severity(Severity.WARN));
    world.accepted(1, WEI);

    Decision decision = world.send(alert("disk").at(START).severity(Severity.CRITICAL));

    assertThat(decision.notifications())
        .extracting(NotificationOrder::userId)
        .containsExactly(LIN, WEI);
  }

  @Test
  void a_fall_in_severity_tells_nobody() {
    world.send(alert("disk").at(START).severity(Severity.CRITICAL));
    world.accepted(1, LIN);

    assertThat(
            world
                .send(alert("disk").at(START.plusSeconds(1)).severity(Severity.WARN))
                .notifications())
        .isEmpty();
  }

  @Test
  void a_rise_in_severity_that_asks_for_high_raises_a_low_alert_and_escalates_it() {
    world.priority = Priority.LOW;
    world.send(alert("disk").at(START).severity(Severity.INFO));
    assertThat(world.alert(1).escalation().phase()).isEqualTo(Phase.NONE);
    world.priority = Priority.HIGH;

    Decision decision =
        world.later(MINUTE).send(alert("disk").at(START.plus(MINUTE)).severity(Severity.CRITICAL));

    Alert alert = decision.alert();
    assertThat(alert.priority()).isEqualTo(Priority.HIGH);
    assertThat(alert.escalation().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(alert.escalation().dueAt()).isEqualTo(world.now.plus(Duration.ofMinutes(5)));
    assertThat(decision.notifications())
        .extracting(NotificationOrder::userId, NotificationOrder::purpose)
        .containsExactly(tuple(LIN, Purpose.ALERT));
  }

  @Test
  void a_low_alert_that_does_not_get_worse_stays_low() {
    world.priority = Priority.LOW;
    world.send(alert("disk").at(START).severity(Severity.WARN));
    world.priority = Priority.HIGH;

    world.send(alert("disk").at(START.plusSeconds(1)).severity(Severity.WARN));

    assertThat(world.alert(1).priority()).isEqualTo(Priority.LOW);
  }

  @Test
  void an_alert_again_after_the_escalation_ended_starts_it_again() {
    world.send(alert("disk").at(START));
    world.escalatedToTheEnd(1);
    assertThat(world.alert(1).escalation().phase()).isEqualTo(Phase.ENDED);

    Decision decision = world.later(MINUTE).send(alert("disk").at(START.plus(MINUTE)));

    assertThat(decision.alert().escalation().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(decision.alert().escalation().level()).isEqualTo(1);
    assertThat(decision.notifications())
        .extracting(NotificationOrder::userId, NotificationOrder::urgency)
        .as("after the first word to others")
        .containsExactly(tuple(LIN, 1));
  }

  // Accepting by event

  @Test
  void an_accept_takes_the_open_alert_and_stops_what_waits() {
    world.acceptTimeout = Duration.ofHours(1);
    world.send(alert("disk").at(START));

    Decision decision =
        world.later(MINUTE).send(accept("disk").at(START.plus(MINUTE)).comment("on it"));

    assertThat(decision.outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(world.alert(1).status()).isEqualTo(Status.ACCEPTED);
    assertThat(world.alert(1).acceptedByType()).isEqualTo(Alert.ByType.SOURCE);
    assertThat(world.alert(1).reopenAt()).isEqualTo(world.now.plus(Duration.ofHours(1)));
    assertThat(decision.stopsWaiting()).isTrue();
    assertThat(decision.timeline()).extracting(TimelineEntry::text).contains("on it");
    assertThat(decision.notifications())
        .extracting(NotificationOrder::purpose)
        .containsExactly(Purpose.ACCEPTED);
  }

  @Test
  void a_second_accept_changes_nothing() {
    world.send(alert("disk").at(START));
    world.send(accept("disk").at(START.plusSeconds(1)));

    Decision again = world.send(accept("disk").at(START.plusSeconds(2)));

    assertThat(again.outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(again.notifications()).isEmpty();
    assertThat(again.stopsWaiting()).isFalse();
  }

  @Test
  void what_a_second_accept_says_is_in_the_timeline() {
    world.send(alert("disk").at(START));
    world.send(accept("disk").at(START));

    assertThat(world.send(accept("disk").at(START).comment("still on it")).timeline())
        .extracting(TimelineEntry::text)
        .containsExactly("still on it");
  }

  @Test
  void an_accept_for_a_key_without_an_open_alert_makes_none() {
    Decision decision = world.send(accept("disk").at(START));

    assertThat(decision.outcome()).isEqualTo(Outcome.NO_OPEN_ALERT);
    assertThat(decision.alert()).isNull();
  }

  // No data

  @Test
  void no_data_is_noted_on_the_open_alert_and_changes_nothing_else() {
    world.send(alert("disk").at(START));

    Decision decision = world.send(noData("disk").at(START.plus(MINUTE)));

    assertThat(decision.outcome()).isEqualTo(Outcome.NO_DATA);
    assertThat(decision.timeline()).singleElement().matches(e -> e.text().contains("no data"));
    assertThat(world.alert(1).status()).isEqualTo(Status.PENDING);
    assertThat(world.alert(1).eventCount()).isEqualTo(1);
  }

  @Test
  void no_data_without_an_open_alert_makes_none_by_default() {
    Decision decision = world.send(noData("disk").at(START));

    assertThat(decision.outcome()).isEqualTo(Outcome.NO_DATA);
    assertThat(decision.alert()).isNull();
  }

  @Test
  void no_data_is_an_alert_where_the_source_says_so() {
    world.noData = NoData.ALERT;

    assertThat(world.send(noData("disk").at(START)).outcome()).isEqualTo(Outcome.CREATED);
    assertThat(world.send(noData("disk").at(START.plus(MINUTE))).outcome())
        .isEqualTo(Outcome.APPENDED);
  }

  @Test
  void no_data_that_raises_an_alert_is_of_the_lowest_severity() {
    world.noData = NoData.ALERT;

    assertThat(world.send(noData("disk").at(START)).alert().severity()).isEqualTo(Severity.INFO);
    assertThat(world.member(1, "disk").severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void no_data_that_counts_as_an_alert_is_counted_when_it_comes_again() {
    world.noData = NoData.ALERT;
    world.send(noData("disk").at(START).delivery(1));

    assertThat(world.send(noData("disk").at(START).delivery(1)).outcome())
        .isEqualTo(Outcome.DUPLICATE);
    assertThat(world.alert(1).eventCount()).isEqualTo(2);
  }

  @Test
  void no_data_that_counts_as_an_ok_does_not_close_the_next_episode() {
    world.noData = NoData.RESOLVE;
    world.send(alert("disk").at(START).episode("a"));
    world.send(ok("disk").at(START).episode("a"));
    world.send(alert("disk").at(START).episode("b"));

    assertThat(world.send(noData("disk").at(START.plus(MINUTE)).episode("a")).outcome())
        .isEqualTo(Outcome.STALE);
    assertThat(world.alert(2).status()).isEqualTo(Status.PENDING);
  }

  @Test
  void no_data_is_the_end_where_the_source_says_so() {
    world.noData = NoData.RESOLVE;
    world.send(alert("disk").at(START));

    assertThat(world.send(noData("disk").at(START.plus(MINUTE))).outcome())
        .isEqualTo(Outcome.RESOLVED);
    assertThat(world.send(noData("cpu").at(START)).outcome()).isEqualTo(Outcome.NO_OPEN_ALERT);
  }

  @Test
  void old_no_data_is_stale_like_anything_else() {
    world.noData = NoData.RESOLVE;
    world.send(alert("disk").at(START.plus(MINUTE)));

    assertThat(world.send(noData("disk").at(START)).outcome()).isEqualTo(Outcome.STALE);
    assertThat(world.alert(1).status()).isEqualTo(Status.PENDING);
  }

  // Events that never recover

  @Test
  void an_info_event_that_never_recovers_is_low_and_resolves_after_a_day() {
    Decision decision = world.send(alert("reboot").at(START).severity(Severity.INFO).oneShot());

    assertThat(decision.alert().priority()).isEqualTo(Priority.LOW);
    assertThat(decision.alert().escalation().phase()).isEqualTo(Phase.NONE);
    assertThat(decision.alert().autoResolveAt()).isEqualTo(START.plus(Duration.ofHours(24)));
    assertThat(decision.assignments()).extracting(Assignment::userId).containsExactly(LIN);
  }

  @Test
  void a_critical_event_that_never_recovers_wakes_somebody() {
    assertThat(world.send(alert("reboot").at(START).severity(Severity.CRITICAL).oneShot()).alert())
        .matches(a -> a.priority() == Priority.HIGH && a.autoResolveAt() != null);
  }

  @Test
  void the_source_s_own_timeout_comes_first_and_starts_anew_with_each_alert() {
    world.autoResolution = Duration.ofHours(4);
    world.send(alert("reboot").at(START).severity(Severity.INFO).oneShot());
    assertThat(world.alert(1).autoResolveAt()).isEqualTo(START.plus(Duration.ofHours(4)));

    world.later(MINUTE).send(alert("reboot").at(START.plus(MINUTE)).oneShot());

    assertThat(world.alert(1).autoResolveAt())
        .isEqualTo(START.plus(MINUTE).plus(Duration.ofHours(4)));
  }

  @Test
  void an_alert_after_the_timeout_was_taken_away_keeps_the_alert_open() {
    world.autoResolution = Duration.ofHours(4);
    world.send(alert("disk").at(START));
    world.autoResolution = null;

    world.later(MINUTE).send(alert("disk").at(START.plus(MINUTE)));

    assertThat(world.alert(1).autoResolveAt()).isNull();
  }

  @Test
  void an_alert_with_a_member_that_is_still_to_recover_does_not_resolve_by_itself() {
    world.grouping = Grouping.UNTIL_RESOLVED;
    world.send(alert("reboot").at(START).oneShot());
    world.send(alert("stop").at(START).oneShot());
    assertThat(world.alert(1).autoResolveAt()).isNotNull();

    world.send(alert("disk").at(START));
    assertThat(world.alert(1).autoResolveAt()).isNull();

    world.send(alert("start").at(START).oneShot());
    assertThat(world.alert(1).autoResolveAt()).isNull();
  }

  @Test
  void an_alert_with_a_recovery_to_come_never_resolves_by_itself_by_default() {
    assertThat(world.send(alert("disk").at(START)).alert().autoResolveAt()).isNull();
  }

  // Priority and policy

  @Test
  void what_the_event_asks_for_comes_before_what_the_source_says() {
    assertThat(world.send(alert("disk").at(START).priority(Priority.LOW)).alert().priority())
        .isEqualTo(Priority.LOW);
    assertThat(
            world
                .send(
                    alert("reboot")
                        .at(START)
                        .severity(Severity.INFO)
                        .oneShot()
                        .priority(Priority.HIGH))
                .alert()
                .priority())
        .isEqualTo(Priority.HIGH);
  }

  @Test
  void a_routing_key_chooses_another_policy() {
    Decision decision = world.send(alert("disk").at(START).routingKey("network"));

    assertThat(decision.alert().policyId()).isEqualTo(World.OTHER_POLICY);
    assertThat(decision.assignments()).extracting(Assignment::userId).containsExactly(WEI);
  }

  @Test
  void a_routing_key_that_no_policy_has_leaves_the_source_s_own_and_says_so() {
    Decision decision = world.send(alert("disk").at(START).routingKey("storage"));

    assertThat(decision.alert().policyId()).isEqualTo(World.POLICY);
    assertThat(decision.timeline()).anyMatch(e -> e.text().contains("storage"));
  }

  @Test
  void when_nobody_is_on_call_the_alert_stays_pending_says_so_and_tells_the_fallback() {
    world.users.clear();
    world.fallback = "webhook";

    Decision decision = world.send(alert("disk").at(START));

    assertThat(decision.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(decision.alert().status()).isEqualTo(Status.PENDING);
    assertThat(decision.alert().escalation().phase()).isEqualTo(Phase.ENDED);
    assertThat(decision.timeline())
        .extracting(TimelineEntry::text)
        .anyMatch(text -> text.contains("nobody on call on any level"))
        .anyMatch(text -> text.contains("Level 1") && text.contains("skipped"))
        .anyMatch(text -> text.contains("fallback"));
    assertThat(decision.notifications())
        .extracting(NotificationOrder::connector, NotificationOrder::purpose)
        .containsExactly(tuple("webhook", Purpose.FALLBACK));
  }

  // Maintenance

  @Test
  void in_maintenance_an_alert_raises_nothing_but_its_time_counts() {
    world.windows.add(window(START, START.plus(MINUTE)));

    Decision decision = world.send(alert("disk").at(START.plusSeconds(30)));

    assertThat(decision.outcome()).isEqualTo(Outcome.MAINTENANCE);
    assertThat(decision.reason()).contains("patch night");
    assertThat(decision.alert()).isNull();
    assertThat(world.key("disk").lastAppliedAt()).isEqualTo(START.plusSeconds(30));
  }

  @Test
  void in_maintenance_a_recovery_and_an_accept_pass() {
    world.send(alert("disk").at(START));
    world.send(alert("cpu").at(START));
    world.windows.add(window(START, START.plus(MINUTE)));

    assertThat(world.send(ok("disk").at(START.plusSeconds(1))).outcome())
        .isEqualTo(Outcome.RESOLVED);
    assertThat(world.send(accept("cpu").at(START.plusSeconds(1))).outcome())
        .isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void maintenance_begins_with_its_first_instant_and_ends_before_its_last() {
    world.windows.add(window(START, START.plus(MINUTE)));

    assertThat(world.send(alert("disk").at(START)).outcome()).isEqualTo(Outcome.MAINTENANCE);
    assertThat(world.later(MINUTE).send(alert("disk").at(START.plus(MINUTE))).outcome())
        .isEqualTo(Outcome.CREATED);
  }

  @Test
  void no_data_that_counts_as_an_alert_is_kept_out_by_maintenance_too() {
    world.noData = NoData.ALERT;
    world.windows.add(window(START, START.plus(MINUTE)));

    assertThat(world.send(noData("disk").at(START)).outcome()).isEqualTo(Outcome.MAINTENANCE);
  }

  // Grouping

  @ParameterizedTest
  @EnumSource(names = {"TIME_WINDOW", "UNTIL_ACCEPTED", "UNTIL_RESOLVED"})
  void another_key_joins_the_open_alert_as_a_member(Grouping grouping) {
    world.grouping = grouping;
    world.send(alert("disk").at(START).severity(Severity.WARN));

    Decision decision = world.send(alert("cpu").at(START).severity(Severity.CRITICAL));

    assertThat(decision.outcome()).isEqualTo(Outcome.GROUPED);
    assertThat(decision.reason()).contains(grouping.name()).contains("1");
    Alert alert = world.alert(1);
    assertThat(alert.memberCount()).isEqualTo(2);
    assertThat(alert.openMembers()).isEqualTo(2);
    assertThat(alert.eventCount()).isEqualTo(2);
    assertThat(alert.severity()).as("rises to its worst member's").isEqualTo(Severity.CRITICAL);
    assertThat(alert.summary()).isEqualTo("[WARN] disk");
    assertThat(decision.notifications()).as("its escalation is under way").isEmpty();
    assertThat(world.member(1, "cpu").isOpen()).isTrue();
  }

  @Test
  void the_alert_is_resolved_with_its_last_member_only() {
    world.grouping = Grouping.UNTIL_RESOLVED;
    world.send(alert("disk").at(START));
    world.send(alert("cpu").at(START));

    Decision first = world.send(ok("disk").at(START.plus(MINUTE)));
    assertThat(first.outcome()).isEqualTo(Outcome.MEMBER_RESOLVED);
    assertThat(first.timeline().get(0).text()).contains("1 of 2 still open");
    assertThat(world.alert(1).status()).isEqualTo(Status.PENDING);

    Decision last = world.send(ok("cpu").at(START.plus(MINUTE)));
    assertThat(last.outcome()).isEqualTo(Outcome.RESOLVED);
    assertThat(world.alert(1).status()).isEqualTo(Status.RESOLVED);
  }

  @Test
  void a_member_that_recovered_and_fires_again_is_opened_again() {
    world.grouping = Grouping.UNTIL_RESOLVED;
    world.send(alert("disk").at(START));
    world.send(alert("cpu").at(START));
    world.send(ok("cpu").at(START.plus(MINUTE)));

    Decision again = world.send(alert("cpu").at(START.plus(MINUTE.multipliedBy(2))));

    assertThat(again.outcome()).isEqualTo(Outcome.GROUPED);
    assertThat(again.timeline().get(0).text()).startsWith("Fires again");
    assertThat(world.alert(1).memberCount()).isEqualTo(2);
    assertThat(world.alert(1).openMembers()).isEqualTo(2);
    assertThat(world.member(1, "cpu").eventCount()).isEqualTo(2);
  }

  @Test
  void the_severity_of_a_group_never_falls_with_a_member() {
    world.grouping = Grouping.UNTIL_RESOLVED;
    world.send(alert("disk").at(START).severity(Severity.CRITICAL));
    world.send(alert("cpu").at(START).severity(Severity.WARN));

    world.send(alert("disk").at(START.plusSeconds(1)).severity(Severity.INFO));

    assertThat(world.alert(1).severity()).isEqualTo(Severity.CRITICAL);
    assertThat(world.member(1, "disk").severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void a_further_member_tells_the_responders_of_an_accepted_alert_at_most_every_five_minutes() {
    world.grouping = Grouping.UNTIL_RESOLVED;
    world.send(alert("disk").at(START));
    world.accepted(1, LIN);

    Decision first = world.send(alert("cpu").at(START));
    Decision second = world.later(MINUTE).send(alert("memory").at(START));

    assertThat(first.notifications()).extracting(NotificationOrder::userId).containsExactly(LIN);
    assertThat(second.notifications()).isEmpty();
  }

  @Test
  void a_worse_member_raises_a_low_group() {
    world.grouping = Grouping.UNTIL_RESOLVED;
    world.send(alert("disk").at(START).severity(Severity.INFO).priority(Priority.LOW));

    Decision decision = world.send(alert("cpu").at(START).severity(Severity.CRITICAL));

    assertThat(decision.alert().priority()).isEqualTo(Priority.HIGH);
    assertThat(decision.notifications()).extracting(NotificationOrder::userId).contains(LIN);
  }

  @Test
  void a_member_that_would_be_high_by_itself_raises_a_low_group() {
    world.grouping = Grouping.UNTIL_RESOLVED;
    world.send(alert("reboot").at(START).severity(Severity.INFO).oneShot());

    Decision decision = world.send(alert("disk").at(START).severity(Severity.INFO));

    assertThat(decision.alert().priority()).isEqualTo(Priority.HIGH);
    assertThat(decision.alert().escalation().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(decision.notifications()).extracting(NotificationOrder::userId).contains(LIN);
  }

  @Test
  void the_alert_key_comes_before_grouping() {
    world.send(alert("disk").at(START));
    world.send(alert("cpu").at(START));
    world.grouping = Grouping.UNTIL_RESOLVED;

    Decision decision = world.send(alert("disk").at(START.plusSeconds(1)));

    assertThat(decision.outcome()).isEqualTo(Outcome.APPENDED);
    assertThat(decision.alertId()).as("not the newest").isEqualTo(1);
  }

  private static MaintenanceWindow window(Instant from, Instant to) {
    return new MaintenanceWindow(1, "patch night", from, to, Set.of(World.SOURCE));
  }
}
