package io.dutybell.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {

  /** What decides: letters of both cases, digits, and every character with a meaning in a URL. */
  private static final String ALPHABET = "aZ09.-_/?&=:%#@[]<> \"\\\u00e9\u202e\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://cloudmonitor.console.aliyun.com/productMonitorChart?category=ecs&dimension=instanceId%3Ai-1",
        "https://ecs.console.aliyun.com/server/i-bp1/detail?regionId=cn-hangzhou",
        "HTTP://Example.com:8080/a#b",
        "https://[2001:db8::1]/",
        "http://localhost"
      })
  void a_web_address_is_one(String address) {
    assertThat(WebAddress.isWeb(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://a..b/",
        "https://a.b.1/",
        "https://a.b/ c",
        "https://a.b/%zz",
        "ftp://a.b/",
        "//a.b/"
      })
  void anything_else_is_none(String address) {
    assertThat(WebAddress.isWeb(address)).isFalse();
  }

  @Test
  void the_quick_look_says_what_the_parser_says() {
    Random random = new Random(20261122);
    int webAddresses = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder address = new StringBuilder("https://");
      int plain = random.nextInt(2);
      int length = random.nextInt(12);
      for (int c = 0; c < length; c++) {
        // Half of them of harmless characters only, or hardly any would be an address at all.
        address.append(ALPHABET.charAt(random.nextInt(plain == 1 ? 11 : ALPHABET.length())));
      }
      boolean expected = parses(address.toString());
      webAddresses += expected ? 1 : 0;
      assertThat(WebAddress.isWeb(address.toString())).as(address.toString()).isEqualTo(expected);
    }
    assertThat(webAddresses).isGreaterThan(1_000);
  }

  private static boolean parses(String address) {
    try {
      return new URI(address).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
