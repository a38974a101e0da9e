package io.dutybell.api;

import io.dutybell.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Alerts and notifications as rows, with the times that reports are about. */
final class ReportedAlerts {

  /**
   * An alert.
   *
   * @param severity may be null
   * @param acceptedAt null when it was not
   * @param resolvedAt null while it is open
   */
  record Row(
      long sourceId,
      long policyId,
      String priority,
      String severity,
      Instant createdAt,
      Instant acceptedAt,
      Instant resolvedAt,
      List<Notification> notifications) {}

  /**
   * A notification.
   *
   * @param deliveredAt null when it was not
   */
  record Notification(String state, String purpose, Instant dueAt, Instant deliveredAt) {}

  private final Database database;
  private final List<Row> rows = new ArrayList<>();

  ReportedAlerts(Database database) {
    this.database = database;
  }

  void add(Row row) {
    rows.add(row);
  }

  /** Puts the alerts that were added in the place of those that are stored. */
  void store() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement clear = connection.createStatement();
        PreparedStatement alert =
            connection.prepareStatement(
                "insert into alerts (id, source_id, policy_id, priority, severity, status, created_at, accepted_at,"
                    + " resolved_at, alert_key, summary, details, last_event_at, event_count, open_members, member_count,"
                    + " links, images, custom_details, escalation_state, escalation_level, escalation_round)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'k', 's', '', ?, 1, 1, 1, '[]', '[]', '{}', 'ENDED', 1, 0)");
        PreparedStatement notification =
            connection.prepareStatement(
                "insert into notifications (id, alert_id, connector, purpose, urgency, state, created_at, first_due_at,"
                    + " delivered_at, attempts, relayed) values (?, ?, 'log', ?, 0, ?, ?, ?, ?, 1, false)")) {
      clear.executeUpdate("delete from notifications");
      clear.executeUpdate("delete from alerts");
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        String status =
            row.resolvedAt() != null
                ? "RESOLVED"
                : row.acceptedAt() != null ? "ACCEPTED" : "PENDING";
        bind(
            alert,
            i + 1L,
            row.sourceId(),
            row.policyId(),
            row.priority(),
            row.severity(),
            status,
            row.createdAt(),
            row.acceptedAt(),
            row.resolvedAt(),
            row.createdAt());
        for (Notification n : row.notifications()) {
          bind(
              notification,
              UUID.randomUUID(),
              i + 1L,
              n.purpose(),
              n.state(),
              n.dueAt(),
              n.dueAt(),
              n.deliveredAt());
        }
      }
      alert.executeBatch();
      notification.executeBatch();
    }
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof Instant at) {
        statement.setTimestamp(i + 1, Timestamp.from(at));
      } else if (values[i] == null) {
        statement.setNull(
            i + 1, i == 4 ? java.sql.Types.VARCHAR : java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
      } else {
        statement.setObject(i + 1, values[i]);
      }
    }
    statement.addBatch();
  }
}
