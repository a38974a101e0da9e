package io.dutybell.receive;

import io.dutybell.security.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out who sent a request that came through proxies. Pure, but for parsing address literals.
 */
public final class ClientAddress {

  /** Nothing that could be a name: a name would be looked up. */
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|(?=.{2,45}$)[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  /** Some proxies add the port, and brackets around what has colons of its own. */
  private static final Pattern WITH_PORT =
      Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}):\\d{1,5}|\\[([^\\]]*)](?::\\d{1,5})?");

  private ClientAddress() {}

  /**
   * The address of the sender: the peer's; or, while the peer is a trusted proxy, the last address
   * of {@code X-Forwarded-For} that is not one itself. What is before an address that is not
   * trusted could have been written by anybody.
   *
   * @param peer the address of the connection
   * @param forwardedFor the header, several joined by commas; may be null
   * @param trusted the networks of our own proxies
   */
  public static String of(String peer, String forwardedFor, List<Cidr> trusted) {
    String sender = peer;
    if (forwardedFor == null || trusted.isEmpty()) {
      return sender;
    }
    String[] hops = forwardedFor.split(",");
    for (int i = hops.length - 1; i >= 0 && isIn(sender, trusted); i--) {
      String hop = withoutPort(hops[i].strip());
      if (!LITERAL.matcher(hop).matches()) {
        return sender;
      }
      sender = hop;
    }
    return sender;
  }

  private static String withoutPort(String hop) {
    Matcher matcher = WITH_PORT.matcher(hop);
    if (!matcher.matches()) {
      return hop;
    }
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }

  /** Whether the address is in one of the networks; text that is no address is in none. */
  public static boolean isIn(String address, List<Cidr> networks) {
    if (!LITERAL.matcher(address).matches()) {
      return false;
    }
    try {
      InetAddress parsed = InetAddress.getByName(address);
      return networks.stream().anyMatch(network -> network.contains(parsed));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
