package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers may write into {@code If-Match}. */
class IfMatchHeaderTest {

  private static final String VERSION = "v-1_a";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        " * ",
        "\"v-1_a\"",
        "\"x\", \"v-1_a\"",
        "\"v-1_a\",\"x\"",
        ",,\"v-1_a\" ,",
        "W/\"x\",\t\"v-1_a\""
      })
  void what_names_the_version_fits(String header) {
    assertThatCode(() -> IfMatch.of(header).require(() -> VERSION)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"W/\"v-1_a\"", "\"x\"", "\"\"", "\"*\"", "\"V-1_A\"", "\"x\",W/\"v-1_a\""})
  void another_version_and_a_weak_tag_do_not_fit(String header) {
    assertThat(statusOf(() -> IfMatch.of(header).require(() -> VERSION))).isEqualTo(412);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "v-1_a",
        "\"x",
        "x\"",
        "\"a\" \"b\"",
        "*,\"a\"",
        "**",
        "w/\"a\"",
        "W/ \"a\"",
        ",",
        "\"a\";",
        "\"a b\"",
        "\"\u0000\"",
        "W/",
        "\"a\",x"
      })
  void anything_else_cannot_be_read(String header) {
    assertThat(statusOf(() -> IfMatch.of(header))).isEqualTo(400);
  }

  @Test
  void without_the_header_everything_fits() {
    assertThatCode(() -> IfMatch.of(null).require(() -> null)).doesNotThrowAnyException();
    assertThat(statusOf(() -> IfMatch.of("\"a\"").require(() -> null))).isEqualTo(412);
  }

  @Test
  void a_long_header_is_read_in_no_time() {
    String header = "\"a\",".repeat(4_000) + "\"b\"";

    assertThatCode(() -> IfMatch.of(header).require(() -> "b")).doesNotThrowAnyException();
    assertThatThrownBy(() -> IfMatch.of(header + " \"")).isInstanceOf(Problem.class);
  }

  private static int statusOf(Runnable reading) {
    try {
      reading.run();
      return 200;
    } catch (Problem e) {
      return e.answer().status();
    }
  }
}
