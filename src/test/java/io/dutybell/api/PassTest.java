package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whose calls are counted together. */
class PassTest {

  @Test
  void each_token_is_counted_for_itself_wherever_it_is_used() {
    assertThat(Pass.ofToken(7, "192.0.2.1").holder())
        .isEqualTo(Pass.ofToken(7, "192.0.2.2").holder())
        .isNotEqualTo(Pass.ofToken(8, "192.0.2.1").holder());
  }

  @Test
  void a_password_is_counted_by_its_user_and_apart_from_a_token_of_the_same_number() {
    assertThat(Pass.ofPassword(7, "hash", "192.0.2.1").holder())
        .isNotEqualTo(Pass.ofPassword(8, "hash", "192.0.2.1").holder())
        .isNotEqualTo(Pass.ofToken(7, "192.0.2.1").holder())
        .isNotEqualTo(Pass.ofInstallation("192.0.2.1").holder());
  }
}
