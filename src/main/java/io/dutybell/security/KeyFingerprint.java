package io.dutybell.security;

import io.dutybell.store.Database;
import io.dutybell.store.DatabaseAway;

/**
 * Notices a start with another secret key than the one that the stored secrets were encrypted with.
 */
public final class KeyFingerprint {

  private static final String NAME = "secret-key-fingerprint";

  private KeyFingerprint() {}

  /**
   * Compares the key's fingerprint with the one stored at the first start; stores it when there is
   * none.
   *
   * @throws IllegalStateException when the database's secrets belong to another key
   * @throws DatabaseAway when the database cannot be reached
   */
  public static void check(Database database, SecretBox box) {
    String stored =
        database.inTransaction(
            session -> {
              session.update(
                  "system_state/put-if-absent",
                  p -> p.text("name", NAME).text("value", box.fingerprint()));
              return session
                  .first("system_state/find", p -> p.text("name", NAME), row -> row.text("value"))
                  .orElseThrow();
            });
    if (!stored.equals(box.fingerprint())) {
      throw new IllegalStateException(
          "the secret key (fingerprint "
              + box.fingerprint()
              + ") is not the one this database was set up with (fingerprint "
              + stored
              + "); start with that key in DUTYBELL_SECRET_KEY or restore secret.key in the data directory");
    }
  }
}
