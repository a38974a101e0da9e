package io.dutybell.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A block of addresses, written as {@code 10.0.0.0/8} or {@code 2001:db8::/32}; a single address is
 * the block of itself.
 *
 * <p>An IPv4 address that came in IPv6 clothes ({@code ::ffff:10.0.0.1}) is the IPv4 address.
 */
public final class Cidr {

  private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /**
   * Reads a block. Bits below the prefix are ignored; no name is ever looked up.
   *
   * @param text an address, or an address, a slash and the length of the prefix in bits
   * @throws IllegalArgumentException when it is neither; the message names the text
   */
  public static Cidr parse(String text) {
    String stripped = text == null ? "" : text.strip();
    int slash = stripped.indexOf('/');
    byte[] address = literal(slash < 0 ? stripped : stripped.substring(0, slash), text);
    int width = address.length * 8;
    int bits = slash < 0 ? width : prefix(stripped.substring(slash + 1), width, text);
    return new Cidr(masked(address, bits), bits);
  }

  /** Whether the address, never null, is in the block. */
  public boolean contains(InetAddress address) {
    return contains(address.getAddress());
  }

  /** Whether the address in network byte order, 4 or 16 bytes, is in the block. */
  boolean contains(byte[] address) {
    byte[] plain = unmapped(address);
    return plain.length == network.length && Arrays.equals(masked(plain, bits), network);
  }

  /** The last four of sixteen bytes when they are an IPv4 address in IPv6 clothes. */
  static byte[] unmapped(byte[] address) {
    if (address.length != 16) {
      return address;
    }
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return address;
      }
    }
    return address[10] == -1 && address[11] == -1 ? Arrays.copyOfRange(address, 12, 16) : address;
  }

  private static byte[] literal(String address, String text) {
    if (!V4.matcher(address).matches() && !V6.matcher(address).matches()) {
      throw wrong(text);
    }
    try {
      InetAddress parsed = InetAddress.getByName(address);
      if (parsed instanceof Inet6Address v6 && v6.getScopeId() != 0) {
        throw wrong(text);
      }
      return parsed.getAddress();
    } catch (UnknownHostException e) {
      throw wrong(text);
    }
  }

  private static int prefix(String digits, int width, String text) {
    if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > width) {
      throw wrong(text);
    }
    return Integer.parseInt(digits);
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] result = new byte[address.length];
    for (int i = 0; i < result.length; i++) {
      int kept = Math.max(0, Math.min(8, bits - i * 8));
      result[i] = (byte) (address[i] & (0xFF << (8 - kept)));
    }
    return result;
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "\"" + text + "\" is not an address block: write it like 10.0.0.0/8 or 2001:db8::/32");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr that && bits == that.bits && Arrays.equals(network, that.network);
  }

  @Override
  public int hashCode() {
    return Objects.hash(bits, Arrays.hashCode(network));
  }

  /** The block in its usual form, such as {@code 10.0.0.0/8}. */
  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(network).getHostAddress() + "/" + bits;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("a block has 4 or 16 bytes", e);
    }
  }
}
