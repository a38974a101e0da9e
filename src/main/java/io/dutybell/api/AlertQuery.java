package io.dutybell.api;

import io.dutybell.event.Priority;
import io.dutybell.event.Severity;
import io.dutybell.store.Params;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Which alerts a list or a count is about. */
final class AlertQuery {

  /** How many of the newest fitting alerts a text is looked for in. */
  static final int SEARCHED = 10_000;

  /** The states of an alert as the API names them. */
  enum State {
    PENDING,
    ACCEPTED,
    RESOLVED
  }

  /** The condition that stands for a set of states; one that a partial index can serve. */
  private static final Map<Set<State>, String> STATES =
      Map.of(
          Set.of(State.PENDING), "pending",
          Set.of(State.ACCEPTED), "accepted",
          Set.of(State.RESOLVED), "resolved",
          Set.of(State.PENDING, State.ACCEPTED), "open",
          Set.of(State.PENDING, State.RESOLVED), "not-accepted",
          Set.of(State.ACCEPTED, State.RESOLVED), "not-pending");

  private final Set<String> parts = new HashSet<>();
  private final List<Long> sources;

  private final boolean findsNothing;
  private final List<Long> policies;
  private final List<Long> users;
  private final List<String> priorities;
  private final List<String> severities;
  private final Instant from;
  private final Instant until;
  private final String text;

  private AlertQuery(Query query, ToLongFunction<String> userIds, Sight sight) {
    String states = STATES.get(query.words("state", State.class));
    if (states != null) {
      parts.add(states);
    }
    Optional<Set<Long>> fitting = sources(query, sight);
    sources = used("sources", fitting.map(List::copyOf).orElse(List.of()));
    findsNothing = fitting.isPresent() && sources.isEmpty();
    policies = used("policies", query.ids("policy"));
    users = query.all("assigned-to").stream().map(userIds::applyAsLong).distinct().toList();
    if (users.size() > 1) {
      parts.add("several");
    }
    priorities =
        used(
            "priorities",
            query.words("priority", Priority.class).stream().map(Enum::name).toList());
    severities =
        used(
            "severities",
            query.words("severity", Severity.class).stream().map(Enum::name).toList());
    // Repeated, they all have to hold.
    List<Instant> froms = used("from", query.instants("from"));
    from = froms.stream().max(Comparator.naturalOrder()).orElse(null);
    List<Instant> untils = used("until", query.instants("until"));
    until = untils.stream().min(Comparator.naturalOrder()).orElse(null);
    text = query.text("q").map(AlertQuery::like).orElse(null);
    if (text != null) {
      parts.add("text");
    }
  }

  private AlertQuery(AlertQuery other, Instant until) {
    parts.addAll(other.parts);
    parts.add("until");
    sources = other.sources;
    findsNothing = other.findsNothing;
    policies = other.policies;
    users = other.users;
    priorities = other.priorities;
    severities = other.severities;
    from = other.from;
    this.until = until;
    text = other.text;
  }

  /** The same about alerts that were created before an instant. */
  AlertQuery before(Instant end) {
    return new AlertQuery(this, until == null || end.isBefore(until) ? end : until);
  }

  /** The alert sources that filters and sight leave; empty when it may be any. */
  static Optional<Set<Long>> sources(Query query, Sight sight) {
    Set<Long> asked = Set.copyOf(query.ids("alert-source"));
    Set<Long> teams = Set.copyOf(query.ids("team"));
    Stream<Optional<Set<Long>>> limits =
        Stream.of(
            asked.isEmpty() ? Optional.empty() : Optional.of(asked),
            teams.isEmpty() ? Optional.empty() : Optional.of(sight.sourcesOf(teams)),
            sight.sources());
    return limits.flatMap(Optional::stream).reduce(AlertQuery::common);
  }

  private static Set<Long> common(Set<Long> some, Set<Long> others) {
    Set<Long> common = new HashSet<>(some);
    common.retainAll(others);
    return common;
  }

  /**
   * Reads the filters among the query parameters.
   *
   * @param userIds the number of the user that {@code assigned-to} names by number or username
   * @param sight what the caller may see
   */
  static AlertQuery of(Query query, ToLongFunction<String> userIds, Sight sight) {
    return new AlertQuery(query, userIds, sight);
  }

  /** Whether no alert can fit, so that there is nothing to ask the database. */
  boolean findsNothing() {
    return findsNothing;
  }

  /** Whether it is about the alerts of some users: their rows are read, and not those of alerts. */
  boolean isOfUsers() {
    return !users.isEmpty();
  }

  boolean isOfSeveralUsers() {
    return users.size() > 1;
  }

  /** Whether a text is looked for in the alerts that fit the rest. */
  boolean isOfText() {
    return text != null;
  }

  Set<String> parts() {
    return parts;
  }

  /** The parts of a statement that reads the alerts of each user by themselves. */
  Set<String> partsOfUsers() {
    Set<String> all = new HashSet<>(parts);
    if (users.size() == 1) {
      all.add("one");
    }
    for (int further = 1; further < users.size(); further++) {
      all.add("further-" + further);
    }
    return all;
  }

  /** Binds the parameters of the parts that are asked for. */
  Params bind(Params p) throws SQLException {
    if (!users.isEmpty()) {
      p.numbers("users", users);
    }
    return bindRest(p);
  }

  /** Binds the parameters of {@link #partsOfUsers}. */
  Params bindEachUser(Params p) throws SQLException {
    for (int i = 0; i < users.size(); i++) {
      p.number(i == 0 ? "user" : "user" + i, users.get(i));
    }
    return bindRest(p);
  }

  private Params bindRest(Params p) throws SQLException {
    if (!sources.isEmpty()) {
      p.numbers("sources", sources);
    }
    if (!policies.isEmpty()) {
      p.numbers("policies", policies);
    }
    if (!priorities.isEmpty()) {
      p.texts("priorities", priorities);
    }
    if (!severities.isEmpty()) {
      p.texts("severities", severities);
    }
    if (from != null) {
      p.instant("from", from);
    }
    if (until != null) {
      p.instant("until", until);
    }
    if (text != null) {
      p.text("text", text).count("searched", SEARCHED);
    }
    return p;
  }

  /** A pattern for {@code like … escape '!'} that finds the text anywhere. */
  static String like(String text) {
    return "%" + text.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
  }

  private <T> List<T> used(String part, List<T> values) {
    if (!values.isEmpty()) {
      parts.add(part);
    }
    return values;
  }
}
