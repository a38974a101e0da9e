package io.dutybell.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3/8, 10.9.9.9, true",
    "47.74.206.64/26, 47.74.206.64, true",
    "47.74.206.64/26, 47.74.206.127, true",
    "47.74.206.64/26, 47.74.206.128, false",
    "47.74.206.64/26, 47.74.206.63, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.7/32, ::ffff:192.0.2.7, true",
    "::ffff:10.0.0.0, 10.0.0.0, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 10.0.0.1, false",
    "::1, ::1, true"
  })
  void a_block_holds_its_addresses_and_no_other(String block, String address, boolean holds)
      throws Exception {
    assertThat(Cidr.parse(block).contains(InetAddress.getByName(address))).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0/8",
        "10.0.0.256",
        "::/129",
        "localhost",
        "example.com/8",
        "10.0.0.0/8/8",
        "1e1.0.0.0",
        "fe80::1%eth0",
        ":::"
      })
  void what_is_no_block_is_named_in_the_error(String text) {
    assertThatThrownBy(() -> Cidr.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining("10.0.0.0/8");
  }

  @Test
  void blocks_are_equal_when_they_hold_the_same_and_print_their_first_address() {
    assertThat(Cidr.parse("10.1.2.3/8")).isEqualTo(Cidr.parse(" 10.0.0.0/8 "));
    assertThat(Cidr.parse("10.1.2.3/8")).hasToString("10.0.0.0/8");
    assertThat(Cidr.parse("10.0.0.0/8")).isNotEqualTo(Cidr.parse("10.0.0.0/9"));
  }
}
