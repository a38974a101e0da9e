package io.dutybell.demo;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.ContactEntry;
import io.dutybell.configuration.PolicyStore;
import io.dutybell.configuration.SourceStore;
import io.dutybell.configuration.UserEntry;
import io.dutybell.configuration.UserStore;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.escalation.EscalationRule;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.SecretBox;
import io.dutybell.source.AlertSource;
import io.dutybell.source.SourceSettings;
import io.dutybell.source.SourceType;
import io.dutybell.team.Contact;
import io.dutybell.team.NotificationRule;
import io.dutybell.team.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The demonstration's configuration: two users who are told in the log, an escalation policy with a
 * level for each, and an alert source for CloudMonitor.
 */
final class ExampleConfiguration {

  /** The name of the demonstration's alert source. */
  static final String SOURCE = "CloudMonitor demo";

  /**
   * The first level's time for accepting. The API takes whole minutes; this one is stored directly
   * and is shorter, so that an escalation can be watched within the first minute.
   */
  static final Duration FIRST_LEVEL = Duration.ofSeconds(20);

  private static final Duration SECOND_LEVEL = Duration.ofMinutes(1);

  private final UserStore users;
  private final PolicyStore policies;
  private final SourceStore sources;

  ExampleConfiguration(ConfigurationStore store, SecretBox box, IntegrationKeys keys, Clock clock) {
    this.users = new UserStore(store, clock);
    this.policies = new PolicyStore(store, clock);
    this.sources = new SourceStore(store, clock, keys, box);
  }

  /**
   * Makes the configuration if there are neither users nor alert sources.
   *
   * @return whether it was made
   */
  boolean makeIfEmpty() {
    if (!users.list(0, 1).isEmpty() || !sources.list(0, 1).isEmpty()) {
      return false;
    }
    long lin = user("lin", "Lin", "Chen");
    long wei = user("wei", "Wei", "Zhang");
    long policy =
        policies.add(
            new EscalationPolicy(
                0,
                "Demo: Lin, then Wei",
                List.of(
                    new EscalationRule(List.of(lin), FIRST_LEVEL),
                    new EscalationRule(List.of(wei), SECOND_LEVEL)),
                false,
                1,
                Duration.ZERO,
                null));
    sources.add(
        new AlertSource(
            0, SOURCE, SourceType.ALIBABACLOUD, true, policy, SourceSettings.defaults()));
    return true;
  }

  /** The integration key of the demonstration's alert source; empty when there is none. */
  Optional<String> integrationKey() {
    return sources
        .findByName(SOURCE)
        .map(source -> sources.keysInUse(List.of(source.id())).get(source.id()));
  }

  private long user(String username, String firstName, String lastName) {
    long id =
        users
            .add(
                new UserEntry(
                    0,
                    username,
                    firstName,
                    lastName,
                    username + "@example.com",
                    "Asia/Shanghai",
                    "en",
                    null,
                    null,
                    User.Role.RESPONDER,
                    null),
                true)
            .id();
    long contact =
        users.addContact(
            id,
            new ContactEntry(
                new Contact(0, Contact.Kind.CHANNEL, "log", username, Map.of(), true), null));
    for (String type : List.of("HIGH_PRIORITY", "LOW_PRIORITY")) {
      users.addRule(id, new NotificationRule(0, contact, NotificationRule.Purpose.ALERT, type, 0));
    }
    return id;
  }
}
