package io.dutybell.security;

import static io.dutybell.security.ActionLink.Action.ACCEPT;
import static io.dutybell.security.ActionLink.Action.RESOLVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionLinksTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);

  private final ActionLinks links =
      new ActionLinks(new SecretBox(new byte[32], new SecureRandom()));

  @Test
  void a_token_says_who_may_do_what() {
    String token = links.token(17, 3, RESOLVE, LATER);

    assertThat(links.read(token, NOW)).contains(new ActionLink(17, 3, RESOLVE, LATER));
    assertThat(token).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void a_token_expires() {
    String token = links.token(17, 3, ACCEPT, LATER);

    assertThat(links.read(token, LATER)).isEmpty();
    assertThat(links.hasExpired(token, LATER)).isTrue();
    assertThat(links.hasExpired(token, NOW)).isFalse();
  }

  @Test
  void a_token_made_into_another_is_refused() {
    String token = links.token(17, 3, ACCEPT, LATER);

    assertThat(links.read(token.replaceFirst("17-", "18-"), NOW)).isEmpty();
    assertThat(links.read(token.replaceFirst("-3-", "-4-"), NOW)).isEmpty();
    assertThat(links.read(token.replaceFirst("-a-", "-r-"), NOW)).isEmpty();
    assertThat(links.hasExpired(token.replaceFirst("-a-\\d+", "-a-1"), NOW)).isFalse();
  }

  @Test
  void no_other_last_character_passes_for_the_right_one() {
    String token = links.token(17, 3, ACCEPT, LATER);
    String start = token.substring(0, token.length() - 1);
    String all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    assertThat(all.chars().filter(c -> links.read(start + (char) c, NOW).isPresent()).count())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1-2-a-3", "1-2-a-3-", "99999999999999999999-1-a-1-AAAA"})
  void anything_else_is_refused(String token) {
    assertThat(links.read(token, NOW)).isEmpty();
    assertThat(links.hasExpired(token, NOW)).isFalse();
  }
}
