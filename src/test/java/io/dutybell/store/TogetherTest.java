package io.dutybell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.TeamStore;
import io.dutybell.team.Team;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several changes as one transaction. */
class TogetherTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:07Z");

  private static Team team(String name) {
    return new Team(0, name, Team.Visibility.PUBLIC, List.of());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void all_changes_are_taken_back_when_a_later_one_is_refused(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW);
      TeamStore teams = new TeamStore(store, () -> NOW);

      assertThatThrownBy(
              () ->
                  store.together(
                      () -> {
                        teams.add(team("Payments"));
                        throw new IllegalArgumentException("the second one is wrong");
                      }))
          .hasMessage("the second one is wrong");

      assertThat(store.load().teams()).isEmpty();
      assertThat(database.isTogether()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nobody_else_works_by_changes_that_are_not_yet_kept(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW);
      LiveConfiguration live = new LiveConfiguration(store);
      live.refresh();
      TeamStore teams = new TeamStore(store, () -> NOW);

      store.together(
          () -> {
            teams.add(team("Payments"));
            assertThat(live.refresh().teams()).hasSize(1);
            assertThat(live.current().teams()).hasSize(1);
            assertThat(CompletableFuture.supplyAsync(() -> live.current().teams()).join())
                .as("what another thread sees")
                .isEmpty();
            return null;
          });

      assertThat(live.refresh().teams()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_refused_statement_tells_why_and_leaves_nothing(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW);
      TeamStore teams = new TeamStore(store, () -> NOW);
      AtomicInteger tries = new AtomicInteger();

      assertThatThrownBy(
              () ->
                  store.together(
                      () -> {
                        tries.incrementAndGet();
                        teams.add(team("Payments"));
                        return teams.add(team("x".repeat(100_000)));
                      }))
          .isInstanceOf(StoreFailure.class);

      assertThat(store.load().teams()).isEmpty();
      assertThat(tries).hasValue(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_part_is_taken_back_without_the_rest(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW);
      TeamStore teams = new TeamStore(store, () -> NOW);

      store.together(
          () -> {
            store.part(() -> teams.add(team("Kept")), id -> true);
            store.part(() -> teams.add(team("For nothing")), id -> false);
            assertThatThrownBy(
                    () -> store.part(() -> teams.add(team("x".repeat(100_000))), id -> true))
                .isInstanceOf(StoreFailure.class);
            assertThatThrownBy(() -> store.part(() -> teams.add(team("Kept")), id -> true))
                .isInstanceOf(io.dutybell.configuration.InUse.class);
            return store.part(() -> teams.add(team("Afterwards")), id -> true);
          });

      assertThat(store.load().teams().values())
          .extracting(Team::name)
          .containsExactlyInAnyOrder("Kept", "Afterwards");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "POSTGRESQL")
  void a_database_that_goes_away_in_a_part_is_away(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW);
      TeamStore teams = new TeamStore(store, () -> NOW);

      assertThatThrownBy(
              () ->
                  store.together(
                      () ->
                          store.part(
                              () -> {
                                endOtherConnections(database);
                                return teams.add(team("Payments"));
                              },
                              id -> true)))
          .isInstanceOf(DatabaseAway.class);
    }
  }

  private static void endOtherConnections(Database database) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
