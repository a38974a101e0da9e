package io.dutybell.alert;

import io.dutybell.escalation.EscalationState;
import io.dutybell.event.Priority;
import io.dutybell.event.Severity;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;

/** One problem, as it is stored. Immutable; {@link #with} makes a changed one. */
public final class Alert {

  /** The values of an alert that is being made or changed. */
  public static final class Draft {
    long id;
    long sourceId;
    Long previousAlertId;
    String alertKey;
    String summary = "";
    String details = "";
    Severity severity;
    Priority priority;
    Status status = Status.PENDING;
    Instant createdAt;
    Instant lastEventAt;
    int eventCount;
    int openMembers;
    int memberCount;
    String links = "[]";
    String images = "[]";
    String customDetails = "{}";
    long policyId;
    EscalationState escalation = EscalationState.none();
    Instant autoResolveAt;
    Instant reopenAt;
    Instant retoldAt;
    Instant flappingUntil;
    Instant acceptedAt;
    Long acceptedBy;
    ByType acceptedByType;
    Instant resolvedAt;
    Long resolvedBy;
    ByType resolvedByType;

    Draft() {}

    private Draft copy() {
      Draft copy = new Draft();
      copy.id = id;
      copy.sourceId = sourceId;
      copy.previousAlertId = previousAlertId;
      copy.alertKey = alertKey;
      copy.summary = summary;
      copy.details = details;
      copy.severity = severity;
      copy.priority = priority;
      copy.status = status;
      copy.createdAt = createdAt;
      copy.lastEventAt = lastEventAt;
      copy.eventCount = eventCount;
      copy.openMembers = openMembers;
      copy.memberCount = memberCount;
      copy.links = links;
      copy.images = images;
      copy.customDetails = customDetails;
      copy.policyId = policyId;
      copy.escalation = escalation;
      copy.autoResolveAt = autoResolveAt;
      copy.reopenAt = reopenAt;
      copy.retoldAt = retoldAt;
      copy.flappingUntil = flappingUntil;
      copy.acceptedAt = acceptedAt;
      copy.acceptedBy = acceptedBy;
      copy.acceptedByType = acceptedByType;
      copy.resolvedAt = resolvedAt;
      copy.resolvedBy = resolvedBy;
      copy.resolvedByType = resolvedByType;
      return copy;
    }
  }

  /** Who accepted or resolved. */
  public enum ByType {
    USER,
    SOURCE,
    /** Time did it. */
    SYSTEM
  }

  private final Draft values;

  private Alert(Draft values) {
    this.values = values;
  }

  static Alert of(Draft draft) {
    return new Alert(draft.copy());
  }

  Alert with(Consumer<Draft> change) {
    Draft copy = values.copy();
    change.accept(copy);
    return new Alert(copy);
  }

  /** Its number. */
  public long id() {
    return values.id;
  }

  /** Its alert source. */
  public long sourceId() {
    return values.sourceId;
  }

  /** The alert that the same key had before; null when there was none. */
  public Long previousAlertId() {
    return values.previousAlertId;
  }

  /** The key it was created for. */
  public String alertKey() {
    return values.alertKey;
  }

  /** One line for people. */
  public String summary() {
    return values.summary;
  }

  /** Text for people. */
  public String details() {
    return values.details;
  }

  /** How bad; null when unknown. */
  public Severity severity() {
    return values.severity;
  }

  /** Whether it escalates. */
  public Priority priority() {
    return values.priority;
  }

  /** Where it is in its life. */
  public Status status() {
    return values.status;
  }

  /** When it was created. */
  public Instant createdAt() {
    return values.createdAt;
  }

  /** When its last event was applied. */
  public Instant lastEventAt() {
    return values.lastEventAt;
  }

  /** How many ALERTs it had, late and repeated ones included. */
  public int eventCount() {
    return values.eventCount;
  }

  /** How many of its members have not recovered. */
  public int openMembers() {
    return values.openMembers;
  }

  /** How many members it has. */
  public int memberCount() {
    return values.memberCount;
  }

  /** Its links, as JSON. */
  public String links() {
    return values.links;
  }

  /** Its images, as JSON. */
  public String images() {
    return values.images;
  }

  /** Its custom details, as JSON. */
  public String customDetails() {
    return values.customDetails;
  }

  /** Its escalation policy. */
  public long policyId() {
    return values.policyId;
  }

  /** How far its escalation has come. */
  public EscalationState escalation() {
    return values.escalation;
  }

  /** When it resolves by itself; null: never. */
  public Instant autoResolveAt() {
    return values.autoResolveAt;
  }

  /** When it goes back from ACCEPTED to PENDING; null: never. */
  public Instant reopenAt() {
    return values.reopenAt;
  }

  /** When its responders were last told again; null: never. */
  public Instant retoldAt() {
    return values.retoldAt;
  }

  /** Until when it counts as flapping if nothing more happens; null: it never did. */
  public Instant flappingUntil() {
    return values.flappingUntil;
  }

  /** Whether it counts as flapping. */
  public boolean isFlapping(Instant now) {
    return isOpen() && values.flappingUntil != null && now.isBefore(values.flappingUntil);
  }

  /** When it was accepted; null: not accepted. */
  public Instant acceptedAt() {
    return values.acceptedAt;
  }

  /** The user who accepted it; null when nobody or not a user. */
  public Long acceptedBy() {
    return values.acceptedBy;
  }

  /** What kind of thing accepted it; null: not accepted. */
  public ByType acceptedByType() {
    return values.acceptedByType;
  }

  /** When it was resolved; null: not resolved. */
  public Instant resolvedAt() {
    return values.resolvedAt;
  }

  /** The user who resolved it; null when nobody or not a user. */
  public Long resolvedBy() {
    return values.resolvedBy;
  }

  /** What kind of thing resolved it; null: not resolved. */
  public ByType resolvedByType() {
    return values.resolvedByType;
  }

  /** Whether summary, details, links, images and custom details are the same. */
  boolean hasTextsOf(Alert other) {
    return Objects.equals(values.summary, other.values.summary)
        && Objects.equals(values.details, other.values.details)
        && Objects.equals(values.links, other.values.links)
        && Objects.equals(values.images, other.values.images)
        && Objects.equals(values.customDetails, other.values.customDetails);
  }

  /**
   * Whether lists that are filtered by state, priority, severity or escalation policy show both. An
   * alert's source and time of creation never change.
   */
  boolean isListedAs(Alert other) {
    return values.status == other.values.status
        && values.priority == other.values.priority
        && values.severity == other.values.severity
        && values.policyId == other.values.policyId;
  }

  /** Whether it is not resolved. */
  public boolean isOpen() {
    return values.status != Status.RESOLVED;
  }
}
