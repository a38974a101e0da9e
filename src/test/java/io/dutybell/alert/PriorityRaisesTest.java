package io.dutybell.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.PolicyStore;
import io.dutybell.configuration.SourceStore;
import io.dutybell.configuration.SupportHoursChoice;
import io.dutybell.configuration.SupportHoursStore;
import io.dutybell.configuration.UserEntry;
import io.dutybell.configuration.UserStore;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.escalation.EscalationRule;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.SecretBox;
import io.dutybell.source.AlertSource;
import io.dutybell.source.PriorityRule;
import io.dutybell.source.SourceSettings;
import io.dutybell.source.SourceTexts;
import io.dutybell.source.SourceType;
import io.dutybell.source.SupportHours;
import io.dutybell.source.SupportHours.Day;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import io.dutybell.team.User;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of many pending alerts when support hours begin at nine. */
class PriorityRaisesTest {

  private static final Instant NIGHT = Instant.parse("2026-11-23T03:00:00Z");
  private static final Instant NINE = Instant.parse("2026-11-23T09:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NIGHT);
  private final Clock clock = now::get;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void all_of_them_are_raised_and_each_once(Dialect dialect) throws SQLException {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, clock);
      configure(store);
      LiveConfiguration live = new LiveConfiguration(store);
      live.refresh();
      insert(database, 1, 1_100, NIGHT.plusSeconds(1));
      AlertTimers timers = timers(database, live);

      now.set(NINE.minusMillis(1));
      assertThat(timers.raiseDue()).isZero();
      now.set(NINE);
      assertThat(timers.raiseDue()).isEqualTo(1_100);
      assertThat(timers.raiseDue()).isZero();
      assertThat(timers(database, live).raiseDue()).as("another node").isZero();

      // What was being decided at nine is written a moment later; it is found a little later still.
      insert(database, 2_001, 1, NINE.minusMillis(5));
      now.set(NINE.plusSeconds(9));
      assertThat(timers.raiseDue()).isZero();
      now.set(NINE.plusSeconds(10));
      assertThat(timers.raiseDue()).isEqualTo(1);
      assertThat(timers.raiseDue()).isZero();
      insert(database, 2_002, 1, NINE.minusMillis(5));
      now.set(NINE.plusSeconds(3_600));
      assertThat(timers.raiseDue()).isZero();
    }
  }

  private void configure(ConfigurationStore store) {
    SecureRandom random = new SecureRandom();
    long user =
        new UserStore(store, clock)
            .add(
                new UserEntry(
                    0, "ann", "Ann", "", null, "UTC", "en", null, null, User.Role.USER, null),
                true)
            .id();
    long policy =
        new PolicyStore(store, clock)
            .add(
                new EscalationPolicy(
                    0,
                    "ops",
                    List.of(new EscalationRule(List.of(user), Duration.ofMinutes(5))),
                    false,
                    1,
                    Duration.ZERO,
                    null));
    Map<DayOfWeek, Day> days = new HashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      days.put(day, new Day(LocalTime.of(9, 0), LocalTime.of(17, 0)));
    }
    long hours =
        new SupportHoursStore(store, clock)
            .add(new SupportHours(0, "Office", "UTC", days, List.of()));
    SourceSettings settings =
        new SourceSettings(
            null, null, PriorityRule.HIGH_DURING_SUPPORT_HOURS, null, null, null, null, null, null);
    new SourceStore(store, clock, new IntegrationKeys(random), new SecretBox(new byte[32], random))
        .add(
            new AlertSource(0, "prod", SourceType.API, true, policy, settings),
            new SupportHoursChoice(hours, null, true),
            SourceTexts.NONE);
  }

  private AlertTimers timers(Database database, LiveConfiguration live) {
    return new AlertsFactory(
            database,
            live,
            new Fallback(null),
            clock,
            new TimeOrderedIds(clock, new Random(1)),
            () -> {},
            ended -> {})
        .timers(lag -> {});
  }

  private static void insert(Database database, long firstId, int count, Instant at)
      throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into alerts (id, source_id, alert_key, summary, details, priority, status,"
                    + " created_at, last_event_at, event_count, open_members, member_count, links,"
                    + " images, custom_details, policy_id, escalation_state, escalation_level,"
                    + " escalation_round) values (?, 1, 'k', 's', '', 'LOW', 'PENDING', ?, ?, 1, 1,"
                    + " 1, '[]', '[]', '{}', 1, 'NONE', 1, 0)")) {
      connection.setAutoCommit(false);
      for (int i = 0; i < count; i++) {
        insert.setLong(1, firstId + i);
        insert.setTimestamp(2, Timestamp.from(at));
        insert.setTimestamp(3, Timestamp.from(at));
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
  }
}
