package io.dutybell.security;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which addresses an outbound request may reach, so that a URL that somebody typed cannot
 * make this machine talk to its own network, to itself, or to the cloud's metadata service.
 *
 * <p>What is not known to be public is refused. Forms of IPv6 that carry an IPv4 address (mapped,
 * NAT64, 6to4) are judged by the address that they carry.
 */
public final class AddressGuard {

  private record Refusal(Cidr block, String reason) {}

  private static final List<Refusal> REFUSED =
      Stream.of(
              "100.100.100.200/32=the cloud's metadata service",
              "169.254.169.254/32=the cloud's metadata service",
              "0.0.0.0/8=unspecified",
              "10.0.0.0/8=private",
              "100.64.0.0/10=private (shared address space)",
              "127.0.0.0/8=loopback",
              "169.254.0.0/16=link-local",
              "172.16.0.0/12=private",
              "192.0.0.0/24=reserved",
              "192.0.2.0/24=documentation",
              "192.88.99.0/24=reserved",
              "192.168.0.0/16=private",
              "198.18.0.0/15=reserved for benchmarks",
              "198.51.100.0/24=documentation",
              "203.0.113.0/24=documentation",
              "224.0.0.0/4=multicast",
              "240.0.0.0/4=reserved",
              "::/128=unspecified",
              "::1/128=loopback",
              "fe80::/10=link-local",
              "fec0::/10=private (site-local)",
              "fc00::/7=private (unique local)",
              "ff00::/8=multicast",
              "2001::/23=reserved",
              "2001:db8::/32=documentation",
              "3fff::/20=documentation")
          .map(line -> line.split("=", 2))
          .map(parts -> new Refusal(Cidr.parse(parts[0]), parts[1]))
          .toList();

  private static final Cidr GLOBAL_V6 = Cidr.parse("2000::/3");
  private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");
  private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");

  private final List<Cidr> allowed;

  /**
   * Makes a guard.
   *
   * @param allowed blocks that may be reached whatever they are
   */
  public AddressGuard(List<Cidr> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /**
   * Reads the blocks that may be reached from a list.
   *
   * @param list blocks separated by commas or spaces; null or blank means none
   * @throws IllegalArgumentException when one is not a block; the message names it
   */
  public static AddressGuard allowing(String list) {
    if (list == null || list.isBlank()) {
      return new AddressGuard(List.of());
    }
    return new AddressGuard(
        Stream.of(list.strip().split("[,\\s]+"))
            .filter(text -> !text.isEmpty())
            .map(Cidr::parse)
            .toList());
  }

  /**
   * Why the address may not be reached, such as {@code loopback}; empty when it may.
   *
   * @param address never null
   */
  public Optional<String> refusal(InetAddress address) {
    return refusal(Cidr.unmapped(address.getAddress()));
  }

  private Optional<String> refusal(byte[] address) {
    if (allowed.stream().anyMatch(block -> block.contains(address))) {
      return Optional.empty();
    }
    if (SIX_TO_FOUR.contains(address)) {
      return refusal(Arrays.copyOfRange(address, 2, 6));
    }
    if (NAT64.contains(address)) {
      return refusal(Arrays.copyOfRange(address, 12, 16));
    }
    Optional<String> known =
        REFUSED.stream().filter(r -> r.block().contains(address)).map(Refusal::reason).findFirst();
    if (known.isEmpty() && address.length == 16 && !GLOBAL_V6.contains(address)) {
      return Optional.of("reserved");
    }
    return known;
  }
}
