package io.dutybell.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dutybell.store.Database;
import io.dutybell.store.DatabaseAway;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import io.dutybell.team.Team;
import io.dutybell.team.User;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read of the configuration again when something in it was changed. */
class LiveChangesTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:07Z");

  /** As many as a test's database has. */
  private static final int CONNECTIONS = 4;

  private Database database;
  private ConfigurationStore store;
  private LiveConfiguration live;
  private UserStore users;
  private TeamStore teams;

  private void start(Dialect dialect) {
    database = FreshDatabase.of(dialect);
    store = new ConfigurationStore(database, () -> NOW);
    live = new LiveConfiguration(store);
    users = new UserStore(store, () -> NOW);
    teams = new TeamStore(store, () -> NOW);
    live.refresh();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_a_change_of_this_process_does_not_touch_is_not_read_again(Dialect dialect) {
    start(dialect);
    teams.add(team("Payments"));
    Configuration before = live.refresh();

    users.add(user("bob"), true);
    Configuration after = live.refresh();

    assertThat(after.users()).hasSize(1);
    assertThat(after.teams()).isSameAs(before.teams());
    assertThat(after).isEqualTo(store.load());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_change_of_another_process_is_read_whole_whatever_this_one_changes_after_it(
      Dialect dialect) {
    start(dialect);
    new TeamStore(new ConfigurationStore(database, () -> NOW), () -> NOW).add(team("Theirs"));
    users.add(user("bob"), true);
    store.together(
        () -> {
          users.add(user("eve"), true);
          assertThat(live.current().teams()).hasSize(1);
          assertThat(live.current().users()).hasSize(2);
          return null;
        });

    assertThat(live.refresh()).isEqualTo(store.load());
    assertThat(live.current().teams()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void steps_that_this_process_remembers_say_nothing_about_a_database_that_was_put_back(
      Dialect dialect) throws SQLException {
    start(dialect);
    long version = live.current().version();
    users.add(user("bob"), true);
    live.refresh();
    execute("delete from users");
    execute("update configuration_version set version = " + version);
    live.refresh();
    new TeamStore(new ConfigurationStore(database, () -> NOW), () -> NOW).add(team("Theirs"));

    assertThat(live.refresh().teams()).hasSize(1);
    assertThat(live.current()).isEqualTo(store.load());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_database_that_was_away_may_have_another_configuration_of_the_same_version(Dialect dialect)
      throws SQLException {
    start(dialect);
    users.add(user("bob"), true);
    live.refresh();
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      all.add(database.dataSource().getConnection());
    }
    assertThatThrownBy(live::refresh).isInstanceOf(DatabaseAway.class);
    for (Connection connection : all) {
      connection.close();
    }
    execute("delete from users");

    assertThat(live.refresh().users()).isEmpty();
    assertThat(live.refresh()).as("read once").isSameAs(live.current());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_transaction_sees_what_it_has_changed_and_not_what_was_taken_back(Dialect dialect) {
    start(dialect);
    store.together(
        () -> {
          store.lock();
          teams.add(team("Payments"));
          store.part(
              () -> {
                users.add(user("bob"), true);
                assertThat(live.current().users()).hasSize(1);
                assertThat(live.current().teams()).hasSize(1);
                return null;
              },
              nothing -> false);
          assertThat(live.current().users()).isEmpty();
          assertThat(live.current().teams()).hasSize(1);
          users.add(user("eve"), true);
          assertThat(live.refresh().users().values())
              .extracting(User::username)
              .containsExactly("eve");
          return null;
        });

    assertThat(live.refresh().users().values()).extracting(User::username).containsExactly("eve");
    assertThat(live.current()).isEqualTo(store.load());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothing_of_a_transaction_that_was_taken_back_stays(Dialect dialect) {
    start(dialect);
    Configuration before = live.current();
    try {
      store.together(
          () -> {
            users.add(user("bob"), true);
            assertThat(live.current().users()).hasSize(1);
            throw new IllegalStateException("taken back");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("taken back");
    }

    assertThat(live.current()).isSameAs(before);
    teams.add(team("Payments"));
    assertThat(live.refresh()).isEqualTo(store.load());
    assertThat(live.current().users()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_transaction_that_keeps_nobody_from_changing_sees_what_others_change(Dialect dialect) {
    start(dialect);
    ConfigurationStore others = new ConfigurationStore(database, () -> NOW);
    store.together(
        () -> {
          assertThat(live.refresh().teams()).isEmpty();
          Thread other = new Thread(() -> new TeamStore(others, () -> NOW).add(team("Theirs")));
          other.start();
          join(other);
          assertThat(live.current().teams()).isEmpty();
          assertThat(live.refresh().teams()).hasSize(1);
          store.lock();
          users.add(user("bob"), true);
          assertThat(live.current().teams()).hasSize(1);
          assertThat(live.current().users()).hasSize(1);
          return null;
        });

    assertThat(live.refresh()).isEqualTo(store.load());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_deleted_with_what_it_belongs_to_is_read_again_too(Dialect dialect)
      throws SQLException {
    start(dialect);
    Set<String> read =
        Set.of(
            "alert_sources",
            "support_hours",
            "alert_source_keys",
            "escalation_policies",
            "users",
            "contacts",
            "notification_rules",
            "maintenance_windows",
            "teams",
            "team_members",
            "former_alert_sources",
            "schedules",
            "schedule_overrides");
    List<String[]> cascades = cascades(dialect);
    assertThat(cascades).extracting(c -> c[0] + " " + c[1]).contains("team_members users");
    for (String[] cascade : cascades) {
      if (read.contains(cascade[0])) {
        assertThat(ConfigurationPart.changedBy(Set.of(cascade[1] + "/delete")))
            .as("deleting from %s deletes from %s", cascade[1], cascade[0])
            .containsAll(ConfigurationPart.changedBy(Set.of(cascade[0] + "/update")));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_table_that_nobody_thought_of_may_be_in_every_part(Dialect dialect) {
    start(dialect);

    assertThat(ConfigurationPart.changedBy(Set.of("brand_new/insert")))
        .containsExactlyInAnyOrder(ConfigurationPart.values());
    assertThat(ConfigurationPart.changedBy(Set.of("escalation_policies/update")))
        .containsExactly(ConfigurationPart.POLICIES);
  }

  /** Tables whose rows are deleted, or changed, with rows of another: the table and the other. */
  private List<String[]> cascades(Dialect dialect) throws SQLException {
    List<String[]> found = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet names =
          statement.executeQuery(
              "select table_name from information_schema.tables where table_schema = 'public'")) {
        while (names.next()) {
          tables.add(names.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet keys = connection.getMetaData().getImportedKeys(null, "public", table)) {
          while (keys.next()) {
            if (keys.getInt("DELETE_RULE") != java.sql.DatabaseMetaData.importedKeyNoAction
                && keys.getInt("DELETE_RULE") != java.sql.DatabaseMetaData.importedKeyRestrict) {
              found.add(new String[] {table, keys.getString("PKTABLE_NAME")});
            }
          }
        }
      }
    }
    assertThat(found).as(dialect.toString()).isNotEmpty();
    return found;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Team team(String name) {
    return new Team(0, name, Team.Visibility.PUBLIC, List.of());
  }

  private static UserEntry user(String name) {
    return new UserEntry(0, name, "", "", null, "UTC", "en", null, null, User.Role.USER, null);
  }
}
