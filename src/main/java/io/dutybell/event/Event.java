package io.dutybell.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One message of an alert source, read and made independent of its variant. A body may hold
 * several.
 *
 * @param id the row in table {@code events}; for the first event of a body, the receipt's
 * @param parentId the receipt's id for further events of a body, null for the first
 * @param position which event of its body it is, from 0
 * @param sourceId the alert source
 * @param receivedAt when the body arrived
 * @param content what it says
 * @param type what it asks for; null until route {@code 03-route} has decided, and for what asks
 *     for nothing
 * @param sent its fields as they came; null where nobody needs them
 * @param fallbacks why a default stands where a template of the alert source should have given
 *     something, in sentences
 */
public record Event(
    UUID id,
    UUID parentId,
    int position,
    long sourceId,
    Instant receivedAt,
    Content content,
    EventType type,
    SentFields sent,
    List<String> fallbacks) {

  public Event {
    fallbacks = List.copyOf(fallbacks);
  }

  /** One without its fields as they came. */
  public Event(
      UUID id,
      UUID parentId,
      int position,
      long sourceId,
      Instant receivedAt,
      Content content,
      EventType type) {
    this(id, parentId, position, sourceId, receivedAt, content, type, null, List.of());
  }

  /**
   * What an event says.
   *
   * @param variant its shape
   * @param state what it says about the problem
   * @param alertKey which events are about the same problem, at most 600 characters; null for tests
   *     and what was not recognised
   * @param idempotency the same for the same delivery sent again, within one source and key; null
   *     where nothing can be a duplicate
   * @param occurredAt when it happened, by the source's own clock; null when missing, unreadable or
   *     absurd
   * @param episode the episode id ({@code transId}), from trigger to recovery; null when unknown;
   *     at most 200 characters
   * @param severity how bad; null when it does not say
   * @param oneShot whether no recovery will ever follow
   * @param summary one line for people, never null, at most 500 characters
   * @param details text for people, never null, at most 20,000 characters
   * @param value the current value with its unit; may be null; at most 200 characters
   * @param priority what the event itself demands; null for the source's rule
   * @param routingKey names another escalation policy; null for the source's own
   * @param links links to show, never null
   * @param images images to show, never null
   * @param customDetails further named values to show and send on, never null
   * @param comments texts for the timeline, never null
   * @param note what was odd about it, in a sentence, or why it was not recognised; may be null
   */
  public record Content(
      Variant variant,
      State state,
      String alertKey,
      UUID idempotency,
      Instant occurredAt,
      String episode,
      Severity severity,
      boolean oneShot,
      String summary,
      String details,
      String value,
      Priority priority,
      String routingKey,
      List<Link> links,
      List<Image> images,
      Map<String, Object> customDetails,
      List<String> comments,
      String note) {

    /** The same with a further sentence about what was odd. */
    Content noting(String sentence) {
      return new Content(
          variant,
          state,
          alertKey,
          idempotency,
          occurredAt,
          episode,
          severity,
          oneShot,
          summary,
          details,
          value,
          priority,
          routingKey,
          links,
          images,
          customDetails,
          comments,
          note == null ? sentence : note + " " + sentence);
    }

    /** The same with another alert key. */
    public Content withKey(String key) {
      return templated(key, summary, details, priority, routingKey, links);
    }

    /** The same with what templates make of it. */
    public Content templated(
        String key,
        String shownSummary,
        String shownDetails,
        Priority mapped,
        String routed,
        List<Link> shownLinks) {
      return new Content(
          variant,
          state,
          key,
          idempotency,
          occurredAt,
          episode,
          severity,
          oneShot,
          shownSummary,
          shownDetails,
          value,
          mapped,
          routed,
          shownLinks,
          images,
          customDetails,
          comments,
          note);
    }

    /**
     * What is known of a body that says nothing about any problem: a test, or one that was not
     * recognised.
     */
    public static Content nothing(State state, String note) {
      return new Content(
          Variant.UNKNOWN,
          state,
          null,
          null,
          null,
          null,
          null,
          false,
          "",
          "",
          null,
          null,
          null,
          List.of(),
          List.of(),
          Map.of(),
          List.of(),
          note);
    }
  }

  /** The same event, as if it had arrived at this instant. */
  public Event arrivingAt(Instant at) {
    return new Event(id, parentId, position, sourceId, at, content, type, sent, fallbacks);
  }

  /** The same event, asking for this. */
  public Event as(EventType newType) {
    return new Event(
        id, parentId, position, sourceId, receivedAt, content, newType, sent, fallbacks);
  }

  /** The same event with what templates made of it. */
  public Event with(Content templated, List<String> reasons) {
    return new Event(id, parentId, position, sourceId, receivedAt, templated, type, sent, reasons);
  }

  /** The same event with a further sentence about what was odd. */
  public Event noting(String sentence) {
    return new Event(
        id,
        parentId,
        position,
        sourceId,
        receivedAt,
        content.noting(sentence),
        type,
        sent,
        fallbacks);
  }

  /** The same event without its fields as they came, which take much memory. */
  public Event withoutSent() {
    return sent == null
        ? this
        : new Event(id, parentId, position, sourceId, receivedAt, content, type, null, fallbacks);
  }
}
