package io.dutybell.api;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The field {@code teams} of a resource: the teams that it belongs to. Only who may change what
 * belongs to a team gives something to it or takes it away; teams that a caller cannot see stay.
 */
final class OwningTeams {

  private static final int MOST = 100;

  private OwningTeams() {}

  /**
   * The teams that a new resource is to belong to.
   *
   * @throws Problem 400 for a team that does not exist, 403 for one that is not the caller's
   */
  static Set<Long> ofNew(Call call, Sight sight) {
    return changed(call, sight, Set.of());
  }

  /**
   * The teams that a resource is to belong to from now on. A client that does not know of teams
   * leaves the field out, and must not lay open what belongs to a private one.
   *
   * @param before those that it belongs to
   * @throws Problem 400 for a team that does not exist, 403 for what the caller may not change, or
   *     may not give to a team or take away from it
   */
  static Set<Long> ofReplaced(Call call, Sight sight, Set<Long> before) {
    requireMayChange(call.caller(), before);
    return call.fields().has("teams") ? changed(call, sight, before) : before;
  }

  private static Set<Long> changed(Call call, Sight sight, Set<Long> before) {
    Set<Long> after = new HashSet<>();
    for (Fields team : call.fields().objects("teams", MOST)) {
      long id = team.id("id");
      if (!sight.seesTeam(id)) {
        throw Problem.invalid(team.at("id"), "is not the id of a team");
      }
      after.add(id);
    }
    before.stream().filter(id -> !sight.seesTeam(id)).forEach(after::add);
    requireMayChange(call.caller(), after);
    Set<Long> moved = new HashSet<>(after);
    moved.addAll(before);
    moved.removeIf(id -> after.contains(id) && before.contains(id));
    requireMayMove(call.caller(), sight, moved);
    return after;
  }

  /** Refuses, with 403, who may not delete what belongs to these teams. */
  static void requireMayDelete(Call call, Sight sight, Set<Long> teamIds) {
    requireMayChange(call.caller(), teamIds);
    requireMayMove(call.caller(), sight, teamIds);
  }

  /** Refuses, with 403, who may not change what belongs to these teams. */
  static void requireMayChange(Caller caller, Set<Long> teamIds) {
    if (!caller.may(Permission.CONFIGURE_OF_TEAM, teamIds)) {
      throw Problem.forbidden(
          "the role "
              + caller.role()
              + " allows this only with what belongs to a team in which the caller has the role"
              + " USER or ADMIN; the field teams names it");
    }
  }

  private static void requireMayMove(Caller caller, Sight sight, Set<Long> teamIds) {
    for (long id : teamIds) {
      boolean isOwner = caller.isMember(id) && caller.may(Permission.CONFIGURE_OF_TEAM, Set.of(id));
      if (!caller.isAdministrator() && !isOwner) {
        throw Problem.forbidden(
            "teams: only administrators, and its members who may change what belongs to it, may"
                + " give something to the team "
                + (sight.seesTeam(id) ? sight.configuration().teams().get(id).name() + " " : "")
                + "or take it away");
      }
    }
  }

  /** The teams as a resource shows them; those that cannot be seen are left out. */
  static List<Map<String, Object>> json(Set<Long> teamIds, Sight sight) {
    return teamIds.stream()
        .filter(sight::seesTeam)
        .sorted()
        .map(id -> Json.object("id", id, "name", sight.configuration().teams().get(id).name()))
        .toList();
  }
}
