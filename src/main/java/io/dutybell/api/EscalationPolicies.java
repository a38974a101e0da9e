package io.dutybell.api;

import io.dutybell.condition.Subject;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.PolicyStore;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.escalation.EscalationRule;
import io.dutybell.oncall.Roster;
import io.dutybell.source.StoredCondition;
import io.dutybell.team.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** {@code /api/escalation-policies}. */
public final class EscalationPolicies {

  private static final String RESOURCE = "escalation-policy";
  private static final int MOST_TARGETS = 200;

  private final PolicyStore store;
  private final LiveConfiguration live;

  public EscalationPolicies(PolicyStore store, LiveConfiguration live) {
    this.store = store;
    this.live = live;
  }

  /** Lists policies in the order of their numbers. */
  public Answer list(Call call) {
    Page page = call.page();
    Sight sight = sight(call);
    return Answer.ok(
        sight.configuration().policies().values().stream()
            .filter(sight::sees)
            .sorted(Comparator.comparingLong(EscalationPolicy::id))
            .skip(page.skip())
            .limit(page.count())
            .map(policy -> json(policy, sight))
            .toList());
  }

  /** Shows one policy. */
  public Answer find(Call call) {
    return Answer.entity(json(of(call), sight(call)));
  }

  /** Finds a policy by its exact name. */
  public Answer findByName(Call call) {
    Sight sight = sight(call);
    return store
        .findByName(call.param("name"))
        .filter(sight::sees)
        .map(policy -> Answer.entity(json(policy, sight)))
        .orElseThrow(() -> Problem.notFound("there is no escalation policy with that name"));
  }

  /** Makes a policy. */
  public Answer add(Call call) {
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    Sight sight = sight(call);
    EscalationPolicy policy = read(null, call.fields(), sight, OwningTeams.ofNew(call, sight));
    long id = store.add(policy);
    Map<String, Object> json = json(policy.withId(id), sight(call));
    return Answer.created(json).changing(RESOURCE, id, null, json);
  }

  /** Replaces a policy; it holds from the next escalation step on. */
  public Answer replace(Call call) {
    return call.change(this::replacing);
  }

  private Answer replacing(Call call) {
    Sight sight = sight(call);
    EscalationPolicy old = of(call);
    OwningTeams.requireMayChange(call.caller(), old.teamIds());
    Map<String, Object> was = json(old, sight);
    call.expect(was);
    EscalationPolicy policy =
        read(old, call.fields(), sight, OwningTeams.ofReplaced(call, sight, old.teamIds()));
    if (!store.replace(policy)) {
      throw missing(policy.id());
    }
    Map<String, Object> json = json(policy, sight(call));
    return Answer.ok(json).changing(RESOURCE, policy.id(), was, json);
  }

  /** Deletes a policy that no alert source uses. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    EscalationPolicy policy = of(call);
    Sight sight = sight(call);
    OwningTeams.requireMayDelete(call, sight, policy.teamIds());
    Map<String, Object> was = json(policy, sight);
    call.expect(was);
    store.delete(policy.id(), sight::sees);
    return Answer.noContent().changing(RESOURCE, policy.id(), was, null);
  }

  private EscalationPolicy of(Call call) {
    long id = call.id("id");
    return store.find(id).filter(sight(call)::sees).orElseThrow(() -> missing(id));
  }

  private Sight sight(Call call) {
    return Sight.of(call.caller(), live.refresh());
  }

  private static Problem missing(long id) {
    return Problem.notFound("there is no escalation policy with id " + id);
  }

  /**
   * A policy as it was sent.
   *
   * @param old the one that is to be replaced; null for a new one
   */
  private EscalationPolicy read(
      EscalationPolicy old, Fields fields, Sight sight, Set<Long> teamIds) {
    List<EscalationRule> rules = new ArrayList<>();
    for (Fields rule : fields.objects("escalationRules", 100)) {
      rules.add(rule(rule, rules.size(), old, sight));
    }
    if (rules.isEmpty()) {
      throw Problem.invalid("escalationRules", "needs at least one rule");
    }
    boolean repeating = fields.flag("repeating", false);
    // Clients send 0 for a policy that does not repeat.
    Integer frequency = fields.number("frequency", repeating ? 1 : 0, 9);
    Integer delay = fields.number("delayMin", 0, 60);
    return new EscalationPolicy(
        old == null ? 0 : old.id(),
        fields.requiredLine("name", 200),
        rules,
        repeating,
        frequency == null || frequency == 0 ? 1 : frequency,
        Duration.ofMinutes(delay == null ? 0 : delay),
        fields.line("routingKey", 200),
        teamIds);
  }

  private EscalationRule rule(Fields rule, int index, EscalationPolicy old, Sight sight) {
    List<EscalationRule> before = before(old, index);
    Set<Long> users =
        targets(
            rule,
            "users",
            "user",
            user -> user(user, sight),
            before.stream().map(EscalationRule::userIds).toList());
    Set<Long> schedules =
        targets(
            rule,
            "schedules",
            "schedule",
            schedule -> schedule(schedule, old, sight),
            before.stream().map(EscalationRule::scheduleIds).toList());
    if (users.isEmpty() && schedules.isEmpty()) {
      throw Problem.invalid(
          rule.at("users"),
          "needs at least one user, such as [{\"id\": 7}], unless schedules has one");
    }
    Integer timeout = rule.number("escalationTimeout", 1, 1440);
    if (timeout == null) {
      throw Problem.invalid(rule.at("escalationTimeout"), "is required, in minutes, 1 to 1440");
    }
    return new EscalationRule(
        List.copyOf(users),
        List.copyOf(schedules),
        Duration.ofMinutes(timeout),
        condition(rule, old, sight));
  }

  private StoredCondition condition(Fields rule, EscalationPolicy old, Sight sight) {
    List<StoredCondition> stored =
        old == null ? List.of() : old.rules().stream().map(EscalationRule::condition).toList();
    String text =
        ConditionField.read(rule, "condition", Subject.ALERT, stored, sight, store::hours);
    return StoredCondition.of(text, Subject.ALERT);
  }

  /** The rules as they were, the one in the same place first: rules may have moved. */
  private static List<EscalationRule> before(EscalationPolicy old, int index) {
    List<EscalationRule> before = new ArrayList<>(old == null ? List.of() : old.rules());
    if (index < before.size()) {
      before.add(0, before.remove(index));
    }
    return before;
  }

  /** The targets of one kind, see {@link SingleForm}. */
  private static Set<Long> targets(
      Fields rule,
      String many,
      String one,
      Function<Fields, Long> target,
      List<List<Long>> before) {
    Set<Long> list = new LinkedHashSet<>();
    rule.objects(many, MOST_TARGETS).forEach(item -> list.add(target.apply(item)));
    Fields single = rule.object(one);
    return SingleForm.meant(list, single == null ? null : target.apply(single), before);
  }

  private static Long user(Fields user, Sight sight) {
    Long id = user.id("id");
    if (!sight.configuration().users().containsKey(id)) {
      throw Problem.invalid(user.at("id"), "is not the id of a user");
    }
    return id;
  }

  /** One that the caller does not see may stay where the policy had it. */
  private static Long schedule(Fields schedule, EscalationPolicy old, Sight sight) {
    Long id = schedule.id("id");
    Roster roster = sight.configuration().rosters().get(id);
    boolean stays = old != null && old.namesSchedule(id);
    if (roster == null || !sight.sees(roster.schedule()) && !stays) {
      throw Problem.invalid(schedule.at("id"), "is not the id of a schedule");
    }
    return id;
  }

  /** All of a policy. */
  static Map<String, Object> json(EscalationPolicy policy, Sight sight) {
    return Json.object(
        "id",
        policy.id(),
        "name",
        policy.name(),
        "escalationRules",
        rules(policy, sight),
        "teams",
        OwningTeams.json(policy.teamIds(), sight),
        "repeating",
        policy.repeating(),
        "frequency",
        policy.frequency(),
        "delayMin",
        policy.delay().toMinutes(),
        "routingKey",
        policy.routingKey());
  }

  /** The levels of a policy, in order. */
  static List<Map<String, Object>> rules(EscalationPolicy policy, Sight sight) {
    return policy.rules().stream().map(rule -> json(rule, sight)).toList();
  }

  private static Map<String, Object> json(EscalationRule rule, Sight sight) {
    Map<Long, User> users = sight.configuration().users();
    Map<String, Object> json =
        Json.object(
            "users",
            rule.userIds().stream().map(id -> reference(id, users.get(id))).toList(),
            "schedules",
            rule.scheduleIds().stream().map(id -> ScheduleJson.reference(id, sight)).toList());
    Long user = SingleForm.of(rule.userIds(), rule.scheduleIds());
    json.put("user", user == null ? null : reference(user, users.get(user)));
    Long schedule = SingleForm.of(rule.scheduleIds(), rule.userIds());
    json.put("schedule", schedule == null ? null : ScheduleJson.reference(schedule, sight));
    json.put("escalationTimeout", rule.timeout().toMinutes());
    json.put("condition", rule.condition() == null ? null : rule.condition().text());
    return json;
  }

  /** How another resource names a policy; without its name when it is gone or cannot be seen. */
  static Map<String, Object> reference(long id, Sight sight) {
    EscalationPolicy policy = sight.configuration().policies().get(id);
    return Json.object(
        "id", id, "name", policy == null || !sight.sees(policy) ? null : policy.name());
  }

  /** How another resource names a user; the user may be gone. */
  static Map<String, Object> reference(long id, User user) {
    return user == null
        ? Json.object("id", id)
        : Json.object(
            "id",
            id,
            "name",
            user.fullName(),
            "username",
            user.username(),
            "firstName",
            user.firstName(),
            "lastName",
            user.lastName(),
            "email",
            user.email());
  }
}
