package io.dutybell.configuration;

import io.dutybell.source.MaintenanceWindow;
import io.dutybell.store.Params;
import io.dutybell.store.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Maintenance windows, those that have ended included. */
public final class MaintenanceStore {

  private final ConfigurationStore store;

  public MaintenanceStore(ConfigurationStore store) {
    this.store = store;
  }

  /** Windows in the order of their numbers. */
  public List<MaintenanceEntry> list(int skip, int count) {
    return store.read(
        session ->
            session.list(
                "maintenance_windows/list",
                Set.of("page"),
                p -> p.count("skip", skip).count("count", count),
                MaintenanceStore::entry));
  }

  /** The window with this number. */
  public Optional<MaintenanceEntry> find(long id) {
    return store.read(
        session ->
            session.first(
                "maintenance_windows/list",
                Set.of("id"),
                p -> p.number("id", id),
                MaintenanceStore::entry));
  }

  /** Stores a new window and gives its number. */
  public long add(MaintenanceEntry entry) {
    return store.change(
        session ->
            session.insert(
                "maintenance_windows/insert",
                p -> bind(p, entry).number("createdBy", entry.createdBy())));
  }

  /**
   * Replaces a window, except for who made it.
   *
   * @return whether there was one with this number
   */
  public boolean replace(MaintenanceEntry entry) {
    return store.change(
        session ->
            session.update(
                    "maintenance_windows/update",
                    p -> bind(p, entry).number("id", entry.window().id()))
                > 0);
  }

  /** Deletes a window; one that has begun ends with that. */
  public void delete(long id) {
    store.change(session -> session.update("maintenance_windows/delete", p -> p.number("id", id)));
  }

  private static Params bind(Params p, MaintenanceEntry entry) throws SQLException {
    MaintenanceWindow window = entry.window();
    return p.text("summary", window.summary())
        .text("description", entry.description())
        .instant("startsAt", window.startsAt())
        .instant("endsAt", window.endsAt())
        .text("timezone", entry.timezone())
        .text("sourceIds", StoredJson.ofIds(window.sourceIds()));
  }

  private static MaintenanceEntry entry(Row row) throws SQLException {
    return new MaintenanceEntry(
        window(row), row.text("description"), row.text("timezone"), row.number("created_by"));
  }

  static MaintenanceWindow window(Row row) throws SQLException {
    return new MaintenanceWindow(
        row.number("id"),
        row.text("summary"),
        row.instant("starts_at"),
        row.instant("ends_at"),
        StoredJson.ids(row.text("source_ids")));
  }
}
