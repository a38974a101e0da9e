package io.dutybell.security;

import io.dutybell.store.Database;
import io.dutybell.store.DatabaseAway;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the secret key of this process into use at its start. When the database's secrets belong to
 * a former key, all of them are encrypted anew, in one transaction: a process that dies meanwhile
 * leaves everything as it was.
 */
public final class SecretKeyChange {

  private record Value(String id, String encrypted) {}

  private SecretKeyChange() {}

  /**
   * Makes sure that every secret of the database is encrypted with this key. Doing it again changes
   * nothing.
   *
   * @return how many secrets were encrypted anew
   * @throws IllegalStateException when the secrets belong to a key that this box does not know, or
   *     one of them cannot be read; then nothing was changed
   * @throws DatabaseAway when the database cannot be reached
   */
  public static int complete(Database database, SecretBox box) {
    return database.inTransaction(
        session -> {
          boolean mayChange = !box.formerFingerprints().isEmpty();
          if (mayChange) {
            // Changes of the configuration begin with the same row: none is going on now, and every
            // later one sees which key is in use.
            session.update("configuration_version/bump", p -> {});
          }
          refuseUnknown(KeyFingerprint.findOrPut(session, box), box);
          int changed = 0;
          for (EncryptedColumn column : mayChange ? EncryptedColumn.values() : NONE) {
            changed += encrypt(session, column, box);
          }
          KeyFingerprint.put(session, box);
          return changed;
        });
  }

  private static final EncryptedColumn[] NONE = {};

  private static void refuseUnknown(String inUse, SecretBox box) {
    if (inUse.equals(box.fingerprint()) || box.formerFingerprints().contains(inUse)) {
      return;
    }
    throw new IllegalStateException(
        "the secret key (fingerprint "
            + box.fingerprint()
            + ") is not the one this database was set up with (fingerprint "
            + inUse
            + ")"
            + (box.formerFingerprints().isEmpty()
                ? ""
                : ", and neither is a former one ("
                    + String.join(", ", box.formerFingerprints())
                    + ")")
            + "; start with that key in DUTYBELL_SECRET_KEY or restore secret.key in the data"
            + " directory; to replace it, name it in DUTYBELL_SECRET_KEY_FORMER");
  }

  private static int encrypt(Session session, EncryptedColumn column, SecretBox box)
      throws SQLException {
    List<Value> changed = new ArrayList<>();
    for (Value value :
        session.list(column.list(), row -> new Value(row.text("id"), row.text("encrypted")))) {
      if (!box.opens(value.encrypted())) {
        changed.add(new Value(value.id(), box.encrypt(decrypt(column, value, box))));
      }
    }
    session.batch(
        column.update(),
        changed,
        (p, value) -> p.text("id", value.id()).text("encrypted", value.encrypted()));
    return changed.size();
  }

  private static String decrypt(EncryptedColumn column, Value value, SecretBox box) {
    try {
      return box.decrypt(value.encrypted());
    } catch (UnreadableSecret e) {
      throw new IllegalStateException(
          "the secret key was not replaced: a value of "
              + column.fullName()
              + " ("
              + value.id()
              + ") cannot be read with DUTYBELL_SECRET_KEY or a former key; go back to the key"
              + " before, and change or delete what it belongs to",
          e);
    }
  }
}
