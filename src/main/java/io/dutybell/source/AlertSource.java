package io.dutybell.source;

import java.util.Set;

/**
 * The connection to one monitoring tool.
 *
 * @param id its number
 * @param name its name, unique
 * @param type what it connects to
 * @param active whether its events do anything
 * @param policyId its escalation policy
 * @param settings how it behaves
 * @param teamIds the teams that it belongs to; empty for none
 */
public record AlertSource(
    long id,
    String name,
    SourceType type,
    boolean active,
    long policyId,
    SourceSettings settings,
    Set<Long> teamIds) {

  public AlertSource {
    teamIds = Set.copyOf(teamIds);
  }

  /** One that belongs to no team. */
  public AlertSource(
      long id,
      String name,
      SourceType type,
      boolean active,
      long policyId,
      SourceSettings settings) {
    this(id, name, type, active, policyId, settings, Set.of());
  }

  /** The same alert source under its number. */
  public AlertSource withId(long newId) {
    return new AlertSource(newId, name, type, active, policyId, settings, teamIds);
  }
}
