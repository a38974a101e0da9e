package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SingleFormTest {

  private static final List<List<Long>> ONE_AND_TWO = List.of(List.of(1L), List.of(2L));

  @Test
  void a_rule_sent_back_as_it_was_read_names_nobody_twice() {
    assertThat(SingleForm.meant(Set.of(1L), 1L, ONE_AND_TWO)).containsExactly(1L);
  }

  @Test
  void the_form_counts_that_was_changed() {
    assertThat(SingleForm.meant(Set.of(1L), 3L, ONE_AND_TWO)).containsExactly(3L);
    assertThat(SingleForm.meant(Set.of(3L), 1L, ONE_AND_TWO)).containsExactly(3L);
    assertThat(SingleForm.meant(Set.of(1L, 3L), 1L, ONE_AND_TWO)).containsExactlyInAnyOrder(1L, 3L);
    assertThat(SingleForm.meant(Set.of(3L, 4L), 5L, List.of(List.of(3L, 4L)))).containsExactly(5L);
  }

  @Test
  void the_form_counts_that_was_changed_in_a_rule_that_moved() {
    assertThat(SingleForm.meant(Set.of(2L), 3L, ONE_AND_TWO)).containsExactly(3L);
    assertThat(SingleForm.meant(Set.of(3L), 2L, ONE_AND_TWO)).containsExactly(3L);
  }

  @Test
  void one_form_alone_counts_and_of_two_new_ones_nobody_is_left_out() {
    assertThat(SingleForm.meant(Set.of(), 1L, ONE_AND_TWO)).containsExactly(1L);
    assertThat(SingleForm.meant(Set.of(7L), null, ONE_AND_TWO)).containsExactly(7L);
    assertThat(SingleForm.meant(Set.of(7L), 8L, ONE_AND_TWO)).containsExactlyInAnyOrder(7L, 8L);
    assertThat(SingleForm.meant(Set.of(7L), 8L, List.of())).containsExactlyInAnyOrder(7L, 8L);
  }

  @Test
  void there_is_a_single_form_only_of_the_only_target() {
    assertThat(SingleForm.of(List.of(1L), List.of())).isEqualTo(1);
    assertThat(SingleForm.of(List.of(1L), List.of(2L))).isNull();
    assertThat(SingleForm.of(List.of(1L, 2L), List.of())).isNull();
    assertThat(SingleForm.of(List.of(), List.of())).isNull();
  }
}
