package io.dutybell.api;

import io.dutybell.alert.Actor;
import io.dutybell.security.Scope;
import io.dutybell.team.User.Role;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Who calls the API.
 *
 * @param name as timelines and the audit log show it
 * @param userId the user; null for the installation's own token
 * @param role what the user may do
 * @param scopes what the token may be used for
 * @param remoteAddress where the call came from; null when that is not known
 * @param teamRoles the user's role in each team that the user is a member of, by its number
 */
public record Caller(
    String name,
    Long userId,
    Role role,
    Set<Scope> scopes,
    String remoteAddress,
    Map<Long, Role> teamRoles) {

  static final Set<Scope> EVERYTHING = Set.copyOf(EnumSet.allOf(Scope.class));

  public Caller {
    scopes = Set.copyOf(scopes);
    teamRoles = Map.copyOf(teamRoles);
  }

  /** One who is in no team. */
  Caller(String name, Long userId, Role role, Set<Scope> scopes, String remoteAddress) {
    this(name, userId, role, scopes, remoteAddress, Map.of());
  }

  /**
   * Refuses a caller whose role or token does not allow it, with 403. What a role in some team may
   * allow is not refused yet.
   */
  void require(Permission permission) {
    if (!permission.isGivenTo(role) && !isGivenByTeam(permission, teamRoles.keySet())) {
      throw Problem.forbidden("the role " + role + " does not allow this");
    }
    if (!permission.isWithin(scopes)) {
      throw Problem.forbidden(
          "this API token does not allow this: it needs the scope " + permission.scope());
    }
  }

  /** Whether role and token allow it. */
  boolean may(Permission permission) {
    return may(permission, Set.of());
  }

  /** Whether role and token allow it with something that belongs to these teams. */
  boolean may(Permission permission, Set<Long> teamIds) {
    return permission.isWithin(scopes)
        && (permission.isGivenTo(role) || isGivenByTeam(permission, teamIds));
  }

  /** A role in a team adds to what the user may do anyway, except to that of a STAKEHOLDER. */
  private boolean isGivenByTeam(Permission permission, Set<Long> teamIds) {
    return permission.isOfTeams()
        && role != Role.STAKEHOLDER
        && teamIds.stream()
            .map(teamRoles::get)
            .anyMatch(inTeam -> inTeam != null && permission.isGivenTo(inTeam));
  }

  /** Whether the caller is a member of this team. */
  boolean isMember(long teamId) {
    return teamRoles.containsKey(teamId);
  }

  /**
   * Refuses a caller who is neither this user nor an administrator, with 403.
   *
   * @param user null for nobody
   */
  void requireSelfOrAdministrator(Long user) {
    if (role != Role.ADMIN && !isUser(user)) {
      throw Problem.forbidden("only this user and administrators may do this");
    }
  }

  /** Whether the caller is this user. */
  boolean isUser(Long user) {
    return userId != null && userId.equals(user);
  }

  /** Who it is, and over which channel, for the timeline of an alert. */
  Actor actor() {
    return userId == null ? new Actor(null, name) : overApi(userId, name);
  }

  /** A user who acts over the API, or in whose name a program does. */
  static Actor overApi(long userId, String name) {
    return new Actor(userId, name + " (API)");
  }

  boolean isAdministrator() {
    return role == Role.ADMIN;
  }
}
