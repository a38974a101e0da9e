package io.dutybell.event;

import java.net.URI;
import java.net.URISyntaxException;

/** Which addresses from outside may become links and images. */
public final class WebAddress {

  /** The most characters of an address. */
  public static final int MAX = 2_000;

  private WebAddress() {}

  /** Whether it is an absolute http or https URL with a host and of bearable length. */
  public static boolean isWeb(String address) {
    if (address == null || address.length() > MAX) {
      return false;
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
