package io.dutybell.event;

import io.dutybell.store.Database;
import io.dutybell.store.Params;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Table {@code events}: what came in, and the queue of what is still to be worked on. */
public final class EventStore {

  private final Database database;
  private final String node;

  /**
   * @param database where the table is
   * @param node the name of this node, under which it finds its own rows again after a restart
   */
  public EventStore(Database database, String node) {
    this.database = database;
    this.node = node;
  }

  /** Stores receipts in one transaction; one that is there already is left as it is. */
  public void insert(Collection<Receipt> receipts) {
    database.batch("events/insert", receipts, this::bind);
  }

  /** Stores receipts in a transaction that does something else too. */
  public void insert(Session session, Collection<Receipt> receipts) throws SQLException {
    session.batch("events/insert", receipts, this::bind);
  }

  private void bind(Params p, Receipt r) throws SQLException {
    p.uuid("id", r.id())
        .number("sourceId", r.sourceId())
        .word("format", r.format())
        .instant("receivedAt", r.receivedAt())
        .text("node", node)
        .text("method", r.method())
        .text("contentType", r.contentType())
        .text("userAgent", r.userAgent())
        .text("remoteAddress", r.remoteAddress())
        .text("query", r.query())
        .bytes("body", r.body());
  }

  /**
   * Stores the further events of bodies that held more than one; one that is there already is left
   * as it is.
   */
  public void insertFurther(Collection<Event> events, Format format) {
    database.batch(
        "events/insert-further",
        events,
        (p, e) ->
            p.uuid("id", e.id())
                .uuid("parentId", e.parentId())
                .count("position", e.position())
                .number("sourceId", e.sourceId())
                .word("format", format)
                .instant("receivedAt", e.receivedAt())
                .text("node", node));
  }

  /**
   * Some of the bodies that still have an event to be worked on.
   *
   * @param receipts in order of receipt
   * @param isLast whether nothing else waited
   */
  public record Page(List<Receipt> receipts, boolean isLast) {}

  private record Queued(UUID bodyId, long bytes) {}

  /**
   * Bodies that still have an event to be worked on, in order of receipt: this node's own, and
   * those of nodes that have left theirs lying.
   *
   * @param now events that failed are due again at their retry time
   * @param abandonedBefore what other nodes received before this instant and have not worked on is
   *     taken over
   * @param mostEvents how many events are looked at
   * @param mostBytes how large the bodies may be together, but for the first
   */
  public Page unprocessed(Instant now, Instant abandonedBefore, int mostEvents, long mostBytes) {
    return database.inTransaction(
        session -> {
          List<Queued> queued =
              session.list(
                  "events/queued",
                  p ->
                      p.text("node", node)
                          .instant("now", now)
                          .instant("abandonedBefore", abandonedBefore)
                          .count("most", mostEvents),
                  row -> new Queued(row.uuid("body_id"), row.count("bytes")));
          Set<UUID> bodies = new HashSet<>();
          long bytes = 0;
          boolean isCut = false;
          for (Queued event : queued) {
            if (!bodies.contains(event.bodyId())) {
              isCut = !bodies.isEmpty() && bytes + event.bytes() > mostBytes;
              if (isCut) {
                break;
              }
              bodies.add(event.bodyId());
              bytes += event.bytes();
            }
          }
          List<Receipt> receipts =
              bodies.isEmpty()
                  ? List.of()
                  : session.list("events/bodies", p -> p.uuids("ids", bodies), EventStore::receipt);
          return new Page(receipts, receipts.isEmpty() || (!isCut && queued.size() < mostEvents));
        });
  }

  /**
   * Notes that the code failed on an event: it is tried again later, and given up after a few
   * times.
   *
   * @param id the event
   * @param error what went wrong, for a person
   * @param now the present
   * @param retryAt when to try again; null gives it up with outcome FAILED
   */
  public void failed(UUID id, String error, Instant now, Instant retryAt) {
    database.inTransaction(
        session ->
            session.update(
                "events/fail",
                p ->
                    p.uuid("id", id)
                        .text("error", Text.cut(String.valueOf(error), 2000))
                        .instant("retryAt", retryAt)
                        .instant("processedAt", retryAt == null ? now : null)
                        .word("outcome", retryAt == null ? Outcome.FAILED : null)));
  }

  /** What was received under this id, if it is there. */
  public Optional<Receipt> receipt(UUID id) {
    return database.inTransaction(
        session ->
            session.first("events/bodies", p -> p.uuids("ids", List.of(id)), EventStore::receipt));
  }

  /** How often the code has failed on an event. */
  public int attempts(UUID id) {
    return database.inTransaction(
        session ->
            session
                .first("events/attempts", p -> p.uuid("id", id), row -> row.count("attempts"))
                .orElse(0));
  }

  private static Receipt receipt(Row row) throws SQLException {
    byte[] body = row.bytes("body");
    return new Receipt(
        row.uuid("id"),
        row.number("source_id"),
        row.word("format", Format.class),
        row.instant("received_at"),
        row.text("method"),
        row.text("content_type"),
        row.text("user_agent"),
        row.text("remote_address"),
        row.text("query"),
        body == null ? new byte[0] : body);
  }
}
