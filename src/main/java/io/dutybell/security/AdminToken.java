package io.dutybell.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The API token of {@code DUTYBELL_ADMIN_TOKEN}; known by its hash only. */
public final class AdminToken {

  private final byte[] hash;

  /**
   * @param token null or blank when none is configured; nothing is accepted then
   */
  public AdminToken(String token) {
    this.hash = token == null || token.isBlank() ? null : hash(token.strip());
  }

  /** Whether a token is configured. */
  public boolean isConfigured() {
    return hash != null;
  }

  /**
   * Whether this is the token; takes the same time however much of it is right.
   *
   * @param presented what the caller sent, may be null
   */
  public boolean matches(String presented) {
    byte[] other = hash(presented == null ? "" : presented);
    return hash != null && MessageDigest.isEqual(hash, other);
  }

  private static byte[] hash(String token) {
    return IntegrationKeys.hash(token).getBytes(StandardCharsets.US_ASCII);
  }
}
