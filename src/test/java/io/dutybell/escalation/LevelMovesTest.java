package io.dutybell.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Letters are levels: each stands for the one user who is on it. */
class LevelMovesTest {

  @Test
  void an_unchanged_policy_moves_nothing() {
    assertThat(moves("abc", "abc")).containsExactly(0, 1, 2, 3);
    assertThat(LevelMoves.of(rules("abc"), rules("abc")).isNone()).isTrue();
  }

  @Test
  void levels_after_a_deleted_one_move_up_and_the_deleted_one_becomes_the_one_before_it() {
    assertThat(moves("abc", "bc")).containsExactly(0, 0, 1, 2);
    assertThat(moves("abc", "ac")).containsExactly(0, 1, 1, 2);
    assertThat(moves("abc", "ab")).containsExactly(0, 1, 2, 2);
  }

  @Test
  void levels_after_a_new_one_move_down() {
    assertThat(moves("abc", "xabc")).containsExactly(0, 2, 3, 4);
    assertThat(moves("abc", "axbc")).containsExactly(0, 1, 3, 4);
    assertThat(moves("abc", "abcx")).containsExactly(0, 1, 2, 3);
  }

  @Test
  void a_level_with_other_people_stays_where_it_is() {
    assertThat(moves("abc", "axc")).containsExactly(0, 1, 2, 3);
    assertThat(moves("abc", "xyz")).containsExactly(0, 1, 2, 3);
    assertThat(moves("abc", "x")).containsExactly(0, 1, 1, 1);
  }

  @Test
  void a_level_that_occurs_twice_keeps_its_order() {
    assertThat(moves("aba", "ba")).containsExactly(0, 0, 1, 2);
  }

  @Test
  void the_order_of_people_on_a_level_and_its_timeout_do_not_matter() {
    EscalationRule one = new EscalationRule(List.of(1L, 2L), Duration.ofMinutes(5));
    EscalationRule other = new EscalationRule(List.of(2L, 1L), Duration.ofMinutes(9));

    LevelMoves moves = LevelMoves.of(List.of(one), List.of(rules("x").get(0), other));

    assertThat(moves.of(1)).isEqualTo(2);
  }

  private static List<Integer> moves(String before, String after) {
    LevelMoves moves = LevelMoves.of(rules(before), rules(after));
    return IntStream.rangeClosed(0, before.length()).map(moves::of).boxed().toList();
  }

  private static List<EscalationRule> rules(String levels) {
    Stream<Integer> users = levels.chars().boxed();
    return users
        .map(user -> new EscalationRule(List.of(user.longValue()), Duration.ofMinutes(5)))
        .toList();
  }
}
