package io.dutybell.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RememberedTest {

  @Test
  void who_was_asked_for_longest_ago_is_forgotten_first() {
    Remembered<Integer> known = new Remembered<>(2);
    known.put("ann", 1);
    known.put("bob", 2);
    known.get("ann");

    known.put("cid", 3);

    assertThat(known.get("ann")).isEqualTo(1);
    assertThat(known.get("bob")).isNull();
    assertThat(known.get("cid")).isEqualTo(3);
  }

  @Test
  void the_newest_takes_the_place_of_what_was_remembered_of_the_same() {
    Remembered<Integer> known = new Remembered<>(2);
    known.put("ann", 1);
    known.put("ann", 2);
    known.put("bob", 3);

    known.forget("bob");

    assertThat(known.get("ann")).isEqualTo(2);
    assertThat(known.get("bob")).isNull();
  }
}
