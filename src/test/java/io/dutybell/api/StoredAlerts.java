package io.dutybell.api;

import io.dutybell.alert.ActionResult;
import io.dutybell.alert.Actor;
import io.dutybell.alert.Alerts;
import io.dutybell.event.Priority;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Alerts as rows, and actions that write down what was asked and answer what the test says. */
final class StoredAlerts implements Alerts {

  final List<String> asked = new ArrayList<>();
  ActionResult result = ActionResult.DONE;
  private final Database database;

  StoredAlerts(Database database) {
    this.database = database;
  }

  /** Stores an alert of source 1 and policy 1. */
  void store(long id, String status, String summary, Instant createdAt) {
    execute(
        "insert into alerts (id, source_id, alert_key, summary, details, severity, priority, status, created_at,"
            + " last_event_at, event_count, open_members, member_count, links, images, custom_details, policy_id,"
            + " escalation_state, escalation_level, escalation_round) values (?, 1, ?, ?, '', 'WARN', 'HIGH', ?, ?, ?,"
            + " 1, 1, 1, '[{\"text\":\"a\",\"href\":\"https://a.example\"}]', '[]', '{\"b\":1}', 1, 'ACTIVE', 1, 0)",
        id,
        "key-" + id,
        summary,
        status,
        Timestamp.from(createdAt),
        Timestamp.from(createdAt));
  }

  /** Makes a user a responder of an alert as it is now, after those who are it. */
  void assign(long alertId, long userId) {
    assignAll(userId, "id = " + alertId);
  }

  /** The same for all alerts that fit a condition. */
  void assignAll(long userId, String condition) {
    boolean isPostgresql = database.dialect() == Dialect.POSTGRESQL;
    execute(
        "insert into alert_responders (alert_id, user_id, level, assigned_at, created_at, source_id, policy_id,"
            + (isPostgresql ? " earlier," : "")
            + " status, priority, severity) select id, ?, 1, created_at, created_at, source_id, policy_id,"
            + (isPostgresql
                ? " nullif(array(select user_id from alert_responders where alert_id = alerts.id), '{}'),"
                : "")
            + " status, priority, severity from alerts where "
            + condition,
        userId);
  }

  /** Runs a statement that a test needs for its arrangement. */
  void execute(String sql, Object... values) {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public ActionResult accept(long alertId, Actor by) {
    return note("accept " + alertId + " by " + by.name());
  }

  @Override
  public ActionResult resolve(long alertId, Actor by) {
    return note("resolve " + alertId + " by " + by.name());
  }

  @Override
  public ActionResult assignUser(long alertId, long userId, Actor by) {
    return note("assign " + alertId + " to user " + userId);
  }

  @Override
  public ActionResult assignSchedule(long alertId, long scheduleId, Actor by) {
    return note("assign " + alertId + " to schedule " + scheduleId);
  }

  @Override
  public ActionResult assignPolicy(long alertId, long policyId, Actor by) {
    return note("assign " + alertId + " to policy " + policyId);
  }

  @Override
  public ActionResult escalate(long alertId, Actor by) {
    return note("escalate " + alertId);
  }

  @Override
  public ActionResult snooze(long alertId, Instant until, Actor by) {
    return note("snooze " + alertId + " until " + until);
  }

  @Override
  public ActionResult priority(long alertId, Priority priority, Actor by) {
    return note("priority " + alertId + " " + priority);
  }

  @Override
  public ActionResult comment(long alertId, String text, Actor by) {
    return note("comment " + alertId + " " + text);
  }

  @Override
  public ActionResult addResponder(long alertId, long userId, Actor by) {
    return note("responder " + alertId + " " + userId);
  }

  @Override
  public ActionResult retryNotification(long alertId, UUID notificationId, Actor by) {
    return note("retry " + alertId + " " + notificationId);
  }

  private ActionResult note(String what) {
    asked.add(what);
    return result;
  }
}
