package io.dutybell.api;

import io.dutybell.security.Scope;
import io.dutybell.team.User.Role;
import java.util.Set;

/**
 * What an operation of the API asks of its caller: a role, and a scope of the token that is used.
 * Every operation has one, see {@link Permissions}; docs/permissions.md lists them all.
 */
enum Permission {
  /** Knowing oneself. */
  SEE_ONESELF(Scope.READ, Role.STAKEHOLDER),
  /** Changing one's own password and tokens; those of others only as an administrator. */
  CHANGE_ONESELF(Scope.WRITE, Role.STAKEHOLDER),
  /** Looking at figures about alerts. */
  SEE_REPORTS(Scope.READ, Role.STAKEHOLDER),
  /** Looking at alerts and at the configuration. */
  SEE(Scope.READ, Role.RESPONDER),
  /** Looking at how one is told oneself. */
  SEE_OWN_CONTACTS(Scope.READ, Role.RESPONDER),
  /** Looking at how others are told: their addresses and numbers are theirs. */
  SEE_CONTACTS(Scope.READ, Role.USER),
  /** Working on alerts. */
  WORK(Scope.WRITE, Role.RESPONDER),
  /** Changing how one is told oneself; how others are told only as an administrator. */
  CHANGE_OWN_CONTACTS(Scope.WRITE, Role.RESPONDER),
  /** Changing what is configured. */
  CONFIGURE(Scope.WRITE, Role.USER),
  /**
   * Changing what may belong to a team: the role in one of its teams is enough. The operation
   * itself looks at whose it is, with {@link Caller#may(Permission, java.util.Set)}.
   */
  CONFIGURE_OF_TEAM(Scope.WRITE, Role.USER, true),
  /** Changing a team and its members: the role in it is enough; the operation itself looks. */
  ADMINISTER_TEAM(Scope.WRITE, Role.ADMIN, true),
  /** Users, tokens of the installation, and what concerns everybody. */
  ADMINISTER(Scope.ADMIN, Role.ADMIN);

  private final Scope scope;
  private final Role least;
  private final boolean ofTeams;

  /**
   * @param least the role with the fewest rights that may do it
   */
  Permission(Scope scope, Role least) {
    this(scope, least, false);
  }

  /**
   * @param ofTeams whether a role in a team can give it
   */
  Permission(Scope scope, Role least, boolean ofTeams) {
    this.scope = scope;
    this.least = least;
    this.ofTeams = ofTeams;
  }

  /** Whether a role in a team can give it, for what belongs to that team. */
  boolean isOfTeams() {
    return ofTeams;
  }

  /** Whether a user with this role may do it. */
  boolean isGivenTo(Role role) {
    return role.compareTo(least) <= 0;
  }

  /** Whether a token with these scopes may be used for it. */
  boolean isWithin(Set<Scope> scopes) {
    return scopes.contains(Scope.ADMIN)
        || scopes.contains(scope)
        || (scope == Scope.READ && scopes.contains(Scope.WRITE));
  }

  /** The scope that a token needs for it. */
  Scope scope() {
    return scope;
  }
}
