package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.store.Database;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What {@code /api/alerts/stream} tells: every alert that was made or changed, as server-sent
 * events. Every change of an alert writes an entry to its timeline, on whichever node, so the
 * timeline is what is followed; the id of an event is a number up to which everything was told.
 * What a listener may not see is not told to them. Apart from {@link #admit} it is for one thread.
 */
public final class AlertFeed {

  /** Where it is served. */
  public static final String PATH = "/api/alerts/stream";

  /** More changes than this at once are not told one by one. */
  static final int MOST_CHANGES = 500;

  /** How far before the newest entry one may still be written by somebody. */
  private static final int LOOKED_BACK = 500;

  /** So many alerts are in memory at once. */
  private static final int READ_AT_ONCE = 50;

  private static final Permission PERMISSION = Permissions.of("stream-alerts");

  private final Gate gate;
  private final Database database;
  private final AlertReader reader;
  private final LiveConfiguration live;
  private final Clock clock;
  private final TimelinePosition position = new TimelinePosition();

  /**
   * @param gate knows who calls
   */
  public AlertFeed(
      Gate gate, Database database, AlertReader reader, LiveConfiguration live, Clock clock) {
    this.gate = gate;
    this.database = database;
    this.reader = reader;
    this.live = live;
    this.clock = clock;
  }

  /** An entry of the timeline: its number and its alert. */
  private record Entry(long number, long alertId) {

    static Entry of(Row row) throws SQLException {
      return new Entry(row.number("id"), row.number("alert_id"));
    }
  }

  /**
   * Lets a caller in who may see alerts.
   *
   * @param authorization the header as sent; null when there is none
   * @param remoteAddress where the call comes from
   * @throws Problem otherwise
   * @throws io.dutybell.store.DatabaseAway when nothing could be told now
   */
  public AlertListener admit(String authorization, String remoteAddress) {
    Gate.Admitted admitted = gate.admit(authorization, remoteAddress);
    admitted.caller().require(PERMISSION);
    // The installation's own token needs no database, but what is to be told does.
    live.refresh();
    return new AlertListener(admitted.pass());
  }

  /** Finds out who of these may still listen, and what they may see now. */
  public void review(Collection<AlertListener> listeners) {
    Configuration configuration = live.refresh();
    Set<Pass> passes = listeners.stream().map(AlertListener::pass).collect(Collectors.toSet());
    Map<Pass, Caller> still = gate.still(passes, configuration);
    for (AlertListener listener : listeners) {
      Caller now = still.get(listener.pass());
      listener.review(now != null && now.may(PERMISSION) ? now : null, configuration);
    }
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

  /** The number up to which everything was told, which is the id of an event. */
  public long position() {
    return position.complete();
  }

  /**
   * Tells what changed since the last time.
   *
   * @return false when too much has changed to be told, so that alerts are to be read anew
   */
  public boolean next(Consumer<AlertNews> tell) {
    Set<Long> missing = position.missing();
    List<Entry> found =
        database.inTransaction(
            session -> {
              List<Entry> entries =
                  new ArrayList<>(entriesAfter(session, position.last(), MOST_CHANGES));
              if (!missing.isEmpty()) {
                entries.addAll(
                    session.list("timeline/find", p -> p.numbers("ids", missing), Entry::of));
              }
              return entries;
            });
    if (found.size() >= MOST_CHANGES) {
      start();
      return false;
    }
    tell(found, tell);
    see(found);
    return true;
  }

  /**
   * Tells what changed since a stream broke off; nothing to a new listener.
   *
   * @param lastEventId the id of the last event that was received; null for a new listener
   * @return false when that is not known, or too much has changed since to be told
   */
  public boolean since(String lastEventId, Consumer<AlertNews> tell) {
    if (lastEventId == null || lastEventId.isBlank()) {
      return true;
    }
    if (!Call.isId(lastEventId) || Long.parseLong(lastEventId) > position.last()) {
      return false;
    }
    List<Entry> missed =
        database.inTransaction(
            session -> entriesAfter(session, Long.parseLong(lastEventId), MOST_CHANGES));
    if (missed.size() >= MOST_CHANGES) {
      return false;
    }
    tell(missed, tell);
    return true;
  }

  private static List<Entry> entriesAfter(Session session, long number, int most)
      throws SQLException {
    return session.list(
        "timeline/since", p -> p.number("after", number).count("count", most), Entry::of);
  }

  private void tell(List<Entry> entries, Consumer<AlertNews> tell) {
    Set<Long> changed = new LinkedHashSet<>();
    entries.forEach(entry -> changed.add(entry.alertId()));
    List<Long> alerts = List.copyOf(changed);
    for (int from = 0; from < alerts.size(); from += READ_AT_ONCE) {
      reader.news(alerts.subList(from, Math.min(alerts.size(), from + READ_AT_ONCE))).forEach(tell);
    }
  }

  private void see(List<Entry> entries) {
    position.seen(entries.stream().map(Entry::number).toList(), clock.now());
  }
}
