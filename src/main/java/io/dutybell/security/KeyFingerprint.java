package io.dutybell.security;

import io.dutybell.store.Database;
import io.dutybell.store.DatabaseAway;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.util.Optional;

/** The fingerprint of the secret key that the database's secrets are encrypted with. */
public final class KeyFingerprint {

  private static final String NAME = "secret-key-fingerprint";

  private KeyFingerprint() {}

  /**
   * Refuses to go on in a transaction when the database's secrets belong to another key by now.
   *
   * @throws SecretKeyReplaced then
   */
  public static void require(Session session, SecretBox box) throws SQLException {
    Optional<String> stored = find(session);
    if (stored.isPresent() && !stored.get().equals(box.fingerprint())) {
      throw new SecretKeyReplaced(box.fingerprint(), stored.get());
    }
  }

  /**
   * As {@link #require(Session, SecretBox)}, in a transaction of its own.
   *
   * @throws SecretKeyReplaced when the key was replaced
   * @throws DatabaseAway when the database cannot be reached
   */
  public static void require(Database database, SecretBox box) {
    database.inTransaction(
        session -> {
          require(session, box);
          return null;
        });
  }

  /** The fingerprint that is stored; this key's, when there was none. */
  static String findOrPut(Session session, SecretBox box) throws SQLException {
    session.update(
        "system_state/put-if-absent", p -> p.text("name", NAME).text("value", box.fingerprint()));
    return find(session).orElseThrow();
  }

  static void put(Session session, SecretBox box) throws SQLException {
    session.update(
        "system_state/update", p -> p.text("name", NAME).text("value", box.fingerprint()));
  }

  private static Optional<String> find(Session session) throws SQLException {
    return session.first("system_state/find", p -> p.text("name", NAME), row -> row.text("value"));
  }
}
