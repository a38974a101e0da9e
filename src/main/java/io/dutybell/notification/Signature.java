package io.dutybell.notification;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs outbound requests, so that a receiver can tell that they are ours and not old. */
public final class Signature {

  private Signature() {}

  /**
   * The value of the header {@code Dutybell-Signature}.
   *
   * @param secret what sender and receiver share, not empty
   * @param at when the request is sent
   * @param body the bytes of the request
   * @return {@code t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">}
   */
  public static String header(String secret, Instant at, byte[] body) {
    long seconds = at.getEpochSecond();
    Mac mac = hmac(secret.getBytes(StandardCharsets.UTF_8));
    mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
    return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
  }

  /**
   * HMAC-SHA256 in Base64, as robots of chat services ask for it.
   *
   * @param key the key, not empty
   * @param text what is signed
   */
  public static String hmacSha256Base64(String key, String text) {
    byte[] signed =
        hmac(key.getBytes(StandardCharsets.UTF_8)).doFinal(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(signed);
  }

  private static Mac hmac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
