package io.dutybell.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.security.Cidr;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

  private static final List<Cidr> PROXIES =
      List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8"));
  private static final List<Cidr> ALL = List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0"));

  @Test
  void without_a_proxy_the_caller_is_the_peer_whatever_it_claims() {
    assertThat(ClientAddress.of("203.0.113.9", "198.51.100.1", PROXIES)).isEqualTo("203.0.113.9");
    assertThat(ClientAddress.of("10.0.0.1", "198.51.100.1", List.of())).isEqualTo("10.0.0.1");
  }

  @Test
  void behind_a_trusted_proxy_the_caller_is_the_last_address_that_is_not_one() {
    assertThat(ClientAddress.of("10.0.0.1", "198.51.100.1", PROXIES)).isEqualTo("198.51.100.1");
    assertThat(ClientAddress.of("10.0.0.1", "198.51.100.1, 10.0.0.2", PROXIES))
        .isEqualTo("198.51.100.1");
    assertThat(ClientAddress.of("fd00::1", "2001:db8::7", PROXIES)).isEqualTo("2001:db8::7");
  }

  @Test
  void what_stands_before_an_address_that_is_not_trusted_counts_for_nothing() {
    assertThat(ClientAddress.of("10.0.0.1", "10.1.1.1, 1.2.3.4, 198.51.100.1", PROXIES))
        .isEqualTo("198.51.100.1");
  }

  @Test
  void a_proxy_that_names_nobody_is_the_caller() {
    assertThat(ClientAddress.of("10.0.0.1", null, PROXIES)).isEqualTo("10.0.0.1");
    assertThat(ClientAddress.of("10.0.0.1", "", PROXIES)).isEqualTo("10.0.0.1");
    assertThat(ClientAddress.of("10.0.0.1", "unknown", PROXIES)).isEqualTo("10.0.0.1");
    assertThat(ClientAddress.of("10.0.0.1", "10.0.0.9", PROXIES)).isEqualTo("10.0.0.9");
  }

  @Test
  void a_proxy_may_add_the_port_and_brackets() {
    assertThat(ClientAddress.of("10.0.0.1", "198.51.100.1:443", PROXIES)).isEqualTo("198.51.100.1");
    assertThat(ClientAddress.of("10.0.0.1", "198.51.100.1, 10.0.0.2:8080", PROXIES))
        .isEqualTo("198.51.100.1");
    assertThat(ClientAddress.of("10.0.0.1", "[2001:db8::7]:443", PROXIES)).isEqualTo("2001:db8::7");
    assertThat(ClientAddress.of("10.0.0.1", "[2001:db8::7]", PROXIES)).isEqualTo("2001:db8::7");
    assertThat(ClientAddress.of("10.0.0.1", "[host.example]:443", PROXIES)).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dead.beef",
        "cafe",
        "localhost",
        "1",
        "1.2",
        "2130706433",
        "1.2.3.4.5",
        "999.1.1.1",
        ":",
        "1:2",
        "::1\n",
        "fe80::1%eth0",
        "",
        " "
      })
  void text_that_is_no_address_is_in_no_network_and_is_never_looked_up(String text) {
    assertThat(ClientAddress.isIn(text, ALL)).isFalse();
  }

  @Test
  void an_ipv4_address_in_ipv6_clothes_is_the_ipv4_address() {
    assertThat(ClientAddress.isIn("::ffff:10.1.2.3", PROXIES)).isTrue();
    assertThat(ClientAddress.isIn("10.1.2.3", PROXIES)).isTrue();
    assertThat(ClientAddress.isIn("11.1.2.3", PROXIES)).isFalse();
  }
}
