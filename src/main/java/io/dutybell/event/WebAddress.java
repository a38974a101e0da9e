package io.dutybell.event;

import java.net.URI;
import java.net.URISyntaxException;

/** Which addresses from outside may become links and images. */
public final class WebAddress {

  /** The most characters of an address. */
  public static final int MAX = 2_000;

  private WebAddress() {}

  /**
   * Whether it is one beyond doubt, as nearly all are: a host name whose last part begins with a
   * letter, then nothing that a parser would have to look at.
   */
  private static boolean isPlain(String address) {
    if (!address.startsWith("https://")) {
      return false;
    }
    int start = "https://".length();
    int i = start;
    int part = start;
    while (i < address.length() && isHost(address.charAt(i))) {
      if (address.charAt(i++) == '.') {
        part = i;
      }
    }
    boolean host =
        part > start
            && i > part
            && isLetter(address.charAt(part))
            && isLetter(address.charAt(start));
    boolean path = i == address.length() || address.charAt(i) == '/';
    if (!host || !path || address.indexOf("..") >= 0) {
      return false;
    }
    while (i < address.length() && isHarmless(address.charAt(i))) {
      i++;
    }
    return i == address.length();
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isHost(char c) {
    return isLetter(c) || c >= '0' && c <= '9' || c == '.';
  }

  private static boolean isHarmless(char c) {
    return isHost(c) || c >= 'A' && c <= 'Z' || "-_/?&=:".indexOf(c) >= 0;
  }

  /** Whether it is an absolute http or https URL with a host and of bearable length. */
  public static boolean isWeb(String address) {
    if (address == null || address.length() > MAX) {
      return false;
    }
    if (isPlain(address)) {
      return true;
    }
    try {
      URI uri = new URI(address);
      String scheme = uri.getScheme();
      return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
          && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
