package io.dutybell.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Makes integration keys, and the hashes by which they are found. */
public final class IntegrationKeys {

  private static final int BYTES = 24;

  private final SecureRandom random;

  public IntegrationKeys(SecureRandom random) {
    this.random = random;
  }

  /** A new key of 192 random bits, safe in a URL. It is a secret: never log it. */
  public String generate() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return "db_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * SHA-256 of the key in lower-case hexadecimal. A fast hash is enough: the keys are random, so
   * there is nothing to guess.
   *
   * @param key any text, not null
   */
  public static String hash(String key) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
