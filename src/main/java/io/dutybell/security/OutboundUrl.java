package io.dutybell.security;

import java.net.URI;
import java.net.URISyntaxException;

/** Reads a URL that a person typed as the target of outbound requests. */
public final class OutboundUrl {

  /** The longest URL, in characters. */
  public static final int MAX_LENGTH = 2000;

  private OutboundUrl() {}

  /**
   * Reads the URL. The address behind the name is checked later, when it is looked up.
   *
   * @param text may be null
   * @return an absolute http or https URL with a host, without user information
   * @throws RefusedAddress when it is anything else; the message says what is wrong, and does not
   *     repeat the URL, which may hold a secret
   */
  public static URI parse(String text) throws RefusedAddress {
    if (text == null || text.isBlank()) {
      throw new RefusedAddress("The URL is empty.");
    }
    if (text.length() > MAX_LENGTH) {
      throw new RefusedAddress("The URL is longer than " + MAX_LENGTH + " characters.");
    }
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw new RefusedAddress(
          "The URL is not valid: " + e.getReason() + " at position " + e.getIndex() + ".");
    }
    if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
      throw new RefusedAddress("The URL must begin with https:// or http://.");
    }
    if (uri.getRawUserInfo() != null) {
      throw new RefusedAddress(
          "The URL must not hold a user or password before an @: use a header instead.");
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
      throw new RefusedAddress("The URL has no valid host name or port.");
    }
    return uri;
  }
}
