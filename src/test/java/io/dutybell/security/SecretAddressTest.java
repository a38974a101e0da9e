package io.dutybell.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretAddressTest {

  @ParameterizedTest
  @CsvSource({
    "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef,https://oapi.dingtalk.com/***cdef",
    "https://open.feishu.cn/open-apis/bot/v2/hook/11112222-3333-4444-5555-666677778888,https://open.feishu.cn/***8888",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123456789,https://qyapi.weixin.qq.com/***6789",
    "https://hooks.slack.com/services/T000/B000/XXXXYYYYZZZZ,https://hooks.slack.com/***ZZZZ",
    "HTTPS://hooks.example.org:8443#token,HTTPS://hooks.example.org:8443/***",
    "https://ana:s3cret@hooks.example.org,https://hooks.example.org/***",
    "http://127.0.0.1:9000/short,http://127.0.0.1:9000/***"
  })
  void of_an_address_with_a_secret_the_host_and_the_end_are_shown(String address, String shown) {
    assertThat(SecretAddress.shown(address)).isEqualTo(shown);
    assertThat(SecretAddress.isSecret(address)).isTrue();
    assertThat(SecretAddress.isShown(shown)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.example.org",
        "http://127.0.0.1:9000/",
        "ana@example.org",
        "+86 138 0013 8000",
        "a text about https://example.org/x",
        "",
        "https://hooks.example.org/***cdef",
        "https://hooks.example.org/***"
      })
  void everything_else_is_shown_as_it_is(String text) {
    assertThat(SecretAddress.shown(text)).isEqualTo(text);
    assertThat(SecretAddress.isSecret(text)).isFalse();
  }

  @Test
  void half_a_character_is_not_shown_and_no_text_is_too_long_to_look_at() {
    assertThat(SecretAddress.shown("https://example.org/01234567😀abc"))
        .isEqualTo("https://example.org/***abc");
    assertThat(SecretAddress.shown("https://" + "a@".repeat(100_000) + "x"))
        .isEqualTo("https://x/***");
    assertThat(SecretAddress.isSecret(null)).isFalse();
  }
}
