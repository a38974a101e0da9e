package io.dutybell.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What time does to alerts, as they are stored. */
class AlertTimersTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_pending_again_does_not_wait_for_what_resolves_by_itself(Dialect dialect)
      throws SQLException {
    try (Database database = FreshDatabase.of(dialect)) {
      store(database, 1, "PENDING", "auto_resolve_at");
      store(database, 2, "ACCEPTED", "reopen_at");

      assertThat(timers(database).timeOutDue()).isEqualTo(2);
      assertThat(timers(database).timeOutDue()).isZero();
    }
  }

  private static AlertTimers timers(Database database) {
    return new AlertsFactory(
            database,
            new LiveConfiguration(new ConfigurationStore(database, () -> NOW)),
            new Fallback(null),
            () -> NOW,
            new TimeOrderedIds(() -> NOW, new Random(1)),
            () -> {},
            ended -> {})
        .timers(lag -> {});
  }

  private static void store(Database database, long id, String status, String due)
      throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into alerts (id, source_id, alert_key, summary, details, priority, status,"
                    + " created_at, last_event_at, event_count, open_members, member_count, links,"
                    + " images, custom_details, policy_id, escalation_state, escalation_level,"
                    + " escalation_round, "
                    + due
                    + ") values (?, 1, 'k', 's', '', 'HIGH', ?, ?, ?, 1, 1, 1, '[]', '[]', '{}', 1,"
                    + " 'NONE', 0, 0, ?)")) {
      Timestamp now = Timestamp.from(NOW);
      insert.setLong(1, id);
      insert.setString(2, status);
      insert.setTimestamp(3, now);
      insert.setTimestamp(4, now);
      insert.setTimestamp(5, now);
      insert.executeUpdate();
    }
  }
}
