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
import java.util.Set;
import java.util.function.ToLongFunction;

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
  private final List<Long> policies;
  private final List<Long> users;
  private final List<String> priorities;
  private final List<String> severities;
  private final Instant from;
  private final Instant until;
  private final String text;

  private AlertQuery(Query query, ToLongFunction<String> userIds) {
    String states = STATES.get(query.words("state", State.class));
    if (states != null) {
      parts.add(states);
    }
    sources = used("sources", query.ids("alert-source"));
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
    if (!query.all("team").isEmpty()) {
      throw Problem.invalid("team", "is not supported yet; leave it out");
    }
  }

  /**
   * Reads the filters among the query parameters.
   *
   * @param userIds the number of the user that {@code assigned-to} names by number or username
   */
  static AlertQuery of(Query query, ToLongFunction<String> userIds) {
    return new AlertQuery(query, userIds);
  }

  Set<String> parts() {
    return parts;
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
