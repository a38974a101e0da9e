package io.dutybell;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PulseTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"foo", "/ping", "ftp://example.org/x", "https://", "http://a b/", "mailto:x"})
  void what_is_no_web_address_is_refused_at_the_start_and_not_shown(String url) {
    assertThatThrownBy(() -> new Pulse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dutybell.pulse.url")
        .hasNoCause();
  }

  @Test
  void a_web_address_is_taken() {
    assertThatCode(() -> new Pulse("https://watch.example.org/ping/abc"))
        .doesNotThrowAnyException();
  }
}
