package io.dutybell.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.security.RefusedAddress;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DeliveryTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");

  @ParameterizedTest
  @CsvSource({
    "301, true", "302, true", "307, true", "400, true", "401, true", "403, true", "404, true",
    "408, false", "409, true", "410, true", "413, true", "422, true", "425, false", "429, false",
    "500, false", "502, false", "503, false", "504, false", "599, false"
  })
  void a_status_passes_or_does_not(int status, boolean permanent) {
    Failure failure = Delivery.http(status, null, "why\nnot", NOW);

    assertThat(failure.permanent()).isEqualTo(permanent);
    assertThat(failure.status()).isEqualTo(Integer.toString(status));
    assertThat(failure.error()).contains(Integer.toString(status), "why not");
    assertThat(failure.retryAfter()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "429 | 120                           | PT2M",
        "503 | 0                             | PT0S",
        "429 | Sun, 22 Nov 2026 15:07:30 GMT | PT1M30S",
        "429 | Sun, 22 Nov 2026 15:00:00 GMT | PT0S",
        "429 | 99999999                      | PT24H",
        "429 | 99999999999999                | -",
        "429 | soon                          | -",
        "429 | -5                            | -",
        "404 | 120                           | -"
      })
  void retry_after_is_seconds_or_a_date_and_at_most_a_day(
      int status, String header, Duration wait) {
    assertThat(Delivery.http(status, header, null, NOW).retryAfter()).isEqualTo(wait);
  }

  @ParameterizedTest
  @CsvSource({"421, false", "450, false", "451, false", "535, true", "550, true", "554, true"})
  void an_smtp_reply_is_judged_by_its_first_digit(int code, boolean permanent) {
    assertThat(Delivery.smtp(code, "x").permanent()).isEqualTo(permanent);
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(new ConnectException("refused"), "CONNECTION", false),
        Arguments.of(new SocketException("Connection reset"), "CONNECTION", false),
        Arguments.of(new EOFException(), "CONNECTION", false),
        Arguments.of(new SocketTimeoutException("Read timed out"), "TIMEOUT", false),
        Arguments.of(new SSLHandshakeException("PKIX"), "TLS", false),
        Arguments.of(new UnknownHostException("x.invalid"), "UNKNOWN_HOST", false),
        Arguments.of(new RefusedAddress("loopback"), "REFUSED", true),
        Arguments.of(new Undeliverable("ADDRESS", "no @"), "ADDRESS", true),
        Arguments.of(new IllegalStateException("bug"), "ERROR", false),
        Arguments.of(
            new RuntimeException(new IOException("x", new RefusedAddress("y"))), "REFUSED", true),
        Arguments.of(new RuntimeException(new ConnectException("z")), "CONNECTION", false));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void an_error_is_judged_by_its_kind_also_inside_others(
      Throwable error, String status, boolean permanent) {
    Failure failure = Delivery.classify(error);

    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.permanent()).isEqualTo(permanent);
    assertThat(failure.error()).isNotBlank();
  }

  @Test
  void an_error_is_one_line_of_limited_length() {
    Failure failure = Delivery.http(500, null, "a\r\nb\u001b[0m" + "x".repeat(10_000), NOW);

    assertThat(failure.error()).hasSize(Failure.MAX_ERROR).contains("a b [0mx").endsWith("…");
  }

  @Test
  void a_signature_is_what_the_docs_say() {
    // printf '1795359960.{"version":1}' | openssl dgst -sha256 -hmac 'my secret'
    assertThat(
            Signature.header("my secret", NOW, "{\"version\":1}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            "t=1795359960,v1=753a062ca6cb5c3bca27115ad8a55f3ec0858ffdee49ee9b3e2f35a69054d894");
  }
}
