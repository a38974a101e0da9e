package io.dutybell.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.PolicyStore;
import io.dutybell.configuration.SourceStore;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.SecretBox;
import io.dutybell.source.AlertSource;
import io.dutybell.source.SourceSettings;
import io.dutybell.source.SourceType;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final String CALLER = "192.0.2.7";

  private Instant now = Instant.parse("2026-11-22T15:06:00Z");
  private final Database database = FreshDatabase.of(Dialect.H2);
  private final ConfigurationStore store = new ConfigurationStore(database, () -> now);
  private final SecureRandom random = new SecureRandom();
  private final SourceStore sources =
      new SourceStore(
          store, () -> now, new IntegrationKeys(random), new SecretBox(new byte[32], random));
  private final LiveConfiguration live = new LiveConfiguration(store);
  private final RefusedCalls refusedCalls = new RefusedCalls();
  private final Admission admission = new Admission(live, refusedCalls, () -> now);
  private final long policy =
      new PolicyStore(store, () -> now)
          .add(new EscalationPolicy(0, "ops", List.of(), false, 1, Duration.ZERO, null));

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void the_key_of_a_source_opens_the_door_to_that_source() {
    long source = source("prod", true, List.of(), null);
    source("test", true, List.of(), null);
    live.refresh();

    assertThat(admit(key(source), CALLER).id()).isEqualTo(source);
  }

  @Test
  void a_key_that_was_made_a_moment_ago_on_another_node_is_found() {
    live.refresh();
    long source = source("prod", true, List.of(), null);

    assertThat(admit(key(source), CALLER).id()).isEqualTo(source);
  }

  @Test
  void an_unknown_key_is_refused_and_is_not_looked_for_again_at_once() {
    live.refresh();

    assertThat(refused("db_guess", CALLER).status()).isEqualTo(404);
    database.close();

    assertThat(refused("db_guess", CALLER).status())
        .as("the database, which would fail, is not asked")
        .isEqualTo(404);
  }

  @Test
  void an_unknown_key_is_not_called_wrong_while_only_the_database_could_tell() {
    try (Database away = Database.of("jdbc:h2:mem:away", "sa", "", 2)) {
      ConfigurationStore unreachable = new ConfigurationStore(away, () -> now);
      Admission starting =
          new Admission(new LiveConfiguration(unreachable), refusedCalls, () -> now);

      Refusal refusal =
          catchThrowableOfType(
              Refusal.class, () -> starting.admit("db_guess", CALLER, System.nanoTime()));

      assertThat(refusal.status()).isEqualTo(503);
      assertThat(refusal.retryAfterSeconds()).isPositive();
    }
  }

  @Test
  void a_deleted_key_is_refused_like_one_that_never_was() {
    long source = source("prod", true, List.of(), null);
    String key = key(source);
    live.refresh();
    sources.delete(source, (teams, named) -> true);
    live.refresh();

    assertThat(refused(key, CALLER))
        .hasMessage(refused("db_guess", CALLER).getMessage())
        .matches(refusal -> refusal.status() == 404);
  }

  @Test
  void a_known_key_needs_no_database() {
    String key = key(source("prod", true, List.of(), null));
    live.refresh();
    database.close();

    assertThat(admit(key, CALLER).name()).isEqualTo("prod");
  }

  @Test
  void a_rotated_key_is_valid_until_the_overlap_is_over() {
    long source = source("prod", true, List.of(), null);
    String old = key(source);
    sources.rotateKey(source, Duration.ofHours(24));
    String current = key(source);
    live.refresh();

    assertThat(current).isNotEqualTo(old);
    assertThat(admit(old, CALLER).id()).isEqualTo(source);
    assertThat(admit(current, CALLER).id()).isEqualTo(source);
    now = now.plus(Duration.ofHours(24));
    assertThat(refused(old, CALLER).status()).isEqualTo(404);
    assertThat(admit(current, CALLER).id()).isEqualTo(source);
  }

  @Test
  void a_disabled_source_takes_its_callbacks_all_the_same() {
    String key = key(source("prod", false, List.of(), null));

    assertThat(admit(key, CALLER).active()).isFalse();
  }

  @Test
  void an_address_that_is_not_on_the_list_is_refused_and_remembered_for_the_administrator() {
    long source = source("prod", true, List.of("192.0.2.0/24", "2001:db8::/32"), null);
    String key = key(source);

    assertThat(admit(key, CALLER).id()).isEqualTo(source);
    assertThat(admit(key, "2001:db8::9").id()).isEqualTo(source);
    Refusal refusal = refused(key, "203.0.113.5");

    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal).hasMessageContaining("203.0.113.5");
    assertThat(refusedCalls.of(source))
        .containsExactly(new RefusedCalls.RefusedCall(now, source, "203.0.113.5"));
    assertThat(refusedCalls.of(source + 1)).isEmpty();
  }

  @Test
  void above_the_rate_limit_the_caller_is_told_when_to_come_again() {
    String key = key(source("prod", true, List.of(), 2));
    admit(key, CALLER);
    admit(key, CALLER);

    Refusal refusal = refused(key, CALLER);

    assertThat(refusal.status()).isEqualTo(429);
    assertThat(refusal.retryAfterSeconds()).isEqualTo(30);
    now = now.plusSeconds(30);
    assertThat(admit(key, CALLER).name()).isEqualTo("prod");
  }

  @Test
  void refused_addresses_use_up_nothing_of_the_rate_limit() {
    String key = key(source("prod", true, List.of("192.0.2.0/24"), 1));
    for (int i = 0; i < 5; i++) {
      refused(key, "203.0.113.5");
    }

    assertThat(admit(key, CALLER).name()).isEqualTo("prod");
  }

  @Test
  void no_refusal_shows_the_key() {
    String key = key(source("prod", true, List.of("192.0.2.0/24"), null));

    assertThat(refused("db_guess", CALLER).getMessage()).doesNotContain("db_guess");
    assertThat(refused(key, "203.0.113.5").getMessage()).doesNotContain(key);
  }

  private long source(String name, boolean active, List<String> allowed, Integer rateLimit) {
    return sources.add(
        new AlertSource(
            0,
            name,
            SourceType.ALIBABACLOUD,
            active,
            policy,
            new SourceSettings(null, null, null, null, null, null, allowed, rateLimit)));
  }

  private AlertSource admit(String key, String address) {
    return admission.admit(key, address, System.nanoTime());
  }

  private String key(long source) {
    return sources.keysInUse(List.of(source)).get(source);
  }

  private Refusal refused(String key, String address) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> admit(key, address));
    assertThat(refusal).as("the call is refused").isNotNull();
    return refusal;
  }
}
