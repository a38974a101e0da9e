package io.dutybell.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an older version has stored is there after the schema was brought up to date. */
class UpgradeTest {

  private static final String ALERT =
      """
      insert into alerts (id, source_id, policy_id, severity, priority, status, created_at,
        last_event_at, alert_key, summary, details, event_count, open_members, member_count, links,
        images, custom_details, escalation_state, escalation_level, escalation_round)
      values (?, ?, ?, ?, 'LOW', 'ACCEPTED', timestamp with time zone '2026-01-02 00:00:00+00',
        current_timestamp, 'k', 's', '', 1, 1, 1, '[]', '[]', '{}', 'NONE', 1, 0)""";

  /** As it is written by the version before. */
  private static final String RESPONDER =
      "insert into alert_responders (alert_id, user_id, level, assigned_at)"
          + " values (?, ?, 4, current_timestamp)";

  private static final String SHOWN =
      "select alert_id, user_id, level, source_id, policy_id, status, priority, severity,"
          + " extract(day from created_at at time zone 'UTC') from alert_responders"
          + " order by alert_id, user_id";

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void rows_of_responders_get_what_lists_are_filtered_by(Dialect dialect) throws SQLException {
    try (Database database = FreshDatabase.ofVersion(dialect, "19")) {
      execute(database, ALERT, 1, 11, 21, "INFO");
      execute(database, ALERT, 2, 12, 22, null);
      execute(database, RESPONDER, 1, 7);
      execute(database, RESPONDER, 1, 8);
      execute(database, RESPONDER, 2, 7);
      execute(database, RESPONDER, 999, 7);

      database.migrate();

      assertThat(rows(database, SHOWN))
          .as("without that of an alert that is not there")
          .containsExactly(
              "1 7 4 11 21 ACCEPTED LOW INFO 2",
              "1 8 4 11 21 ACCEPTED LOW INFO 2",
              "2 7 4 12 22 ACCEPTED LOW null 2");
      if (dialect == Dialect.POSTGRESQL) {
        assertThat(rows(database, "select user_id, earlier from alert_responders order by 1, 2"))
            .containsExactly("7 null", "7 null", "8 {7}");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_a_node_of_the_version_before_wrote_meanwhile_is_listed_too(Dialect dialect)
      throws SQLException {
    try (Database database = FreshDatabase.of(dialect)) {
      for (int id : new int[] {1, 10_001, 20_001}) {
        execute(database, ALERT, id, 3, 2, null);
        execute(database, RESPONDER, id, 8);
      }
      execute(database, RESPONDER, 1, 7);
      new ResponderCopies(database).renew();
      execute(database, "update alerts set status = 'RESOLVED' where id = ?", 10_001);
      execute(database, ALERT, 30_000, 3, 2, "WARN");
      execute(database, RESPONDER, 30_000, 8);
      execute(database, RESPONDER, 30_000, 7);

      assertThat(new ResponderCopies(database).renew()).isEqualTo(2);

      assertThat(rows(database, SHOWN))
          .containsExactly(
              "1 7 4 3 2 ACCEPTED LOW null 2",
              "1 8 4 3 2 ACCEPTED LOW null 2",
              "10001 8 4 3 2 RESOLVED LOW null 2",
              "20001 8 4 3 2 ACCEPTED LOW null 2",
              "30000 7 4 3 2 ACCEPTED LOW WARN 2",
              "30000 8 4 3 2 ACCEPTED LOW WARN 2");
      if (dialect == Dialect.POSTGRESQL) {
        assertThat(
                rows(database, "select user_id, earlier from alert_responders where alert_id < 9"))
            .containsExactlyInAnyOrder("7 null", "8 {7}");
      }
      assertThat(new ResponderCopies(database).renew()).as("once").isZero();
    }
  }

  private static void execute(Database database, String sql, Object... values) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  private static List<String> rows(Database database, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(result.getObject(i)));
        }
        rows.add(String.join(" ", values));
      }
    }
    return rows;
  }
}
