package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.connector.Connector;
import io.dutybell.security.SecretBox;
import io.dutybell.store.Params;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Connectors that were made over the API. Their settings are encrypted as a whole. */
public final class ConnectorStore {

  /** Each that is in use has threads of its own. */
  private static final int MOST = 100;

  private final ConfigurationStore store;
  private final Clock clock;
  private final SecretBox box;

  public ConnectorStore(ConfigurationStore store, Clock clock, SecretBox box) {
    this.store = store;
    this.clock = clock;
    this.box = box;
  }

  /** All connectors, in the order in which they were made. */
  public List<Connector> all() {
    return store.read(session -> session.list("connectors/list", this::connector));
  }

  /** The connector with this id. */
  public Optional<Connector> find(String id) {
    return store.read(
        session ->
            session.first("connectors/list", Set.of("id"), p -> p.text("id", id), this::connector));
  }

  /** The connector with this name, exactly. */
  public Optional<Connector> findByName(String name) {
    return store.read(session -> byName(session, name));
  }

  /**
   * Stores a new connector.
   *
   * @throws InUse when its name is taken, or there are too many
   */
  public void add(Connector connector) {
    store.change(
        session -> {
          refuseTaken(session, connector);
          if (session.list("connectors/list", row -> row.text("id")).size() >= MOST) {
            throw new InUse("there are " + MOST + " connectors, and no more are possible");
          }
          return session.update(
              "connectors/insert", p -> bind(p, connector).text("type", connector.type()));
        });
  }

  /**
   * Replaces the name and the settings of a connector.
   *
   * @return whether there was one with this id
   * @throws InUse when its name is taken
   */
  public boolean replace(Connector connector) {
    return store.change(
        session -> {
          refuseTaken(session, connector);
          return session.update("connectors/update", p -> bind(p, connector)) > 0;
        });
  }

  /**
   * Deletes a connector.
   *
   * @throws InUse when a contact or an alert action names it, or notifications wait for it
   */
  public void delete(String id) {
    store.change(
        session -> {
          refuseUsed(session, id);
          return session.update("connectors/delete", p -> p.text("id", id));
        });
  }

  private static void refuseUsed(Session session, String id) throws SQLException {
    Optional<Long> user =
        session.first(
            "contacts/list",
            Set.of("connector"),
            p -> p.text("connector", id),
            row -> row.number("user_id"));
    if (user.isPresent()) {
      String username =
          session
              .first(
                  "users/list",
                  Set.of("id"),
                  p -> p.number("id", user.get()),
                  row -> row.text("username"))
              .orElse("");
      throw new InUse(
          "the connector is used by a contact of user \""
              + username
              + "\" (id "
              + user.get()
              + "); give that contact another one first");
    }
    Optional<String> action =
        session.first(
            "alert_actions/list",
            Set.of("connector"),
            p -> p.text("connectorId", id),
            row -> row.text("name"));
    if (action.isPresent()) {
      throw new InUse(
          "the connector is used by alert action \""
              + action.get()
              + "\"; give that another one first");
    }
    long waiting =
        session
            .first(
                "notifications/count-waiting",
                p -> p.text("connector", id),
                row -> row.number("waiting"))
            .orElse(0L);
    if (waiting > 0) {
      throw new InUse(waiting + " notifications are still to be sent through the connector");
    }
  }

  /**
   * Refuses a reference to a connector that is gone.
   *
   * @throws InUse when the id is that of a stored connector and there is none with it
   */
  static void requireIfStored(Session session, String id) throws SQLException {
    if (isStoredId(id)
        && session
            .first("connectors/list", Set.of("id"), p -> p.text("id", id), row -> row.text("id"))
            .isEmpty()) {
      throw new InUse("the connector " + id + " was deleted at the same moment");
    }
  }

  /** Names in application.properties are at most 41 characters and never look like a UUID. */
  private static boolean isStoredId(String id) {
    return id.matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  }

  private Optional<Connector> byName(Session session, String name) throws SQLException {
    return session.first(
        "connectors/list", Set.of("name"), p -> p.text("name", name), this::connector);
  }

  private void refuseTaken(Session session, Connector connector) throws SQLException {
    if (byName(session, connector.name()).filter(c -> !c.id().equals(connector.id())).isPresent()) {
      throw new InUse("the name \"" + connector.name() + "\" is taken by another connector");
    }
  }

  private Params bind(Params p, Connector connector) throws SQLException {
    return p.text("id", connector.id())
        .text("name", connector.name())
        .text("params", box.encrypt(StoredJson.ofParams(connector.params())))
        .instant("now", clock.now());
  }

  private Connector connector(Row row) throws SQLException {
    return new Connector(
        row.text("id"),
        row.text("name"),
        row.text("type"),
        StoredJson.params(box.decrypt(row.text("params_encrypted"))),
        row.instant("created_at"),
        row.instant("updated_at"));
  }
}
