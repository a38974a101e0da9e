package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.condition.HoursReference;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.SecretBox;
import io.dutybell.source.AlertSource;
import io.dutybell.source.IntegrationKey;
import io.dutybell.source.MaintenanceWindow;
import io.dutybell.source.PriorityRule;
import io.dutybell.source.SourceTexts;
import io.dutybell.source.SourceType;
import io.dutybell.source.SupportHours;
import io.dutybell.store.Params;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Alert sources and their integration keys, which are stored hashed for finding and encrypted for
 * showing.
 */
public final class SourceStore {

  private static final Set<String> BY_ID = Set.of("id");

  private final ConfigurationStore store;
  private final Clock clock;
  private final IntegrationKeys keys;
  private final SecretBox box;

  public SourceStore(ConfigurationStore store, Clock clock, IntegrationKeys keys, SecretBox box) {
    this.store = store;
    this.clock = clock;
    this.keys = keys;
    this.box = box;
  }

  /** Alert sources in the order of their numbers. */
  public List<AlertSource> list(int skip, int count) {
    return store.read(
        session ->
            session.list(
                "alert_sources/list",
                Set.of("page"),
                p -> p.count("skip", skip).count("count", count),
                SourceStore::source));
  }

  /** The alert source with this number. */
  public Optional<AlertSource> find(long id) {
    return store.read(
        session ->
            session.first(
                "alert_sources/list", Set.of("id"), p -> p.number("id", id), SourceStore::source));
  }

  /** The alert source with this name, exactly. */
  public Optional<AlertSource> findByName(String name) {
    return store.read(session -> byName(session, name));
  }

  /** The integration key in use of each of these sources, in clear: only for showing. */
  public Map<Long, String> keysInUse(Collection<Long> sourceIds) {
    Map<Long, String> found = new HashMap<>();
    store.read(
        session ->
            session.list(
                "alert_source_keys/list",
                Set.of("in-use-by"),
                p -> p.numbers("sourceIds", sourceIds),
                row -> found.put(row.number("source_id"), box.decrypt(row.text("key_encrypted")))));
    return found;
  }

  /** The support hours of each of these sources; a source without any is not in it. */
  public Map<Long, SupportHoursUse> supportHours(Collection<Long> sourceIds) {
    Map<Long, SupportHoursUse> found = new HashMap<>();
    store.read(
        session ->
            session.list(
                "alert_sources/support-hours",
                p -> p.numbers("ids", sourceIds),
                row ->
                    found.put(
                        row.number("id"),
                        new SupportHoursUse(
                            row.number("support_hours_id"),
                            row.text("name"),
                            StoredJson.ids(row.text("teams")),
                            row.flag("auto_raise_alerts")))));
    return found;
  }

  /** The teams that support hours belong to; empty when there are no such hours. */
  public Set<Long> teamsOfSupportHours(long id) {
    return store.read(
        session -> SupportHoursStore.find(session, id).map(SupportHours::teamIds).orElse(Set.of()));
  }

  /** The support hours that a condition names. */
  public Optional<SupportHours> hours(HoursReference reference) {
    return store.read(session -> ConditionHours.find(session, reference));
  }

  /** The texts of each of these sources. */
  public Map<Long, SourceTexts> texts(Collection<Long> sourceIds) {
    Map<Long, SourceTexts> found = new HashMap<>();
    store.read(
        session ->
            session.list(
                "alert_sources/texts",
                p -> p.numbers("ids", sourceIds),
                row -> found.put(row.number("id"), StoredTexts.read(row.text("texts")))));
    return found;
  }

  /** What each of these sources has in open alerts; a source without any is not in it. */
  public Map<Long, OpenAlerts> openAlerts(Collection<Long> sourceIds) {
    return store.read(session -> openAlerts(session, sourceIds));
  }

  /**
   * Stores a new alert source without support hours, with a new integration key, and gives its
   * number.
   *
   * @throws InUse when its name is taken
   * @throws Missing when its escalation policy does not exist
   * @throws TeamStore.Missing when one of its teams does not exist
   */
  public long add(AlertSource source) {
    return add(source, SupportHoursChoice.NONE, SourceTexts.NONE);
  }

  /**
   * Stores a new alert source with a new integration key and gives its number.
   *
   * @throws InUse when its name is taken
   * @throws Missing when its escalation policy or its support hours do not exist
   */
  public long add(AlertSource source, SupportHoursChoice hours, SourceTexts texts) {
    return store.change(
        session -> {
          refuse(session, source);
          long id =
              session.insert(
                  "alert_sources/insert", p -> bind(p, source).word("type", source.type()));
          addKey(session, id);
          setSupportHours(session, id, hours);
          setRaised(session, id);
          setWatched(session, id);
          setTexts(session, id, texts);
          return id;
        });
  }

  /**
   * Replaces an alert source, except for its type and its keys.
   *
   * @return whether there was one with this number
   * @throws InUse when its name is taken
   * @throws Missing when its escalation policy or its support hours do not exist
   * @throws TeamStore.Missing when one of its teams does not exist
   */
  public boolean replace(AlertSource source, SupportHoursChoice hours, SourceTexts texts) {
    return store.change(
        session -> {
          refuse(session, source);
          Optional<Raising> before = raising(session, source.id());
          Optional<Duration> waitedFor = waitsFor(session, source.id());
          boolean found =
              session.update("alert_sources/update", p -> bind(p, source).number("id", source.id()))
                  > 0;
          if (found) {
            setSupportHours(session, source.id(), hours);
            setTexts(session, source.id(), texts);
            if (!raising(session, source.id()).equals(before)) {
              setRaised(session, source.id());
            }
            if (!waitsFor(session, source.id()).equals(waitedFor)) {
              setWatched(session, source.id());
            }
          }
          return found;
        });
  }

  /**
   * Gives the source a new integration key.
   *
   * @param overlap how long the old keys stay valid
   */
  public void rotateKey(long sourceId, Duration overlap) {
    store.change(
        session -> {
          Instant now = clock.now();
          session.update(
              "alert_source_keys/delete-expired",
              p -> p.number("sourceId", sourceId).instant("now", now));
          session.update(
              "alert_source_keys/retire",
              p -> p.number("sourceId", sourceId).instant("until", now.plus(overlap)));
          addKey(session, sourceId);
          return null;
        });
  }

  /**
   * Gives the source an integration key that another installation made; the old ones stay valid for
   * an overlap.
   *
   * @param key in clear
   * @param overlap how long the old keys stay valid
   * @throws InUse when another alert source has it
   */
  public void adoptKey(long sourceId, String key, Duration overlap) {
    store.change(
        session -> {
          if (session.list("alert_source_keys/list", SourceStore::key).stream()
              .anyMatch(known -> known.hash().equals(IntegrationKeys.hash(key)))) {
            throw new InUse("the integration key is in use, or was not long ago");
          }
          session.update(
              "alert_source_keys/retire",
              p -> p.number("sourceId", sourceId).instant("until", clock.now().plus(overlap)));
          store(session, sourceId, key);
          return null;
        });
  }

  /**
   * Deletes an alert source with its keys; what it sent stays until its retention ends.
   *
   * @param mayKnow what may be named that stands in the way
   * @throws InUse when it has open alerts, or an alert action, a heartbeat monitor or a maintenance
   *     window that has not ended names it
   */
  public void delete(long id, MayKnow mayKnow) {
    store.change(
        session -> {
          if (openAlerts(session, Set.of(id)).containsKey(id)) {
            throw new InUse("the alert source has open alerts; resolve them first");
          }
          AlertActionStore.refuseUse(session, id, mayKnow);
          HeartbeatStore.refuseToDelete(session, id, mayKnow);
          refuseInMaintenance(session, id, mayKnow);
          session.update("former_alert_sources/insert", p -> p.number("id", id));
          return session.update("alert_sources/delete", p -> p.number("id", id));
        });
  }

  /** What a caller may know of, so that it can be named. */
  public interface MayKnow {

    /** Whether that is something that belongs to these teams and names these alert sources. */
    boolean of(Set<Long> teamIds, Collection<Long> sourceIds);
  }

  /** Whether an alert source has alerts that need somebody. */
  public enum OpenAlerts {
    /** At least one is pending. */
    PENDING,
    /** All of them are accepted. */
    ACCEPTED
  }

  /** A reference leads to nothing. */
  public static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String field;

    Missing(String field, String message) {
      super(message);
      this.field = field;
    }

    /** The field in which the reference stands. */
    public String field() {
      return field;
    }
  }

  /** What decides when pending alerts of a source are raised. */
  private record Raising(PriorityRule rule, Long hoursId, boolean autoRaise) {}

  private static Optional<Raising> raising(Session session, long sourceId) throws SQLException {
    return session.first(
        "alert_sources/list",
        BY_ID,
        p -> p.number("id", sourceId),
        row ->
            new Raising(
                source(row).settings().priorityRule(),
                row.number("support_hours_id"),
                row.flag("auto_raise_alerts")));
  }

  /** Hours that had begun before it was said that they raise alerts raise none. */
  private void setRaised(Session session, long sourceId) throws SQLException {
    session.update(
        "alert_sources/set-raised", p -> p.number("id", sourceId).instant("at", clock.now()));
  }

  /** In which time events of the source are waited for; empty when they are not. */
  private static Optional<Duration> waitsFor(Session session, long sourceId) throws SQLException {
    return session
        .first("alert_sources/list", BY_ID, p -> p.number("id", sourceId), SourceStore::source)
        .filter(AlertSource::active)
        .map(source -> source.settings().expectedEventsInterval());
  }

  /** Events are waited for from the moment on at which somebody said so. */
  private void setWatched(Session session, long sourceId) throws SQLException {
    session.update(
        "alert_sources/set-watched", p -> p.number("id", sourceId).instant("at", clock.now()));
  }

  private static void setTexts(Session session, long sourceId, SourceTexts texts)
      throws SQLException {
    session.update(
        "alert_sources/set-texts",
        p -> p.number("id", sourceId).text("texts", StoredTexts.of(texts)));
  }

  private void setSupportHours(Session session, long sourceId, SupportHoursChoice choice)
      throws SQLException {
    Long hoursId = choice.own() == null ? choice.id() : ownHours(session, sourceId, choice.own());
    if (hoursId != null && SupportHoursStore.find(session, hoursId).isEmpty()) {
      throw new Missing("supportHours", "there are no support hours with id " + hoursId);
    }
    session.update(
        "alert_sources/set-support-hours",
        p ->
            p.number("id", sourceId)
                .number("supportHoursId", hoursId)
                .flag("autoRaise", choice.autoRaise()));
  }

  /** A source that is stored again with the same hours of its own keeps those that it has. */
  private Long ownHours(Session session, long sourceId, SupportHours own) throws SQLException {
    Optional<SupportHours> before = SupportHoursStore.ofSource(session, sourceId);
    return before.isPresent() && before.get().sameHoursAs(own)
        ? before.get().id()
        : SupportHoursStore.insertUnderFreeName(session, own, clock.now());
  }

  private void refuseInMaintenance(Session session, long sourceId, MayKnow mayKnow)
      throws SQLException {
    List<MaintenanceWindow> windows =
        session.list(
            "maintenance_windows/list-ending-after",
            p -> p.instant("since", clock.now()),
            MaintenanceStore::window);
    for (MaintenanceWindow window : windows) {
      if (window.sourceIds().contains(sourceId)) {
        throw new InUse(
            "the alert source is in "
                + (mayKnow.of(Set.of(), window.sourceIds())
                    ? "maintenance window \"" + window.summary() + "\" (id " + window.id() + ")"
                    : "a maintenance window with alert sources of a private team")
                + "; take it out of that first");
      }
    }
  }

  private void addKey(Session session, long sourceId) throws SQLException {
    store(session, sourceId, keys.generate());
  }

  private void store(Session session, long sourceId, String key) throws SQLException {
    session.update(
        "alert_source_keys/insert",
        p ->
            p.number("sourceId", sourceId)
                .text("hash", IntegrationKeys.hash(key))
                .text("encrypted", box.encrypt(key))
                .instant("now", clock.now()));
  }

  private static Optional<AlertSource> byName(Session session, String name) throws SQLException {
    return session.first(
        "alert_sources/list", Set.of("name"), p -> p.text("name", name), SourceStore::source);
  }

  private static void refuse(Session session, AlertSource source) throws SQLException {
    if (byName(session, source.name()).filter(s -> s.id() != source.id()).isPresent()) {
      throw new InUse("the name \"" + source.name() + "\" is taken by another alert source");
    }
    if (session
        .first(
            "escalation_policies/list",
            Set.of("id"),
            p -> p.number("id", source.policyId()),
            row -> row.number("id"))
        .isEmpty()) {
      throw new Missing(
          "escalationPolicy", "there is no escalation policy with id " + source.policyId());
    }
    TeamStore.requireAll(session, source.teamIds());
  }

  private static Map<Long, OpenAlerts> openAlerts(Session session, Collection<Long> sourceIds)
      throws SQLException {
    Map<Long, OpenAlerts> found = new HashMap<>();
    session.list(
        "alert_sources/open-alerts",
        p -> p.numbers("ids", sourceIds),
        row ->
            row.flag("pending")
                ? found.put(row.number("id"), OpenAlerts.PENDING)
                : row.flag("open") ? found.put(row.number("id"), OpenAlerts.ACCEPTED) : null);
    return found;
  }

  private Params bind(Params p, AlertSource source) throws SQLException {
    return p.text("name", source.name())
        .flag("active", source.active())
        .number("policyId", source.policyId())
        .text("settings", StoredJson.ofSettings(source.settings()))
        .text("teams", StoredJson.ofIds(source.teamIds()))
        .instant("now", clock.now());
  }

  static AlertSource source(Row row) throws SQLException {
    return new AlertSource(
        row.number("id"),
        row.text("name"),
        row.word("type", SourceType.class),
        row.flag("active"),
        row.number("escalation_policy_id"),
        StoredJson.settings(row.text("settings")),
        StoredJson.ids(row.text("teams")));
  }

  static IntegrationKey key(Row row) throws SQLException {
    return new IntegrationKey(
        row.text("key_hash"), row.number("source_id"), row.instant("expires_at"));
  }
}
