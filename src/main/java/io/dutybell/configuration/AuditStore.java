package io.dutybell.configuration;

import io.dutybell.store.Database;
import io.dutybell.store.Params;
import io.dutybell.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The audit log: who changed what. Entries are only ever added, and deleted when they are old. */
public final class AuditStore {

  private final Database database;

  public AuditStore(Database database) {
    this.database = database;
  }

  /**
   * An entry.
   *
   * @param id the number; not looked at when it is added
   * @param at when
   * @param caller who, as people read it
   * @param userId the user; null for a token of the installation
   * @param remoteAddress where the call came from; null when that is not known
   * @param operation what was called, such as {@code replace-alert-source}
   * @param resource the kind of what was changed, such as {@code alert-source}
   * @param resourceId the id of what was changed
   * @param was its JSON before, with secrets masked; null when it is new
   * @param became its JSON afterwards, with secrets masked; null when it is gone
   */
  public record Entry(
      long id,
      Instant at,
      String caller,
      Long userId,
      String remoteAddress,
      String operation,
      String resource,
      String resourceId,
      String was,
      String became) {}

  /**
   * Which entries to list; what is null does not matter.
   *
   * @param from not before
   * @param until before
   * @param resource the kind of what was changed
   * @param resourceId the id of what was changed
   * @param userId who changed it
   */
  public record Filter(
      Instant from, Instant until, String resource, String resourceId, Long userId) {

    Set<String> parts() {
      Set<String> parts = new HashSet<>();
      add(parts, "from", from);
      add(parts, "until", until);
      add(parts, "resource", resource);
      add(parts, "resource-id", resourceId);
      add(parts, "user", userId);
      return parts;
    }

    private static void add(Set<String> parts, String name, Object value) {
      if (value != null) {
        parts.add(name);
      }
    }

    Params bind(Params p) throws SQLException {
      if (from != null) {
        p.instant("from", from);
      }
      if (until != null) {
        p.instant("until", until);
      }
      if (resource != null) {
        p.text("resource", resource);
      }
      if (resourceId != null) {
        p.text("resourceId", resourceId);
      }
      if (userId != null) {
        p.number("userId", userId);
      }
      return p;
    }
  }

  /** Adds an entry. */
  public void add(Entry entry) {
    database.inTransaction(
        session ->
            session.insert(
                "audit_log/insert",
                p ->
                    p.instant("at", entry.at())
                        .text("caller", entry.caller())
                        .number("userId", entry.userId())
                        .text("remoteAddress", entry.remoteAddress())
                        .text("operation", entry.operation())
                        .text("resource", entry.resource())
                        .text("resourceId", entry.resourceId())
                        .text("was", entry.was())
                        .text("became", entry.became())));
  }

  /** Entries, newest first. */
  public List<Entry> list(Filter filter, int skip, int count) {
    return database.inTransaction(
        session ->
            session.list(
                "audit_log/list",
                filter.parts(),
                p -> filter.bind(p).count("skip", skip).count("count", count),
                AuditStore::entry));
  }

  private static Entry entry(Row row) throws SQLException {
    return new Entry(
        row.number("id"),
        row.instant("at"),
        row.text("caller"),
        row.number("user_id"),
        row.text("remote_address"),
        row.text("operation"),
        row.text("resource"),
        row.text("resource_id"),
        row.text("was"),
        row.text("became"));
  }
}
