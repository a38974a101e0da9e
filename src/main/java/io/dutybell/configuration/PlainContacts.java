package io.dutybell.configuration;

import io.dutybell.store.Nodes;
import io.dutybell.store.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts the addresses of contacts that an older version has stored in clear. That version could
 * not tell anybody at an encrypted address, so this waits until no node runs it any more.
 */
public final class PlainContacts {

  private static final Logger LOG = LoggerFactory.getLogger(PlainContacts.class);

  /** The schema that brought the encrypted column. */
  private static final int SINCE = 21;

  private final ConfigurationStore store;
  private final Nodes nodes;
  private volatile boolean done;

  public PlainContacts(ConfigurationStore store, Nodes nodes) {
    this.store = store;
    this.nodes = nodes;
  }

  private record Sealed(long id, String encrypted) {}

  /** Encrypts what is there, if it may; after that it costs nothing. */
  public void encrypt() {
    if (done || nodes.hasOlder(SINCE)) {
      return;
    }
    int encrypted = isAny() ? encryptAll() : 0;
    if (encrypted > 0) {
      LOG.info("The addresses of {} contacts were encrypted", encrypted);
    }
    done = true;
  }

  private boolean isAny() {
    return store.read(
        session ->
            session
                .first("contacts/list", Set.of("plain"), p -> {}, row -> row.number("id"))
                .isPresent());
  }

  private int encryptAll() {
    return store.change(
        session -> {
          List<Sealed> sealed = session.list("contacts/list", Set.of("plain"), p -> {}, this::seal);
          session.batch(
              "contacts/encrypt",
              sealed,
              (p, contact) ->
                  p.text("id", Long.toString(contact.id())).text("encrypted", contact.encrypted()));
          return sealed.size();
        });
  }

  private Sealed seal(Row row) throws SQLException {
    return new Sealed(
        row.number("id"),
        store.addresses().encrypted(row.text("target"), StoredJson.params(row.text("params"))));
  }
}
