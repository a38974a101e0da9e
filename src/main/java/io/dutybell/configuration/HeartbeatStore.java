package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.heartbeat.HeartbeatMonitor;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.SecretBox;
import io.dutybell.store.Database;
import io.dutybell.store.Params;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Heartbeat monitors and their integration keys, which are stored hashed for finding and encrypted
 * for showing.
 */
public final class HeartbeatStore {

  private final Database database;
  private final ConfigurationStore store;
  private final Clock clock;
  private final IntegrationKeys keys;
  private final SecretBox box;

  public HeartbeatStore(
      Database database,
      ConfigurationStore store,
      Clock clock,
      IntegrationKeys keys,
      SecretBox box) {
    this.database = database;
    this.store = store;
    this.clock = clock;
    this.keys = keys;
    this.box = box;
  }

  /**
   * A monitor with its key.
   *
   * @param monitor the monitor
   * @param keyEncrypted see {@link #key}
   */
  public record Stored(HeartbeatMonitor monitor, String keyEncrypted) {}

  /** Monitors in the order of their numbers. */
  public List<Stored> list(int skip, int count) {
    return store.read(
        session ->
            session.list(
                "heartbeat_monitors/list",
                Set.of("page"),
                p -> p.count("skip", skip).count("count", count),
                HeartbeatStore::stored));
  }

  /** The monitor with this number. */
  public Optional<Stored> find(long id) {
    return store.read(
        session ->
            session.first(
                "heartbeat_monitors/list",
                Set.of("id"),
                p -> p.number("id", id),
                HeartbeatStore::stored));
  }

  /** The monitor with this name, exactly. */
  public Optional<Stored> findByName(String name) {
    return store.read(session -> byName(session, name));
  }

  /** A monitor's integration key in clear: only for showing. */
  public String key(Stored stored) {
    return box.decrypt(stored.keyEncrypted());
  }

  /**
   * Stores a new monitor with a new integration key and gives its number.
   *
   * @throws InUse when its name is taken
   * @throws SourceStore.Missing when its alert source does not exist
   */
  public long add(HeartbeatMonitor monitor) {
    String key = keys.generate();
    return store.change(
        session -> {
          refuse(session, monitor);
          return session.insert(
              "heartbeat_monitors/insert",
              p ->
                  bind(p, monitor)
                      .text("hash", IntegrationKeys.hash(key))
                      .text("encrypted", box.encrypt(key)));
        });
  }

  /**
   * Replaces a monitor, except for its key and what is known of its pings.
   *
   * @return whether there was one with this number
   * @throws InUse when its name is taken
   * @throws SourceStore.Missing when its alert source does not exist
   */
  public boolean replace(HeartbeatMonitor monitor) {
    return store.change(
        session -> {
          refuse(session, monitor);
          return session.update(
                  "heartbeat_monitors/update", p -> bind(p, monitor).number("id", monitor.id()))
              > 0;
        });
  }

  /**
   * Gives a monitor an integration key that another installation made, instead of its own.
   *
   * @param key in clear
   * @throws InUse when another monitor has it
   */
  public void adoptKey(long id, String key) {
    store.change(
        session -> {
          boolean taken =
              session.list("heartbeat_monitors/list", HeartbeatStore::stored).stream()
                  .anyMatch(m -> box.decrypt(m.keyEncrypted()).equals(key));
          if (taken) {
            throw new InUse("the integration key is that of another heartbeat monitor");
          }
          return session.update(
              "heartbeat_monitors/set-key",
              p ->
                  p.number("id", id)
                      .text("hash", IntegrationKeys.hash(key))
                      .text("encrypted", box.encrypt(key)));
        });
  }

  /** Deletes a monitor with its key. */
  public void delete(long id) {
    store.change(session -> session.update("heartbeat_monitors/delete", p -> p.number("id", id)));
  }

  /**
   * Notes a ping, in one statement. It is no change of configuration.
   *
   * @param keyHash as {@link IntegrationKeys#hash} makes it
   * @return whether there is a monitor with this key
   */
  public boolean ping(String keyHash, Instant now) {
    return database.inTransaction(
        session ->
            session.update(
                    "heartbeat_monitors/ping", p -> p.instant("now", now).text("hash", keyHash))
                > 0);
  }

  /** The monitors whose next ping is waited for, and that have an alert source to tell. */
  public static List<HeartbeatMonitor> watched(Session session) throws SQLException {
    return session.list("heartbeat_monitors/watched", HeartbeatStore::monitor);
  }

  /**
   * Lets waiting begin anew after a time in which no ping could be taken, for the monitors to which
   * that matters: it was longer than a twentieth of their interval, or than an hour.
   */
  public static void excuse(Session session, Duration absence, Instant now) throws SQLException {
    long shorterThan =
        absence.compareTo(Duration.ofHours(1)) > 0
            ? Long.MAX_VALUE
            : 20 * (absence.toSeconds() + 1);
    session.update(
        "heartbeat_monitors/excuse",
        p -> p.instant("now", now).number("shorterThanSec", shorterThan));
  }

  static void refuseToDelete(Session session, long sourceId, SourceStore.MayKnow mayKnow)
      throws SQLException {
    Optional<Stored> monitor =
        session.first(
            "heartbeat_monitors/list",
            Set.of("source"),
            p -> p.number("sourceId", sourceId),
            HeartbeatStore::stored);
    if (monitor.isPresent()) {
      throw new InUse(
          "the alert source is used by "
              + (mayKnow.of(monitor.get().monitor().teamIds(), Set.of())
                  ? "heartbeat monitor \""
                      + monitor.get().monitor().name()
                      + "\" (id "
                      + monitor.get().monitor().id()
                      + ")"
                  : "a heartbeat monitor of a private team")
              + "; give that another one first");
    }
  }

  private static Optional<Stored> byName(Session session, String name) throws SQLException {
    return session.first(
        "heartbeat_monitors/list",
        Set.of("name"),
        p -> p.text("name", name),
        HeartbeatStore::stored);
  }

  private static void refuse(Session session, HeartbeatMonitor monitor) throws SQLException {
    if (byName(session, monitor.name()).filter(m -> m.monitor().id() != monitor.id()).isPresent()) {
      throw new InUse("the name \"" + monitor.name() + "\" is taken by another heartbeat monitor");
    }
    Long sourceId = monitor.sourceId();
    if (sourceId != null
        && session
            .first(
                "alert_sources/list",
                Set.of("id"),
                p -> p.number("id", sourceId),
                row -> row.number("id"))
            .isEmpty()) {
      throw new SourceStore.Missing("alertSource", "there is no alert source with id " + sourceId);
    }
    TeamStore.requireAll(session, monitor.teamIds());
  }

  private Params bind(Params p, HeartbeatMonitor monitor) throws SQLException {
    return p.text("name", monitor.name())
        .count("intervalSec", (int) monitor.interval().toSeconds())
        .text("alertSummary", monitor.alertSummary())
        .number("sourceId", monitor.sourceId())
        .text("teams", StoredJson.ofIds(monitor.teamIds()))
        .flag("active", monitor.active())
        .instant("now", clock.now());
  }

  private static Stored stored(Row row) throws SQLException {
    return new Stored(monitor(row), row.text("key_encrypted"));
  }

  private static HeartbeatMonitor monitor(Row row) throws SQLException {
    return new HeartbeatMonitor(
        row.number("id"),
        row.text("name"),
        Duration.ofSeconds(row.count("interval_sec")),
        row.text("alert_summary"),
        row.number("alert_source_id"),
        row.instant("last_ping_at"),
        row.instant("created_at"),
        row.instant("updated_at"),
        StoredJson.ids(row.text("teams")),
        row.flag("active"),
        row.instant("watched_since"));
  }
}
