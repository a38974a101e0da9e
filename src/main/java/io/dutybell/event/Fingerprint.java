package io.dutybell.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A SHA-256 over several texts. Where one ends and the next begins counts, and so does whether one
 * is null.
 */
public final class Fingerprint {

  private final MessageDigest digest;

  /** Over nothing yet. */
  public Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256, which every Java must have.", e);
    }
  }

  /** Adds a text, which may be null. */
  public Fingerprint add(String text) {
    if (text != null) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0xFF); // no UTF-8 text contains it
    } else {
      digest.update((byte) 0xFE); // nor this
    }
    return this;
  }

  /** Its first 16 bytes; ends the fingerprint. */
  public UUID uuid() {
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  /** All of it in lower-case hexadecimal; ends the fingerprint. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
