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
  static final int SEARCHED = 20_000;

  /** The states of an alert as the API names them. */
  enum State {
    PENDING,
    ACCEPTED,
    RESOLVED
  }

  private static final String RESOLVED = "resolved";

  /** The condition that stands for a set of states; one that a partial index can serve. */
  private static final Map<Set<State>, String> STATES =
      Map.of(
          Set.of(State.PENDING), "pending",
          Set.of(State.ACCEPTED), "accepted",
          Set.of(State.RESOLVED), RESOLVED,
          Set.of(State.PENDING, State.ACCEPTED), "open",
          Set.of(State.PENDING, State.RESOLVED), "not-accepted",
          Set.of(State.ACCEPTED, State.RESOLVED), "not-pending");

  private final Set<String> parts = new HashSet<>();
  private final List<Long> sources;

  /** What sight alone leaves out; empty when it is not the only limit of the sources. */
  private final List<Long> hidden;

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
    boolean isSightOnly = query.all("alert-source").isEmpty() && query.all("team").isEmpty();
    hidden = isSightOnly ? List.copyOf(sight.hiddenSources()) : List.of();
    findsNothing = fitting.isPresent() && sources.isEmpty();
    policies = used("policies", query.ids("policy"));
    users = used("users", query.all("assigned-to").stream().map(userIds::applyAsLong).toList());
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

  Set<String> parts() {
    return parts;
  }

  /**
   * Whether it is about the alerts of some users that can be seen, or those of them that are
   * resolved, and about nothing else: these are counted without looking at every one.
   */
  boolean isOfUsersOnly() {
    Set<String> rest = new HashSet<>(parts);
    rest.remove(RESOLVED);
    if (!hidden.isEmpty() && hidden.size() <= sources.size()) {
      rest.remove("sources");
    }
    return rest.equals(Set.of("users"));
  }

  /** The parts of the statement that counts the alerts of users. */
  Set<String> partsOfUsers() {
    Set<String> used = new HashSet<>();
    if (parts.contains(RESOLVED)) {
      used.add(hidden.isEmpty() ? RESOLVED : "resolved-seen");
    }
    if (!hidden.isEmpty()) {
      used.add("hidden");
    }
    return used;
  }

  /** Binds the parameters of the statement that counts the alerts of users. */
  Params bindUsers(Params p) throws SQLException {
    p.numbers("users", users);
    if (!hidden.isEmpty()) {
      p.numbers("hidden", hidden);
      if (parts.contains(RESOLVED)) {
        p.numbers("sources", sources);
      }
    }
    return p;
  }

  /** Binds the parameters of the parts that are asked for. */
  Params bind(Params p) throws SQLException {
    if (!sources.isEmpty()) {
      p.numbers("sources", sources);
    }
    if (!policies.isEmpty()) {
      p.numbers("policies", policies);
    }
    if (!users.isEmpty()) {
      p.numbers("users", users);
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
