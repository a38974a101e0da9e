package io.dutybell.alert;

import static io.dutybell.alert.Sketch.alert;
import static io.dutybell.alert.World.LIN;
import static io.dutybell.alert.World.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.event.Priority;
import io.dutybell.event.Severity;
import io.dutybell.notification.NotificationOrder;
import io.dutybell.source.PriorityRule;
import io.dutybell.source.SupportHours;
import io.dutybell.source.SupportHours.ExceptionalTime;
import io.dutybell.source.SupportHours.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which priority an alert has by support hours. The hours begin ten minutes after the start. */
class SupportHoursDecisionTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final World world = new World();

  @BeforeEach
  void hoursBeginInTenMinutes() {
    world.hours =
        new SupportHours(
            1,
            "Office",
            "UTC",
            Map.of(),
            List.of(
                new ExceptionalTime(
                    null,
                    START.plus(MINUTE.multipliedBy(10)),
                    START.plus(MINUTE.multipliedBy(60)),
                    Status.DURING)));
  }

  @Test
  void an_alert_is_high_during_support_hours_and_low_outside() {
    world.rule = PriorityRule.HIGH_DURING_SUPPORT_HOURS;

    Decision outside = world.send(alert("disk").at(START));
    Decision during = world.later(MINUTE.multipliedBy(10)).send(alert("cpu").at(world.now));

    assertThat(outside.alert().priority()).isEqualTo(Priority.LOW);
    assertThat(during.alert().priority()).isEqualTo(Priority.HIGH);
  }

  @Test
  void an_alert_is_low_during_support_hours_and_high_outside() {
    world.rule = PriorityRule.LOW_DURING_SUPPORT_HOURS;

    Decision outside = world.send(alert("disk").at(START));
    Decision during = world.later(MINUTE.multipliedBy(10)).send(alert("cpu").at(world.now));

    assertThat(outside.alert().priority()).isEqualTo(Priority.HIGH);
    assertThat(during.alert().priority()).isEqualTo(Priority.LOW);
  }

  @Test
  void the_time_of_receipt_counts_however_late_the_event_is_worked_on() {
    world.rule = PriorityRule.HIGH_DURING_SUPPORT_HOURS;
    world.later(MINUTE.multipliedBy(10));

    Decision decision = world.send(alert("disk").at(START), START);

    assertThat(decision.alert().priority()).isEqualTo(Priority.LOW);
  }

  @Test
  void what_comes_before_the_hours_and_is_worked_on_within_them_is_raised_like_the_others() {
    world.rule = PriorityRule.HIGH_DURING_SUPPORT_HOURS;
    world.autoRaise = true;
    world.later(MINUTE.multipliedBy(10));

    Decision decision = world.send(alert("disk").at(START), START);

    assertThat(decision.alert().priority()).isEqualTo(Priority.HIGH);
    assertThat(decision.notifications()).extracting(NotificationOrder::userId).containsExactly(LIN);
    assertThat(decision.timeline()).anyMatch(e -> e.type() == TimelineType.AlertRaisedLogEntry);
  }

  @Test
  void what_demands_to_be_low_within_the_hours_stays_low() {
    world.rule = PriorityRule.HIGH_DURING_SUPPORT_HOURS;
    world.autoRaise = true;
    world.later(MINUTE.multipliedBy(10));

    Decision decision = world.send(alert("disk").at(world.now).priority(Priority.LOW));

    assertThat(decision.alert().priority()).isEqualTo(Priority.LOW);
  }

  @Test
  void a_rise_in_severity_raises_a_low_alert_only_when_the_hours_mean_high() {
    world.rule = PriorityRule.HIGH_DURING_SUPPORT_HOURS;
    world.send(alert("disk").at(START).severity(Severity.INFO));

    world.later(MINUTE).send(alert("disk").at(world.now).severity(Severity.WARN));
    Priority before = world.alert(1).priority();
    world
        .later(MINUTE.multipliedBy(10))
        .send(alert("disk").at(world.now).severity(Severity.CRITICAL));

    assertThat(before).isEqualTo(Priority.LOW);
    assertThat(world.alert(1).priority()).isEqualTo(Priority.HIGH);
  }

  @Test
  void without_hours_a_rule_that_needs_them_means_high() {
    world.rule = PriorityRule.HIGH_DURING_SUPPORT_HOURS;
    world.hours = null;

    assertThat(world.send(alert("disk").at(START)).alert().priority()).isEqualTo(Priority.HIGH);
  }
}
