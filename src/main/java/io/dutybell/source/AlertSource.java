package io.dutybell.source;

import io.dutybell.condition.Verdict;
import io.dutybell.event.Event;
import io.dutybell.event.Priority;
import io.dutybell.event.Severity;
import java.time.Instant;
import java.util.Optional;
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
 * @param supportHours its support hours; null for none, and where the source was read without them
 * @param autoRaise whether pending alerts become HIGH when the hours that mean HIGH begin
 * @param texts its templates and filters; {@link SourceTexts#NONE} where it was read without them
 * @param filters what its filters say; {@link EventFilters#NONE} where it was read without them
 */
public record AlertSource(
    long id,
    String name,
    SourceType type,
    boolean active,
    long policyId,
    SourceSettings settings,
    Set<Long> teamIds,
    SupportHours supportHours,
    boolean autoRaise,
    SourceTexts texts,
    EventFilters filters) {

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

  /** One without support hours. */
  public AlertSource(
      long id,
      String name,
      SourceType type,
      boolean active,
      long policyId,
      SourceSettings settings,
      Set<Long> teamIds) {
    this(
        id,
        name,
        type,
        active,
        policyId,
        settings,
        teamIds,
        null,
        false,
        SourceTexts.NONE,
        EventFilters.NONE);
  }

  /** The same alert source under its number. */
  public AlertSource withId(long newId) {
    return new AlertSource(
        newId,
        name,
        type,
        active,
        policyId,
        settings,
        teamIds,
        supportHours,
        autoRaise,
        texts,
        filters);
  }

  /** The same alert source with these texts. */
  public AlertSource withTexts(SourceTexts said) {
    return new AlertSource(
        id,
        name,
        type,
        active,
        policyId,
        settings,
        teamIds,
        supportHours,
        autoRaise,
        said,
        filters);
  }

  /** The same alert source with these filters. */
  public AlertSource withFilters(EventFilters read) {
    return new AlertSource(
        id, name, type, active, policyId, settings, teamIds, supportHours, autoRaise, texts, read);
  }

  /** The event as this source treats it: its filters may give it another type. */
  public Event typed(Event event) {
    return filters.typed(event, this);
  }

  /** What the event filter says of an event; empty when there is none that can be asked. */
  public Optional<Verdict> keeps(Event event) {
    return filters.keeps(event, this);
  }

  /** The same alert source with these support hours, which may be null. */
  public AlertSource withHours(SupportHours hours, boolean raises) {
    return new AlertSource(
        id, name, type, active, policyId, settings, teamIds, hours, raises, texts, filters);
  }

  /**
   * The priority of an alert that is received at this instant. Where hours are missing that the
   * rule needs it is HIGH: better somebody is woken for nothing than nobody.
   */
  public Priority priorityAt(Instant at) {
    PriorityRule rule = settings.priorityRule();
    if (!rule.needsHours()) {
      return rule.at(null);
    }
    return supportHours == null ? Priority.HIGH : rule.at(supportHours.statusAt(at));
  }

  /**
   * The priority that the event itself demands or a template maps, or else the source's; what never
   * recovers and is only INFO is LOW.
   */
  public Priority priorityOf(Event event) {
    Event.Content content = event.content();
    if (content.priority() != null) {
      return content.priority();
    }
    if (content.oneShot() && content.severity() == Severity.INFO) {
      return Priority.LOW;
    }
    return priorityAt(event.receivedAt());
  }

  /**
   * When the hours began that make pending alerts HIGH.
   *
   * @return empty when it is no such time, or when alerts of this source are not raised
   */
  public Optional<Instant> raisesSince(Instant now) {
    boolean raises =
        autoRaise
            && supportHours != null
            && settings.priorityRule().needsHours()
            && priorityAt(now) == Priority.HIGH;
    return raises ? supportHours.since(now) : Optional.empty();
  }
}
