package io.dutybell.security;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes API tokens. They are stored as {@link IntegrationKeys#hash hashes}, like the keys. */
public final class ApiTokens {

  private static final int BYTES = 24;

  private final SecureRandom random;

  public ApiTokens(SecureRandom random) {
    this.random = random;
  }

  /** A new token of 192 random bits. It is a secret: never log it. */
  public String generate() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return "dbt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
