package io.dutybell.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.UserEntry;
import io.dutybell.configuration.UserStore;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.SecretBox;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import io.dutybell.team.User;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExampleConfigurationTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void an_empty_installation_gets_two_users_a_policy_and_a_source_that_can_be_called(
      Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW);

      boolean made = example(store).makeIfEmpty();

      Configuration configuration = store.load();
      assertThat(made).isTrue();
      assertThat(configuration.users().values())
          .hasSize(2)
          .allMatch(user -> user.isReachableAt(NOW))
          .allMatch(user -> user.contacts().get(0).connector().equals("log"))
          .allMatch(user -> user.rules().size() == 2);
      assertThat(configuration.policies().values())
          .singleElement()
          .satisfies(
              policy ->
                  assertThat(policy.rules())
                      .hasSize(2)
                      .first()
                      .satisfies(
                          rule ->
                              assertThat(rule.timeout())
                                  .as("is stored as it is, below a minute")
                                  .isEqualTo(ExampleConfiguration.FIRST_LEVEL)));
      String key = example(store).integrationKey().orElseThrow();
      assertThat(configuration.keys()).containsKey(IntegrationKeys.hash(key));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_second_start_finds_the_same_source_again(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW);
      example(store).makeIfEmpty();
      long version = store.version();
      String key = example(store).integrationKey().orElseThrow();

      assertThat(example(store).makeIfEmpty()).isFalse();

      assertThat(store.version()).isEqualTo(version);
      assertThat(example(store).integrationKey()).contains(key);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void an_installation_with_a_user_of_its_own_is_left_alone(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW);
      new UserStore(store, () -> NOW)
          .add(
              new UserEntry(0, "bob", "", "", null, "UTC", "en", null, null, User.Role.USER, null),
              true);

      assertThat(example(store).makeIfEmpty()).isFalse();

      assertThat(store.load().sources()).isEmpty();
      assertThat(example(store).integrationKey()).isEmpty();
    }
  }

  private static ExampleConfiguration example(ConfigurationStore store) {
    SecureRandom random = new SecureRandom();
    return new ExampleConfiguration(
        store, new SecretBox(new byte[32], random), new IntegrationKeys(random), () -> NOW);
  }
}
