package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.source.AlertSource;
import io.dutybell.store.Params;
import io.dutybell.store.Session;
import io.dutybell.team.Team;
import io.dutybell.team.User;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Teams and their members. They are read with the rest of the configuration. */
public final class TeamStore {

  private final ConfigurationStore store;
  private final Clock clock;

  public TeamStore(ConfigurationStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A team that is named does not exist. */
  public static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;

    Missing(String message) {
      super(message);
    }
  }

  /**
   * Stores a new team and gives its number. Its members must exist.
   *
   * @throws InUse when its name is taken
   */
  public long add(Team team) {
    return store.change(
        session -> {
          refuseTaken(session, team);
          long id = session.insert("teams/insert", p -> bind(p, team));
          addMembers(session, id, team.members());
          return id;
        });
  }

  /**
   * Replaces a team with its members, who must exist.
   *
   * @return whether there was one with this number
   * @throws InUse when its name is taken
   */
  public boolean replace(Team team) {
    return store.change(
        session -> {
          refuseTaken(session, team);
          if (session.update("teams/update", p -> bind(p, team).number("id", team.id())) == 0) {
            return false;
          }
          session.update("team_members/delete-of-team", p -> p.number("teamId", team.id()));
          addMembers(session, team.id(), team.members());
          return true;
        });
  }

  /**
   * Deletes a team.
   *
   * @throws InUse when something belongs to it
   */
  public void delete(long id) {
    store.change(
        session -> {
          for (AlertSource source : session.list("alert_sources/list", SourceStore::source)) {
            if (source.teamIds().contains(id)) {
              throw inUse("alert source", source.name(), source.id());
            }
          }
          for (EscalationPolicy policy :
              session.list("escalation_policies/list", PolicyStore::policy)) {
            if (policy.teamIds().contains(id)) {
              throw inUse("escalation policy", policy.name(), policy.id());
            }
          }
          refuseOwner(session, id, "schedules/list", "schedule");
          refuseOwner(session, id, "support_hours/list", "support hours");
          refuseOwner(session, id, "heartbeat_monitors/list", "heartbeat monitor");
          refuseOwner(session, id, "alert_actions/list", "alert action");
          return session.update("teams/delete", p -> p.number("id", id));
        });
  }

  private static void refuseOwner(Session session, long id, String list, String kind)
      throws SQLException {
    session.list(
        list,
        row -> {
          if (StoredJson.ids(row.text("teams")).contains(id)) {
            throw inUse(kind, row.text("name"), row.text("id"));
          }
          return null;
        });
  }

  private static InUse inUse(String kind, String name, Object id) {
    return new InUse(
        "the team owns the "
            + kind
            + " \""
            + name
            + "\" (id "
            + id
            + "); take that out of it first");
  }

  /** All teams. */
  static List<Team> teams(Session session) throws SQLException {
    Map<Long, List<Team.Member>> members = new HashMap<>();
    session.list(
        "team_members/list",
        row ->
            members
                .computeIfAbsent(row.number("team_id"), id -> new ArrayList<>())
                .add(new Team.Member(row.number("user_id"), row.word("role", User.Role.class))));
    return session.list(
        "teams/list",
        row ->
            new Team(
                row.number("id"),
                row.text("name"),
                row.word("visibility", Team.Visibility.class),
                members.getOrDefault(row.number("id"), List.of())));
  }

  /**
   * Makes sure, within a change, that these teams exist.
   *
   * @throws Missing when one of them does not
   */
  static void requireAll(Session session, Set<Long> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    List<Long> found =
        session.list(
            "teams/list", Set.of("ids"), p -> p.numbers("ids", ids), row -> row.number("id"));
    for (long id : ids) {
      if (!found.contains(id)) {
        throw new Missing("there is no team with id " + id);
      }
    }
  }

  private static void addMembers(Session session, long teamId, List<Team.Member> members)
      throws SQLException {
    for (int i = 0; i < members.size(); i++) {
      Team.Member member = members.get(i);
      int position = i;
      session.update(
          "team_members/insert",
          p ->
              p.number("teamId", teamId)
                  .number("userId", member.userId())
                  .word("role", member.role())
                  .count("position", position));
    }
  }

  private static void refuseTaken(Session session, Team team) throws SQLException {
    Optional<Long> other =
        session.first(
            "teams/list",
            Set.of("name"),
            p -> p.text("name", team.name()),
            row -> row.number("id"));
    if (other.isPresent() && other.get() != team.id()) {
      throw new InUse("the name \"" + team.name() + "\" is taken by another team");
    }
  }

  private Params bind(Params p, Team team) throws SQLException {
    return p.text("name", team.name())
        .word("visibility", team.visibility())
        .instant("now", clock.now());
  }
}
