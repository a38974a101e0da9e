package io.dutybell.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.escalation.EscalationRule;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.SecretBox;
import io.dutybell.source.AlertSource;
import io.dutybell.source.IntegrationKey;
import io.dutybell.source.SourceSettings;
import io.dutybell.source.SourceType;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import io.dutybell.team.Contact;
import io.dutybell.team.NotificationRule;
import io.dutybell.team.User;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigurationStoreTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");

  private final SecretBox box = new SecretBox(new byte[32], new SecureRandom());

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void everything_that_was_stored_is_in_the_snapshot(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW);
      UserStore users = new UserStore(store, () -> NOW);
      PolicyStore policies = new PolicyStore(store, () -> NOW);
      SourceStore sources = sources(store);
      long user = users.add(user("bob"), true).id();
      Contact email =
          new Contact(0, Contact.Kind.EMAIL, "email", "bob@example.org", Map.of("a", "b"), true);
      long contact = users.addContact(user, new ContactEntry(email, null));
      users.addRule(
          user,
          new NotificationRule(0, contact, NotificationRule.Purpose.ALERT, "HIGH_PRIORITY", 5));
      long policy = policies.add(policy("ops", user));
      long source =
          sources.add(
              new AlertSource(
                  0, "prod", SourceType.ALIBABACLOUD, true, policy, SourceSettings.defaults()));
      sources.rotateKey(source, Duration.ofHours(24));

      Configuration loaded = store.load();

      assertThat(loaded.version()).isEqualTo(store.version()).isEqualTo(7);
      assertThat(loaded.users().get(user).contacts())
          .extracting(Contact::target, Contact::params)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("bob@example.org", Map.of("a", "b")));
      assertThat(loaded.users().get(user).rules())
          .extracting(NotificationRule::contactId, NotificationRule::delayMin)
          .containsExactly(org.assertj.core.groups.Tuple.tuple(contact, 5));
      assertThat(loaded.policies().get(policy).rules())
          .containsExactly(new EscalationRule(List.of(user), Duration.ofMinutes(5)));
      assertThat(loaded.policyByRoutingKey("ops-key")).isPresent();
      assertThat(loaded.sources().get(source).policyId()).isEqualTo(policy);
      String key = sources.keysInUse(List.of(source)).get(source);
      assertThat(loaded.keys().get(IntegrationKeys.hash(key)).expiresAt()).isNull();
      assertThat(loaded.keys().values())
          .extracting(IntegrationKey::expiresAt)
          .containsExactlyInAnyOrder(null, NOW.plus(Duration.ofHours(24)));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_in_use_is_kept_and_the_user_of_it_is_named(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW);
      UserStore users = new UserStore(store, () -> NOW);
      PolicyStore policies = new PolicyStore(store, () -> NOW);
      SourceStore sources = sources(store);
      long user = users.add(user("bob"), true).id();
      long policy = policies.add(policy("ops", user));
      sources.add(
          new AlertSource(0, "prod", SourceType.API, true, policy, SourceSettings.defaults()));
      long version = store.version();

      assertThatThrownBy(() -> users.delete(user))
          .isInstanceOf(InUse.class)
          .hasMessageContaining("ops");
      assertThatThrownBy(() -> policies.delete(policy, source -> true))
          .isInstanceOf(InUse.class)
          .hasMessageContaining("prod");
      assertThatThrownBy(() -> users.add(user("bob"), true)).isInstanceOf(InUse.class);
      assertThat(users.add(user("bob"), false).username()).isEqualTo("bob2");
      assertThat(store.version()).as("a refused change is no change").isEqualTo(version + 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void sources_know_whether_their_alerts_need_somebody(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      SourceStore sources = sources(new ConfigurationStore(database, () -> NOW));

      assertThat(sources.openAlerts(Set.of(1L))).isEmpty();
      assertThat(sources.keysInUse(Set.of(1L))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void the_live_configuration_follows_the_database(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW);
      LiveConfiguration live = new LiveConfiguration(store);
      Configuration first = live.refresh();
      assertThat(live.refresh()).as("nothing changed").isSameAs(first);

      new UserStore(store, () -> NOW).add(user("bob"), true);

      assertThat(live.current()).isSameAs(first);
      assertThat(live.refresh().users()).hasSize(1);
      assertThat(live.current().version()).isEqualTo(first.version() + 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whoever_waits_for_the_live_configuration_has_what_others_read_meanwhile(Dialect dialect)
      throws Exception {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW);
      LiveConfiguration live = new LiveConfiguration(store);
      live.refresh();
      List<FutureTask<Configuration>> asking = new ArrayList<>();
      synchronized (live) {
        for (int i = 0; i < 3; i++) {
          new UserStore(store, () -> NOW).add(user("bob"), false);
          FutureTask<Configuration> task = new FutureTask<>(live::refresh);
          Thread thread = new Thread(task);
          thread.start();
          asking.add(task);
          await().until(() -> thread.getState() == Thread.State.BLOCKED);
        }
      }

      Configuration newest = asking.get(2).get();

      assertThat(newest.users()).hasSize(3);
      assertThat(asking.get(0).get()).isSameAs(newest);
      assertThat(asking.get(1).get()).isSameAs(newest);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void the_live_configuration_follows_a_database_that_was_put_back(Dialect dialect)
      throws SQLException {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW);
      LiveConfiguration live = new LiveConfiguration(store);
      Configuration first = live.refresh();
      new UserStore(store, () -> NOW).add(user("bob"), true);
      live.refresh();

      try (Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("delete from users");
        statement.execute("update configuration_version set version = " + first.version());
      }

      assertThat(live.refresh().users()).isEmpty();
      assertThat(live.current().version()).isEqualTo(first.version());
    }
  }

  private SourceStore sources(ConfigurationStore store) {
    return new SourceStore(store, () -> NOW, new IntegrationKeys(new SecureRandom()), box);
  }

  private static UserEntry user(String name) {
    return new UserEntry(0, name, "", "", null, "UTC", "en", null, null, User.Role.USER, null);
  }

  private static EscalationPolicy policy(String name, long user) {
    return new EscalationPolicy(
        0,
        name,
        List.of(new EscalationRule(List.of(user), Duration.ofMinutes(5))),
        true,
        3,
        Duration.ofMinutes(2),
        name + "-key");
  }
}
