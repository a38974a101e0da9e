package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.store.Database;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code /api/alerts/stream} tells: every alert that was made or changed, as server-sent
 * events. Every change of an alert writes an entry to its timeline, on whichever node, so the
 * timeline is what is followed; the id of an event is a number up to which everything was told.
 * Apart from {@link #admit} it is for one thread.
 */
public final class AlertFeed {

  /** Where it is served. */
  public static final String PATH = "/api/alerts/stream";

  /** More changes than this at once are not told one by one. */
  static final int MOST_CHANGES = 500;

  /** How far before the newest entry one may still be written by somebody. */
  private static final int LOOKED_BACK = 500;

  private static final String OPERATION = "stream-alerts";

  private final Gate gate;
  private final Database database;
  private final AlertReader reader;
  private final Clock clock;
  private final TimelinePosition position = new TimelinePosition();

  /**
   * @param gate knows who calls
   */
  public AlertFeed(Gate gate, Database database, AlertReader reader, Clock clock) {
    this.gate = gate;
    this.database = database;
    this.reader = reader;
    this.clock = clock;
  }

  /** An entry of the timeline: its number and its alert. */
  private record Entry(long number, long alertId) {

    static Entry of(Row row) throws SQLException {
      return new Entry(row.number("id"), row.number("alert_id"));
    }
  }

  /** What was read at once: the entries, and their alerts as they are now. */
  private record Found(List<Entry> entries, List<Map<String, Object>> alerts) {}

  /**
   * Lets a caller in who may see alerts.
   *
   * @param authorization the header as sent; null when there is none
   * @param remoteAddress where the call comes from
   * @throws Problem otherwise
   */
  public void admit(String authorization, String remoteAddress) {
    gate.identify(authorization, remoteAddress).require(Permissions.of(OPERATION));
  }

  /** Begins with what changes from now on. */
  public void start() {
    List<Entry> newest =
        database.inTransaction(
            session -> {
              long last =
                  session.first("timeline/newest", p -> {}, row -> row.number("id")).orElse(0L);
              position.startAfter(Math.max(0, last - LOOKED_BACK));
              return entriesAfter(session, position.last(), LOOKED_BACK);
            });
    see(newest);
  }

  /** The events of what changed since the last time. */
  public List<String> next() {
    Set<Long> missing = position.missing();
    Found found =
        database.inTransaction(
            session -> {
              List<Entry> entries =
                  new ArrayList<>(entriesAfter(session, position.last(), MOST_CHANGES));
              if (!missing.isEmpty()) {
                entries.addAll(
                    session.list("timeline/find", p -> p.numbers("ids", missing), Entry::of));
              }
              return found(session, entries);
            });
    if (found.alerts() == null) {
      start();
      return List.of(reset());
    }
    see(found.entries());
    return events(found.alerts());
  }

  /**
   * The first events of a stream: what changed since it broke off, if it did.
   *
   * @param lastEventId the id of the last event that the reader got; null for a new reader
   */
  public List<String> first(String lastEventId) {
    if (lastEventId == null || lastEventId.isBlank()) {
      return List.of("id: " + position.complete() + "\n\n");
    }
    if (!Call.isId(lastEventId) || Long.parseLong(lastEventId) > position.last()) {
      return List.of(reset());
    }
    Found found =
        database.inTransaction(
            session ->
                found(session, entriesAfter(session, Long.parseLong(lastEventId), MOST_CHANGES)));
    return found.alerts() == null ? List.of(reset()) : events(found.alerts());
  }

  private static List<Entry> entriesAfter(Session session, long number, int most)
      throws SQLException {
    return session.list(
        "timeline/since", p -> p.number("after", number).count("count", most), Entry::of);
  }

  /** The alerts are null when there are too many changes. */
  private Found found(Session session, List<Entry> entries) throws SQLException {
    if (entries.size() >= MOST_CHANGES) {
      return new Found(List.of(), null);
    }
    Set<Long> alerts = new LinkedHashSet<>();
    entries.forEach(entry -> alerts.add(entry.alertId()));
    return new Found(
        entries, alerts.isEmpty() ? List.of() : reader.shown(session, List.copyOf(alerts)));
  }

  private void see(List<Entry> entries) {
    position.seen(entries.stream().map(Entry::number).toList(), clock.now());
  }

  private List<String> events(List<Map<String, Object>> alerts) {
    return alerts.stream()
        .map(
            alert ->
                event(
                    "alert",
                    Json.object(
                        "id", alert.get("id"), "status", alert.get("status"), "alert", alert)))
        .toList();
  }

  /** Tells a reader that too much has changed to be told, so that alerts are to be read anew. */
  private String reset() {
    return event("reset", Map.of());
  }

  private String event(String name, Object data) {
    return "id: "
        + position.complete()
        + "\nevent: "
        + name
        + "\ndata: "
        + new String(Body.write(data), StandardCharsets.UTF_8)
        + "\n\n";
  }
}
