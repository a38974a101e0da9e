package io.dutybell.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of alert keys that nobody has touched for long. */
class KeyPurgeTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");
  private static final Duration KEPT = Duration.ofDays(90);

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void old_keys_without_an_open_alert_go_and_all_others_stay(Dialect dialect) throws SQLException {
    try (Database database = FreshDatabase.of(dialect)) {
      keys(database, 3, 1, 2_500, "2026-01-01");
      keys(database, 3, 2_501, 2_503, "2026-11-22");
      keys(database, 7, 1, 5, "2026-01-01");
      alert(database, 4, "PENDING");
      alert(database, 5, "RESOLVED");
      execute(
          database,
          "update alert_keys set alert_id = 4 where source_id = 7 and alert_key = 'key-4'");
      execute(
          database,
          "update alert_keys set alert_id = 5 where source_id = 7 and alert_key = 'key-5'");
      Retention retention = new Retention(database, KEPT, KEPT, KEPT);

      retention.purge(NOW);

      assertThat(count(database, "source_id = 3")).isEqualTo(3);
      assertThat(count(database, "source_id = 7")).isEqualTo(1);
      assertThat(count(database, "source_id = 7 and alert_key = 'key-4'")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_long_table_is_walked_through_in_parts_and_then_again(Dialect dialect) throws SQLException {
    try (Database database = FreshDatabase.of(dialect)) {
      // The first is old only when the walk comes by for the second time.
      keys(database, 1, 1, 1, "2026-08-25");
      keys(database, 2, 1, 201_000, "2026-11-22");
      keys(database, 3, 1, 1, "2026-01-01");
      Retention retention = new Retention(database, KEPT, KEPT, KEPT);

      retention.purge(NOW);
      long afterOne = count(database, "source_id = 3");
      retention.purge(NOW.plus(Duration.ofDays(2)));

      assertThat(afterOne).isEqualTo(1);
      assertThat(count(database, "source_id = 3")).isZero();
      assertThat(count(database, "source_id = 1")).isEqualTo(1);
      retention.purge(NOW.plus(Duration.ofDays(2)));
      assertThat(count(database, "source_id = 1")).isZero();
    }
  }

  private static void keys(Database database, long source, int from, int until, String touched)
      throws SQLException {
    String range = database.dialect() == Dialect.H2 ? "system_range" : "generate_series";
    execute(
        database,
        ("insert into alert_keys (source_id, alert_key, is_open, touched_at)"
                + " select %d, 'key-' || n, false, timestamp with time zone '%s 00:00:00+00'"
                + " from %s(%d, %d) as numbers (n)")
            .formatted(source, touched, range, from, until));
  }

  private static void alert(Database database, long id, String status) throws SQLException {
    execute(
        database,
        ("insert into alerts (id, source_id, alert_key, summary, details, priority, status, created_at, last_event_at,"
                + " event_count, open_members, member_count, links, images, custom_details, policy_id,"
                + " escalation_state, escalation_level, escalation_round) values (%d, 7, 'k', 's', '', 'LOW', '%s',"
                + " current_timestamp, current_timestamp, 1, 1, 1, '[]', '[]', '{}', 1, 'NONE', 0, 0)")
            .formatted(id, status));
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long count(Database database, String where) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select count(*) from alert_keys where " + where)) {
      result.next();
      return result.getLong(1);
    }
  }
}
