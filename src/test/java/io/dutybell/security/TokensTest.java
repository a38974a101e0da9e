package io.dutybell.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class TokensTest {

  @Test
  void an_integration_key_has_at_least_160_bits_and_is_safe_in_a_url() {
    IntegrationKeys keys = new IntegrationKeys(new SecureRandom());

    String key = keys.generate();

    assertThat(key).matches("db_[A-Za-z0-9_-]{32}").isNotEqualTo(keys.generate());
    assertThat(IntegrationKeys.hash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void only_the_admin_token_is_accepted() {
    AdminToken token = new AdminToken("s3cret");

    assertThat(token.matches("s3cret")).isTrue();
    assertThat(token.matches("s3cre")).isFalse();
    assertThat(token.matches("")).isFalse();
    assertThat(token.matches(null)).isFalse();
  }

  @Test
  void without_a_configured_token_nothing_is_accepted() {
    assertThat(new AdminToken(" ").isConfigured()).isFalse();
    assertThat(new AdminToken("").matches("")).isFalse();
    assertThat(new AdminToken(null).matches(null)).isFalse();
  }
}
