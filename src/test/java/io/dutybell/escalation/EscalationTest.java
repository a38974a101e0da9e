package io.dutybell.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.escalation.EscalationState.Phase;
import io.dutybell.escalation.EscalationStep.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscalationTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");
  private static final long LIN = 1;
  private static final long WEI = 2;
  private static final long ANA = 3;

  @Test
  void the_first_level_is_told_at_once_and_has_its_timeout() {
    EscalationStep step =
        Escalation.begin(policy(level(5, LIN), level(10, WEI)), EscalationTest::everybody, NOW);

    assertThat(step.assigned()).containsExactly(LIN);
    assertThat(step.state())
        .isEqualTo(new EscalationState(Phase.ACTIVE, 1, 0, NOW.plus(minutes(5))));
    assertThat(step.skipped()).isEmpty();
    assertThat(step.ending()).isNull();
  }

  @Test
  void a_policy_with_a_delay_tells_nobody_until_it_is_over() {
    EscalationPolicy policy = delayed(minutes(3), level(5, LIN));

    EscalationStep waiting = Escalation.begin(policy, EscalationTest::everybody, NOW);
    EscalationStep first =
        Escalation.next(waiting.state(), policy, EscalationTest::everybody, NOW.plus(minutes(3)));

    assertThat(waiting.assigned()).isEmpty();
    assertThat(waiting.state())
        .isEqualTo(new EscalationState(Phase.WAITING, 0, 0, NOW.plus(minutes(3))));
    assertThat(first.assigned()).containsExactly(LIN);
    assertThat(first.state())
        .isEqualTo(new EscalationState(Phase.ACTIVE, 1, 0, NOW.plus(minutes(8))));
  }

  @Test
  void the_next_level_follows_when_nobody_accepted_and_its_timeout_counts_from_then() {
    Instant late = NOW.plus(Duration.ofHours(2));

    EscalationStep step =
        Escalation.next(
            active(1, 0), policy(level(5, LIN), level(10, WEI)), EscalationTest::everybody, late);

    assertThat(step.assigned()).containsExactly(WEI);
    assertThat(step.state())
        .isEqualTo(new EscalationState(Phase.ACTIVE, 2, 0, late.plus(minutes(10))));
  }

  @Test
  void a_level_with_nobody_on_call_is_skipped_at_once_and_named() {
    EscalationPolicy policy = policy(level(5, LIN), level(5), level(5, WEI), level(5, ANA));

    EscalationStep step = Escalation.next(active(1, 0), policy, user -> user != WEI, NOW);

    assertThat(step.skipped()).containsExactly(2, 3);
    assertThat(step.assigned()).containsExactly(ANA);
    assertThat(step.state().level()).isEqualTo(4);
  }

  @Test
  void the_first_level_is_skipped_too() {
    EscalationStep step =
        Escalation.begin(policy(level(5, LIN), level(5, WEI)), user -> user == WEI, NOW);

    assertThat(step.skipped()).containsExactly(1);
    assertThat(step.assigned()).containsExactly(WEI);
  }

  @Test
  void after_the_last_level_of_a_policy_that_does_not_repeat_it_ends_without_anyone() {
    EscalationStep step =
        Escalation.next(
            active(2, 0), policy(level(5, LIN), level(5, WEI)), EscalationTest::everybody, NOW);

    assertThat(step.ending()).isEqualTo(Ending.NOBODY_ACCEPTED);
    assertThat(step.state()).isEqualTo(new EscalationState(Phase.ENDED, 2, 0, null));
    assertThat(step.assigned()).isEmpty();
  }

  @Test
  void a_repeating_policy_starts_over_as_often_as_its_frequency_says_and_then_ends() {
    EscalationPolicy policy = repeating(2, level(5, LIN), level(5, WEI));
    List<Long> told = new ArrayList<>();
    EscalationStep step = Escalation.begin(policy, EscalationTest::everybody, NOW);
    Instant at = NOW;
    while (step.ending() == null) {
      told.addAll(step.assigned());
      at = step.state().dueAt();
      step = Escalation.next(step.state(), policy, EscalationTest::everybody, at);
    }

    assertThat(told).containsExactly(LIN, WEI, LIN, WEI, LIN, WEI);
    assertThat(step.ending()).isEqualTo(Ending.NOBODY_ACCEPTED);
    assertThat(step.state()).isEqualTo(new EscalationState(Phase.ENDED, 2, 2, null));
    assertThat(at).isEqualTo(NOW.plus(minutes(30)));
  }

  @Test
  void the_frequency_of_a_policy_that_does_not_repeat_means_nothing() {
    EscalationPolicy policy =
        new EscalationPolicy(1, "ops", List.of(level(5, LIN)), false, 9, Duration.ZERO, null);

    assertThat(Escalation.next(active(1, 0), policy, EscalationTest::everybody, NOW).ending())
        .isEqualTo(Ending.NOBODY_ACCEPTED);
  }

  @Test
  void a_repetition_passes_over_empty_levels_again() {
    EscalationPolicy policy = repeating(1, level(5), level(5, LIN), level(5));

    EscalationStep step = Escalation.next(active(2, 0), policy, EscalationTest::everybody, NOW);

    assertThat(step.skipped()).containsExactly(3, 1);
    assertThat(step.assigned()).containsExactly(LIN);
    assertThat(step.state().round()).isEqualTo(1);
    assertThat(step.state().level()).isEqualTo(2);
  }

  @Test
  void a_policy_whose_level_was_deleted_meanwhile_goes_on_where_there_is_one() {
    EscalationPolicy shorter = repeating(1, level(5, LIN));
    EscalationPolicy ending = policy(level(5, LIN));

    EscalationStep over = Escalation.next(active(3, 0), shorter, EscalationTest::everybody, NOW);
    EscalationStep end = Escalation.next(active(3, 0), ending, EscalationTest::everybody, NOW);

    assertThat(over.state().level()).isEqualTo(1);
    assertThat(over.state().round()).isEqualTo(1);
    assertThat(end.ending()).isEqualTo(Ending.NOBODY_ACCEPTED);
    assertThat(end.state().level()).isEqualTo(1);
  }

  @Test
  void a_level_added_while_the_last_one_had_its_timeout_is_used() {
    EscalationPolicy longer = policy(level(5, LIN), level(5, WEI), level(5, ANA));

    assertThat(Escalation.next(active(2, 0), longer, EscalationTest::everybody, NOW).assigned())
        .containsExactly(ANA);
  }

  @Test
  void a_policy_with_nobody_on_call_ends_at_once_however_often_it_would_repeat() {
    EscalationPolicy policy = repeating(9, level(5, LIN), level(5, WEI));

    EscalationStep step = Escalation.begin(policy, EscalationTest::nobody, NOW);

    assertThat(step.ending()).isEqualTo(Ending.NOBODY_ON_CALL);
    assertThat(step.state().phase()).isEqualTo(Phase.ENDED);
    assertThat(step.state().dueAt()).isNull();
    assertThat(step.skipped()).containsExactly(1, 2);
    assertThat(step.assigned()).isEmpty();
  }

  @Test
  void a_policy_without_levels_stalls_nothing() {
    assertThat(Escalation.begin(repeating(9), EscalationTest::everybody, NOW).ending())
        .isEqualTo(Ending.NOBODY_ON_CALL);
    assertThat(Escalation.next(active(1, 0), repeating(9), EscalationTest::everybody, NOW).ending())
        .isEqualTo(Ending.NOBODY_ON_CALL);
    assertThat(Escalation.assignOnly(repeating(9), EscalationTest::everybody).ending())
        .isEqualTo(Ending.NOBODY_ON_CALL);
  }

  @Test
  void a_user_who_is_listed_twice_is_told_once_and_the_order_is_kept() {
    EscalationStep step =
        Escalation.begin(policy(level(5, WEI, LIN, WEI, ANA, LIN)), EscalationTest::everybody, NOW);

    assertThat(step.assigned()).containsExactly(WEI, LIN, ANA);
  }

  @Test
  void of_a_level_only_those_who_can_be_told_are() {
    EscalationStep step = Escalation.begin(policy(level(5, LIN, WEI)), user -> user == WEI, NOW);

    assertThat(step.assigned()).containsExactly(WEI);
    assertThat(step.skipped()).isEmpty();
  }

  @Test
  void a_low_alert_is_assigned_to_the_first_level_that_has_somebody_and_left_there() {
    EscalationPolicy policy = policy(level(5, LIN), level(5, WEI), level(5, ANA));

    EscalationStep step = Escalation.assignOnly(policy, user -> user != LIN);

    assertThat(step.assigned()).containsExactly(WEI);
    assertThat(step.skipped()).containsExactly(1);
    assertThat(step.state()).isEqualTo(new EscalationState(Phase.NONE, 2, 0, null));
    assertThat(step.ending()).isNull();
  }

  @Test
  void a_low_alert_that_can_be_assigned_to_nobody_says_so() {
    EscalationStep step =
        Escalation.assignOnly(policy(level(5, LIN), level(5, WEI)), EscalationTest::nobody);

    assertThat(step.ending()).isEqualTo(Ending.NOBODY_ON_CALL);
    assertThat(step.skipped()).containsExactly(1, 2);
  }

  private static boolean everybody(long user) {
    return user > 0;
  }

  private static boolean nobody(long user) {
    return user < 0;
  }

  private static EscalationState active(int level, int round) {
    return new EscalationState(Phase.ACTIVE, level, round, NOW);
  }

  private static EscalationRule level(int timeoutMinutes, Long... users) {
    return new EscalationRule(List.of(users), minutes(timeoutMinutes));
  }

  private static EscalationPolicy policy(EscalationRule... levels) {
    return new EscalationPolicy(1, "ops", List.of(levels), false, 1, Duration.ZERO, null);
  }

  private static EscalationPolicy repeating(int frequency, EscalationRule... levels) {
    return new EscalationPolicy(1, "ops", List.of(levels), true, frequency, Duration.ZERO, null);
  }

  private static EscalationPolicy delayed(Duration delay, EscalationRule... levels) {
    return new EscalationPolicy(1, "ops", List.of(levels), false, 1, delay, null);
  }

  private static Duration minutes(int count) {
    return Duration.ofMinutes(count);
  }
}
