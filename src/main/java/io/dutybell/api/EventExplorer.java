package io.dutybell.api;

import io.dutybell.event.Outcome;
import io.dutybell.store.Database;
import io.dutybell.store.Row;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Shows what alert sources sent, as it came, and what became of it. */
public final class EventExplorer {

  /** How many of the newest fitting events a text is looked for in. */
  static final int SEARCHED = 2_000;

  /** The most by which the time in an event's id may differ from its time of receipt. */
  private static final Duration ID_SLACK = Duration.ofHours(1);

  private final Database database;

  public EventExplorer(Database database) {
    this.database = database;
  }

  /** The event with this id, if it is in the database. */
  Optional<Map<String, Object>> find(UUID id) {
    return database.inTransaction(
        session ->
            session.first(
                "events/explore",
                Set.of("id"),
                p -> p.uuid("id", id).count("skip", 0).count("count", 1),
                EventExplorer::json));
  }

  /** The event with this id, if this alert source sent it. */
  Optional<Map<String, Object>> ofSource(long sourceId, UUID id) {
    return database.inTransaction(
        session ->
            session.first(
                "events/explore",
                Set.of("source", "id"),
                p ->
                    p.number("sourceId", sourceId)
                        .uuid("id", id)
                        .count("skip", 0)
                        .count("count", 1),
                EventExplorer::json));
  }

  /** The last events of an alert source, newest first. */
  List<Map<String, Object>> newest(long sourceId, int count) {
    return database.inTransaction(
        session ->
            session.list(
                "events/explore",
                Set.of("source"),
                p -> p.number("sourceId", sourceId).count("skip", 0).count("count", count),
                EventExplorer::json));
  }

  /** The events of an alert source, newest first. */
  List<Map<String, Object>> ofSource(long sourceId, Query query, Page page) {
    return list("source", "sourceId", sourceId, query, page);
  }

  /** The events of an alert, newest first. */
  List<Map<String, Object>> ofAlert(long alertId, Query query, Page page) {
    return list("alert", "alertId", alertId, query, page);
  }

  private List<Map<String, Object>> list(
      String part, String param, long id, Query query, Page page) {
    Optional<Instant> from = query.instants("from").stream().max(Comparator.naturalOrder());
    Optional<Instant> until = query.instants("until").stream().min(Comparator.naturalOrder());
    Set<Outcome> outcomes = query.words("outcome", Outcome.class);
    Optional<String> text = query.text("q");
    Set<String> parts = new HashSet<>(Set.of(part));
    from.ifPresent(f -> parts.add("from"));
    until.ifPresent(u -> parts.add("until"));
    text.ifPresent(t -> parts.add("text"));
    if (!outcomes.isEmpty()) {
      parts.add("outcomes");
    }
    return database.inTransaction(
        session ->
            session.list(
                "events/explore",
                parts,
                p -> {
                  p.number(param, id).count("skip", page.skip()).count("count", page.count());
                  if (from.isPresent()) {
                    p.instant("from", from.get());
                    p.uuid("fromId", firstId(from.get().minus(ID_SLACK)));
                  }
                  if (until.isPresent()) {
                    p.instant("until", until.get());
                    p.uuid("untilId", firstId(until.get().plus(ID_SLACK)));
                  }
                  if (!outcomes.isEmpty()) {
                    p.texts("outcomes", outcomes.stream().map(Enum::name).toList());
                  }
                  if (text.isPresent()) {
                    p.text("text", AlertQuery.like(text.get()))
                        .bytes("needle", text.get().getBytes(StandardCharsets.UTF_8))
                        .count("searched", SEARCHED);
                  }
                },
                EventExplorer::json));
  }

  /**
   * The ids begin with their milliseconds (UUID version 7), so a time is a place in their order.
   */
  private static UUID firstId(Instant at) {
    return new UUID(Math.max(0, at.toEpochMilli()) << 16, 0);
  }

  private static Map<String, Object> json(Row row) throws SQLException {
    byte[] body = row.bytes("body");
    UUID parent = row.uuid("parent_id");
    String text = text(body);
    return Json.object(
        "id",
        row.uuid("id").toString(),
        "parentId",
        parent == null ? null : parent.toString(),
        "position",
        row.count("position"),
        "receivedAt",
        row.instant("received_at"),
        "method",
        row.text("method"),
        "contentType",
        row.text("content_type"),
        "remoteAddress",
        row.text("remote_address"),
        "query",
        row.text("query"),
        "body",
        text,
        "bodyBase64",
        body == null || text != null ? null : Base64.getEncoder().encodeToString(body),
        "processedAt",
        row.instant("processed_at"),
        "outcome",
        row.text("outcome"),
        "reason",
        row.text("reason"),
        "eventType",
        row.text("event_type"),
        "alertKey",
        row.text("alert_key"),
        "alertId",
        row.number("alert_id"),
        "error",
        row.text("error"));
  }

  /** The body as text, or null when it is none. */
  private static String text(byte[] body) {
    if (body == null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
