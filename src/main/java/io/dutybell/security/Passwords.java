package io.dutybell.security;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

/**
 * Hashes passwords with Argon2id, which takes 19 MiB and two passes, so that guessing is expensive
 * even for who has stolen the database.
 */
public final class Passwords {

  /** The fewest characters that a password may have. */
  public static final int SHORTEST = 10;

  /** The most characters; more would only make hashing slow. */
  public static final int LONGEST = 200;

  private static final Argon2Function ARGON2ID =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);
  private static final int SALT_BYTES = 16;

  /** What is compared with when there is no such user, so that it takes as long. */
  private static final String NOBODY = hash("nobody has this password");

  private Passwords() {}

  /** The text to store for a password, with its own salt. */
  public static String hash(String password) {
    return Password.hash(password).addRandomSalt(SALT_BYTES).with(ARGON2ID).getResult();
  }

  /**
   * Whether this is the password; takes as long when there is none to compare with.
   *
   * @param hash as stored; null when there is no such user, or the user has no password
   */
  public static boolean matches(String password, String hash) {
    String stored = hash == null ? NOBODY : hash;
    boolean right =
        Password.check(password, stored).with(Argon2Function.getInstanceFromHash(stored));
    return right && hash != null;
  }
}
