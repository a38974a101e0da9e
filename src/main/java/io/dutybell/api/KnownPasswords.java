package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.security.Remembered;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers for five minutes which passwords were right, so that a client that sends its password
 * with every call is not hashed every time. Kept are keyed digests, with a key that only this
 * process has; a changed password is forgotten at once, because its stored hash is another.
 */
public final class KnownPasswords {

  private static final Duration REMEMBERED = Duration.ofMinutes(5);
  private static final int MOST = 1_000;
  private static final String ALGORITHM = "HmacSHA256";

  private record Right(String hash, Instant until) {}

  private final SecretKeySpec key;
  private final Clock clock;
  private final Remembered<Right> right = new Remembered<>(MOST);

  public KnownPasswords(SecureRandom random, Clock clock) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, ALGORITHM);
    this.clock = clock;
  }

  /** Whether this password matched this stored hash a moment ago. */
  synchronized boolean isRight(String username, String password, String hash) {
    Right known = right.get(digest(username, password));
    return known != null && known.hash().equals(hash) && clock.now().isBefore(known.until());
  }

  synchronized void remember(String username, String password, String hash) {
    right.put(digest(username, password), new Right(hash, clock.now().plus(REMEMBERED)));
  }

  private String digest(String username, String password) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(username.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }
}
