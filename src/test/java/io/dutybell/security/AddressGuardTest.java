package io.dutybell.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, loopback",
    "127.255.255.254, loopback",
    "::1, loopback",
    "0.0.0.0, unspecified",
    "0.1.2.3, unspecified",
    "::, unspecified",
    "10.0.0.1, private",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.168.0.1, private",
    "100.64.0.1, private",
    "100.127.255.255, private",
    "fd12:3456::1, private",
    "fc00::1, private",
    "fec0::1, private",
    "169.254.1.1, link-local",
    "fe80::1, link-local",
    "169.254.169.254, metadata",
    "100.100.100.200, metadata",
    "224.0.0.1, multicast",
    "ff02::1, multicast",
    "255.255.255.255, reserved",
    "240.0.0.1, reserved",
    "192.0.0.8, reserved",
    "198.18.0.1, reserved",
    "192.0.2.1, documentation",
    "198.51.100.1, documentation",
    "203.0.113.1, documentation",
    "2001:db8::1, documentation",
    "::ffff:127.0.0.1, loopback",
    "::ffff:169.254.169.254, metadata",
    "::127.0.0.1, reserved",
    "64:ff9b::7f00:1, loopback",
    "64:ff9b::a9fe:a9fe, metadata",
    "64:ff9b:1::a00:1, reserved",
    "2002:a00:1::1, private",
    "2002:7f00:1::, loopback",
    "2001:0:1::1, reserved",
    "100::1, reserved",
    "fd00:ec2::254, private"
  })
  void what_is_not_public_is_refused_with_the_reason(String address, String reason)
      throws Exception {
    assertThat(AddressGuard.allowing("").refusal(InetAddress.getByName(address)))
        .hasValueSatisfying(said -> assertThat(said).contains(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "47.74.206.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.167.1.1",
        "223.5.5.5",
        "2400:3200::1",
        "2606:4700::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1"
      })
  void public_addresses_may_be_reached(String address) throws Exception {
    assertThat(AddressGuard.allowing(null).refusal(InetAddress.getByName(address))).isEmpty();
  }

  @Test
  void an_allowed_block_opens_itself_and_nothing_else() throws Exception {
    AddressGuard guard = AddressGuard.allowing("10.1.0.0/16, fd00::/8  127.0.0.1");

    assertThat(guard.refusal(InetAddress.getByName("10.1.2.3"))).isEmpty();
    assertThat(guard.refusal(InetAddress.getByName("::ffff:10.1.2.3"))).isEmpty();
    assertThat(guard.refusal(InetAddress.getByName("64:ff9b::a01:203"))).isEmpty();
    assertThat(guard.refusal(InetAddress.getByName("fd00::7"))).isEmpty();
    assertThat(guard.refusal(InetAddress.getLoopbackAddress())).isEmpty();
    assertThat(guard.refusal(InetAddress.getByName("127.0.0.2"))).isPresent();
    assertThat(guard.refusal(InetAddress.getByName("10.2.0.1"))).isPresent();
    assertThat(guard.refusal(InetAddress.getByName("0:0:0:0:0:0:0:1"))).isPresent();
  }

  @Test
  void a_bad_block_in_the_list_is_named() {
    assertThatThrownBy(() -> AddressGuard.allowing("10.0.0.0/8, 10.0.0.0/99"))
        .hasMessageContaining("\"10.0.0.0/99\"");
  }
}
