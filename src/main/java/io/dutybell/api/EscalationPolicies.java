package io.dutybell.api;

import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.PolicyStore;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.escalation.EscalationRule;
import io.dutybell.team.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /api/escalation-policies}. */
public final class EscalationPolicies {

  private static final String RESOURCE = "escalation-policy";

  private final PolicyStore store;
  private final LiveConfiguration live;

  public EscalationPolicies(PolicyStore store, LiveConfiguration live) {
    this.store = store;
    this.live = live;
  }

  /** Lists policies in the order of their numbers. */
  public Answer list(Call call) {
    Page page = call.page();
    return Answer.ok(store.list(page.skip(), page.count()).stream().map(this::json).toList());
  }

  /** Shows one policy. */
  public Answer find(Call call) {
    return Answer.ok(json(of(call)));
  }

  /** Finds a policy by its exact name. */
  public Answer findByName(Call call) {
    return store
        .findByName(call.param("name"))
        .map(policy -> Answer.ok(json(policy)))
        .orElseThrow(() -> Problem.notFound("there is no escalation policy with that name"));
  }

  /** Makes a policy. */
  public Answer add(Call call) {
    live.refresh();
    EscalationPolicy policy = read(0, call.fields());
    long id = store.add(policy);
    live.refresh();
    Map<String, Object> json = json(withId(policy, id));
    return Answer.created(json).changing(RESOURCE, id, null, json);
  }

  /** Replaces a policy; it holds from the next escalation step on. */
  public Answer replace(Call call) {
    live.refresh();
    EscalationPolicy old = of(call);
    EscalationPolicy policy = read(old.id(), call.fields());
    Map<String, Object> was = json(old);
    if (!store.replace(policy)) {
      throw missing(policy.id());
    }
    live.refresh();
    return Answer.ok(json(policy)).changing(RESOURCE, policy.id(), was, json(policy));
  }

  /** Deletes a policy that no alert source uses. */
  public Answer delete(Call call) {
    EscalationPolicy policy = of(call);
    Map<String, Object> was = json(policy);
    store.delete(policy.id());
    live.refresh();
    return Answer.noContent().changing(RESOURCE, policy.id(), was, null);
  }

  private EscalationPolicy of(Call call) {
    long id = call.id("id");
    return store.find(id).orElseThrow(() -> missing(id));
  }

  private static Problem missing(long id) {
    return Problem.notFound("there is no escalation policy with id " + id);
  }

  private EscalationPolicy read(long id, Fields fields) {
    fields.refuseUnlessEmpty("teams");
    List<EscalationRule> rules = new ArrayList<>();
    for (Fields rule : fields.objects("escalationRules", 100)) {
      rules.add(rule(rule));
    }
    if (rules.isEmpty()) {
      throw Problem.invalid("escalationRules", "needs at least one rule");
    }
    boolean repeating = fields.flag("repeating", false);
    // Clients send 0 for a policy that does not repeat.
    Integer frequency = fields.number("frequency", repeating ? 1 : 0, 9);
    Integer delay = fields.number("delayMin", 0, 60);
    return new EscalationPolicy(
        id,
        fields.requiredLine("name", 200),
        rules,
        repeating,
        frequency == null || frequency == 0 ? 1 : frequency,
        Duration.ofMinutes(delay == null ? 0 : delay),
        fields.line("routingKey", 200));
  }

  private EscalationRule rule(Fields rule) {
    for (String field : new String[] {"schedules", "schedule"}) {
      boolean asked =
          field.equals("schedules")
              ? !rule.objects(field, 1000).isEmpty()
              : rule.object(field) != null;
      if (asked) {
        throw Problem.invalid(rule.at(field), "cannot be used: schedules are not supported yet");
      }
    }
    Set<Long> users = new LinkedHashSet<>();
    for (Fields user : rule.objects("users", 200)) {
      users.add(user(user));
    }
    if (rule.object("user") != null) {
      users.add(user(rule.object("user")));
    }
    if (users.isEmpty()) {
      throw Problem.invalid(rule.at("users"), "needs at least one user, such as [{\"id\": 7}]");
    }
    Integer timeout = rule.number("escalationTimeout", 1, 1440);
    if (timeout == null) {
      throw Problem.invalid(rule.at("escalationTimeout"), "is required, in minutes, 1 to 1440");
    }
    return new EscalationRule(List.copyOf(users), Duration.ofMinutes(timeout));
  }

  private Long user(Fields user) {
    Long id = user.id("id");
    if (!live.current().users().containsKey(id)) {
      throw Problem.invalid(user.at("id"), "is not the id of a user");
    }
    return id;
  }

  private static EscalationPolicy withId(EscalationPolicy p, long id) {
    return new EscalationPolicy(
        id, p.name(), p.rules(), p.repeating(), p.frequency(), p.delay(), p.routingKey());
  }

  private Map<String, Object> json(EscalationPolicy policy) {
    return Json.object(
        "id",
        policy.id(),
        "name",
        policy.name(),
        "escalationRules",
        rules(policy, live.current().users()),
        "teams",
        List.of(),
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
  static List<Map<String, Object>> rules(EscalationPolicy policy, Map<Long, User> users) {
    return policy.rules().stream().map(rule -> json(rule, users)).toList();
  }

  private static Map<String, Object> json(EscalationRule rule, Map<Long, User> users) {
    return Json.object(
        "users",
        rule.userIds().stream().map(id -> reference(id, users.get(id))).toList(),
        "schedules",
        List.of(),
        "escalationTimeout",
        rule.timeout().toMinutes());
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
