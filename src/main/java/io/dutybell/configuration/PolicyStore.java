package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.condition.HoursReference;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.escalation.EscalationRule;
import io.dutybell.escalation.LevelMoves;
import io.dutybell.source.AlertSource;
import io.dutybell.source.SupportHours;
import io.dutybell.store.Params;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Escalation policies. */
public final class PolicyStore {

  private final ConfigurationStore store;
  private final Clock clock;

  public PolicyStore(ConfigurationStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The policy with this number. */
  public Optional<EscalationPolicy> find(long id) {
    return store.read(
        session ->
            session.first(
                "escalation_policies/list",
                Set.of("id"),
                p -> p.number("id", id),
                PolicyStore::policy));
  }

  /** The policy with this name, exactly. */
  public Optional<EscalationPolicy> findByName(String name) {
    return store.read(session -> byName(session, name));
  }

  /** The support hours that a condition names. */
  public Optional<SupportHours> hours(HoursReference reference) {
    return store.read(session -> ConditionHours.find(session, reference));
  }

  /**
   * Stores a new policy and gives its number.
   *
   * @throws InUse when its name or routing key is taken, or a schedule was deleted meanwhile
   * @throws TeamStore.Missing when one of its teams does not exist
   */
  public long add(EscalationPolicy policy) {
    return store.change(
        session -> {
          refuseTaken(session, policy);
          return session.insert("escalation_policies/insert", p -> bind(p, policy));
        });
  }

  /**
   * Replaces a policy. Escalations under way keep their place in it, wherever that has gone.
   *
   * @return whether there was one with this number
   * @throws InUse when its name or routing key is taken, or a schedule was deleted meanwhile
   * @throws TeamStore.Missing when one of its teams does not exist
   */
  public boolean replace(EscalationPolicy policy) {
    return store.change(
        session -> {
          refuseTaken(session, policy);
          Optional<EscalationPolicy> before =
              session.first(
                  "escalation_policies/list",
                  Set.of("id"),
                  p -> p.number("id", policy.id()),
                  PolicyStore::policy);
          if (before.isPresent()) {
            moveLevels(session, policy.id(), LevelMoves.of(before.get().rules(), policy.rules()));
          }
          return session.update(
                  "escalation_policies/update", p -> bind(p, policy).number("id", policy.id()))
              > 0;
        });
  }

  private static void moveLevels(Session session, long policyId, LevelMoves moves)
      throws SQLException {
    if (moves.isNone()) {
      return;
    }
    Map<Long, Integer> levels = new LinkedHashMap<>();
    session.list(
        "alerts/lock-of-policy",
        p -> p.number("policyId", policyId),
        row -> levels.put(row.number("id"), row.count("escalation_level")));
    levels.values().removeIf(level -> moves.of(level) == level);
    session.batch(
        "alerts/move-level",
        levels.entrySet(),
        (p, e) -> p.number("id", e.getKey()).count("level", moves.of(e.getValue())));
  }

  /**
   * Deletes a policy.
   *
   * @param mayBeNamed whether the caller may know of an alert source
   * @throws InUse when an alert source has it
   */
  public void delete(long id, Predicate<AlertSource> mayBeNamed) {
    store.change(
        session -> {
          List<AlertSource> users =
              session.list(
                  "alert_sources/list",
                  Set.of("policy"),
                  p -> p.number("policyId", id),
                  SourceStore::source);
          if (!users.isEmpty()) {
            throw new InUse(
                "the escalation policy is used by "
                    + users.stream()
                        .filter(mayBeNamed)
                        .findFirst()
                        .map(s -> "alert source \"" + s.name() + "\" (id " + s.id() + ")")
                        .orElse("an alert source of a private team")
                    + "; give that another one first");
          }
          session.update("former_escalation_policies/insert", p -> p.number("id", id));
          return session.update("escalation_policies/delete", p -> p.number("id", id));
        });
  }

  private static Optional<EscalationPolicy> byName(Session session, String name)
      throws SQLException {
    return session.first(
        "escalation_policies/list", Set.of("name"), p -> p.text("name", name), PolicyStore::policy);
  }

  private static void refuseTaken(Session session, EscalationPolicy policy) throws SQLException {
    if (byName(session, policy.name()).filter(p -> p.id() != policy.id()).isPresent()) {
      throw new InUse("the name \"" + policy.name() + "\" is taken by another escalation policy");
    }
    if (policy.routingKey() != null
        && session
            .first(
                "escalation_policies/list",
                Set.of("routing-key"),
                p -> p.text("routingKey", policy.routingKey()),
                PolicyStore::policy)
            .filter(p -> p.id() != policy.id())
            .isPresent()) {
      throw new InUse(
          "routingKey \"" + policy.routingKey() + "\" is taken by another escalation policy");
    }
    TeamStore.requireAll(session, policy.teamIds());
    for (EscalationRule rule : policy.rules()) {
      ScheduleStore.requireAll(session, rule.scheduleIds());
    }
  }

  private Params bind(Params p, EscalationPolicy policy) throws SQLException {
    return p.text("name", policy.name())
        .text("rules", StoredJson.ofRules(policy.rules()))
        .flag("repeating", policy.repeating())
        .count("frequency", policy.frequency())
        .count("delayMin", (int) policy.delay().toMinutes())
        .text("routingKey", policy.routingKey())
        .text("teams", StoredJson.ofIds(policy.teamIds()))
        .instant("now", clock.now());
  }

  static EscalationPolicy policy(Row row) throws SQLException {
    return new EscalationPolicy(
        row.number("id"),
        row.text("name"),
        StoredJson.rules(row.text("rules")),
        row.flag("repeating"),
        row.count("frequency"),
        Duration.ofMinutes(row.count("delay_min")),
        row.text("routing_key"),
        StoredJson.ids(row.text("teams")));
  }
}
