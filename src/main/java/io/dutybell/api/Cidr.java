package io.dutybell.api;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The form of an address or a range of addresses. */
final class Cidr {

  private Cidr() {}

  /** Whether the text is an IPv4 or IPv6 address, with or without a prefix length. */
  static boolean isValid(String text) {
    String[] parts = text.split("/", -1);
    boolean version4 = parts[0].matches("\\d{1,3}(\\.\\d{1,3}){3}");
    boolean version6 = parts[0].contains(":") && parts[0].matches("[0-9A-Fa-f:.]{2,45}");
    if (parts.length > 2 || !(version4 || version6)) {
      return false;
    }
    try {
      // Only literals come here, so no name is ever looked up.
      int bits = InetAddress.getByName(parts[0]).getAddress().length * 8;
      return parts.length == 1
          || (parts[1].matches("\\d{1,3}") && Integer.parseInt(parts[1]) <= bits);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
