package io.dutybell.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what is secret at rest (AES-256-GCM) and signs what leaves the process and comes back
 * (HMAC-SHA256), each with its own key derived from the installation's secret key. Thread-safe.
 */
public final class SecretBox {

  private static final String FORMAT = "v1.";
  private static final String SEALED = "s1.";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final byte[] encryptionKey;
  private final byte[] signingKey;
  private final String fingerprint;
  private final SecureRandom random;
  private final List<SecretBox> former;

  /**
   * @param secretKey the installation's secret key, 32 bytes
   * @param random where nonces come from
   * @throws IllegalArgumentException when the key has another length
   */
  public SecretBox(byte[] secretKey, SecureRandom random) {
    this(secretKey, List.of(), random);
  }

  /**
   * A box that also opens what former keys locked, and knows their signatures. It locks and signs
   * with its own only.
   *
   * @param secretKey the installation's secret key, 32 bytes
   * @param formerKeys keys that it had before, 32 bytes each
   * @param random where nonces come from
   * @throws IllegalArgumentException when a key has another length
   */
  public SecretBox(byte[] secretKey, List<byte[]> formerKeys, SecureRandom random) {
    if (secretKey.length != 32) {
      throw new IllegalArgumentException(
          "the secret key must have 32 bytes, but has " + secretKey.length);
    }
    this.encryptionKey = hmac(secretKey, "dutybell encryption".getBytes(StandardCharsets.US_ASCII));
    this.signingKey = hmac(secretKey, "dutybell signing".getBytes(StandardCharsets.US_ASCII));
    byte[] print = hmac(secretKey, "dutybell fingerprint".getBytes(StandardCharsets.US_ASCII));
    this.fingerprint = HexFormat.of().formatHex(print, 0, 16);
    this.random = random;
    this.former = formerKeys.stream().map(key -> new SecretBox(key, random)).toList();
  }

  /** Says which secret key this is without giving it away: 32 hexadecimal digits. */
  public String fingerprint() {
    return fingerprint;
  }

  /** The {@link #fingerprint} of each former key. */
  public List<String> formerFingerprints() {
    return former.stream().map(SecretBox::fingerprint).toList();
  }

  /** The text encrypted, in characters that are safe in JSON and URLs; different every time. */
  public String encrypt(String text) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] whole = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
      return FORMAT + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is not usable in this Java runtime", e);
    }
  }

  /**
   * The text that {@link #encrypt} was given.
   *
   * @throws UnreadableSecret when neither this key nor a former one opens it
   */
  public String decrypt(String encrypted) {
    try {
      return open(encrypted);
    } catch (UnreadableSecret e) {
      for (SecretBox box : former) {
        if (box.opens(encrypted)) {
          return box.open(encrypted);
        }
      }
      throw e;
    }
  }

  /** Whether it was encrypted with this very key, and not with a former one. */
  boolean opens(String encrypted) {
    try {
      open(encrypted);
      return true;
    } catch (UnreadableSecret e) {
      return false;
    }
  }

  private String open(String encrypted) {
    if (!encrypted.startsWith(FORMAT)) {
      throw new UnreadableSecret("not an encrypted value of this program", null);
    }
    try {
      byte[] whole = Base64.getUrlDecoder().decode(encrypted.substring(FORMAT.length()));
      if (whole.length < NONCE_BYTES) {
        throw new UnreadableSecret("an encrypted value was cut", null);
      }
      byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, nonce)
              .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
      return new String(text, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new UnreadableSecret(
          "a stored secret cannot be read: it was encrypted with another secret key, or was changed",
          e);
    } catch (UnreadableSecret e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new UnreadableSecret("an encrypted value is not Base64", e);
    }
  }

  /**
   * The text encrypted for one place: the same text for the same place gives the same characters,
   * so that a file which holds them changes only when the secret does.
   *
   * @param place what the secret belongs to; only {@link #open} with the same gives the text back
   */
  public String seal(String text, String place) {
    byte[] clear = text.getBytes(StandardCharsets.UTF_8);
    byte[] context = hmac(signingKey, place.getBytes(StandardCharsets.UTF_8));
    byte[] nonce = Arrays.copyOf(hmac(hmac(signingKey, context), clear), NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce);
      cipher.updateAAD(context);
      byte[] sealed = cipher.doFinal(clear);
      byte[] whole = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
      return SEALED + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is not usable in this Java runtime", e);
    }
  }

  /** Whether a text looks like what {@link #seal} makes. */
  public static boolean isSealed(String text) {
    return text.startsWith(SEALED);
  }

  /**
   * The text that {@link #seal} was given.
   *
   * @throws IllegalArgumentException when it was encrypted with another secret key or for another
   *     place, or was changed
   */
  public String open(String sealed, String place) {
    try {
      byte[] whole =
          sealed.startsWith(SEALED)
              ? Base64.getUrlDecoder().decode(sealed.substring(SEALED.length()))
              : new byte[0];
      if (whole.length < NONCE_BYTES) {
        throw new IllegalArgumentException("is no encrypted secret of this program");
      }
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE_BYTES));
      cipher.updateAAD(hmac(signingKey, place.getBytes(StandardCharsets.UTF_8)));
      return new String(
          cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "was encrypted with another secret key or for another place, or was changed", e);
    }
  }

  /** The signature of the bytes: 32 bytes. */
  public byte[] sign(byte[] data) {
    return hmac(signingKey, data);
  }

  /**
   * Whether this is the signature of the bytes, by this key or a former one; takes the same time
   * wherever they differ.
   */
  public boolean isSignature(byte[] data, byte[] signature) {
    boolean isOurs = MessageDigest.isEqual(sign(data), signature);
    for (SecretBox box : former) {
      isOurs |= box.isSignature(data, signature);
    }
    return isOurs;
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(encryptionKey, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }
}
