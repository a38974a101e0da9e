package io.dutybell.api;

import io.dutybell.alert.Actor;
import io.dutybell.security.Scope;
import io.dutybell.team.User.Role;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who calls the API.
 *
 * @param name as timelines and the audit log show it
 * @param userId the user; null for the installation's own token
 * @param role what the user may do
 * @param scopes what the token may be used for
 * @param remoteAddress where the call came from; null when that is not known
 */
public record Caller(String name, Long userId, Role role, Set<Scope> scopes, String remoteAddress) {

  static final Set<Scope> EVERYTHING = Set.copyOf(EnumSet.allOf(Scope.class));

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Refuses a caller whose role or token does not allow it, with 403. */
  void require(Permission permission) {
    if (!permission.isGivenTo(role)) {
      throw Problem.forbidden("the role " + role + " does not allow this");
    }
    if (!permission.isWithin(scopes)) {
      throw Problem.forbidden(
          "this API token does not allow this: it needs the scope " + permission.scope());
    }
  }

  /** Whether role and token allow it. */
  boolean may(Permission permission) {
    return permission.isGivenTo(role) && permission.isWithin(scopes);
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
