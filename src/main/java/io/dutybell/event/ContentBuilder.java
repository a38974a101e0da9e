package io.dutybell.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Collects what an event says and makes every text fit: bounded, storable, the summary on one line.
 * What is not set stays absent.
 */
public final class ContentBuilder {

  /** The most characters of a summary. */
  public static final int MAX_SUMMARY = 500;

  /** The most characters of the details. */
  public static final int MAX_DETAILS = 20_000;

  /** The most characters of a value, an episode and a routing key. */
  public static final int MAX_VALUE = 200;

  private static final int MAX_NOTE = 500;
  private static final int MAX_COMMENT = 4_000;
  private static final int MAX_LIST = 20;

  private final Variant variant;
  private final State state;
  private String alertKey;
  private UUID idempotency;
  private Instant occurredAt;
  private String episode;
  private Severity severity;
  private boolean oneShot;
  private String summary = "";
  private String details = "";
  private String value;
  private Priority priority;
  private String routingKey;
  private final List<Link> links = new ArrayList<>();
  private final List<Image> images = new ArrayList<>();
  private final Map<String, Object> customDetails = new LinkedHashMap<>();
  private final List<String> comments = new ArrayList<>();
  private String note;

  /** An event of this shape that says this. */
  public ContentBuilder(Variant variant, State state) {
    this.variant = variant;
    this.state = state;
  }

  /** The alert key, in the form of {@link AlertKey}. */
  public ContentBuilder alertKey(String text) {
    alertKey = AlertKey.of(text);
    return this;
  }

  /** What makes two deliveries the same; null if nothing does. */
  public ContentBuilder idempotency(UUID id) {
    idempotency = id;
    return this;
  }

  /** When it happened, to the microsecond; null if not known. */
  public ContentBuilder occurredAt(Instant at) {
    occurredAt = at == null ? null : at.truncatedTo(ChronoUnit.MICROS);
    return this;
  }

  /** The episode; may be null. */
  public ContentBuilder episode(String id) {
    episode = Text.line(id, MAX_VALUE);
    return this;
  }

  /** How bad; may be null. */
  public ContentBuilder severity(Severity level) {
    severity = level;
    return this;
  }

  /** Whether no recovery will follow. */
  public ContentBuilder oneShot(boolean is) {
    oneShot = is;
    return this;
  }

  /** One line for people, never null. */
  public ContentBuilder summary(String text) {
    summary = Text.line(text, MAX_SUMMARY);
    return this;
  }

  /** Text for people, never null. */
  public ContentBuilder details(String text) {
    details = Text.block(text, MAX_DETAILS);
    return this;
  }

  /** The value with its unit; may be null. */
  public ContentBuilder value(String text) {
    value = Text.line(text, MAX_VALUE);
    return this;
  }

  /** The priority it demands; may be null. */
  public ContentBuilder priority(Priority demanded) {
    priority = demanded;
    return this;
  }

  /** The routing key; may be null. */
  public ContentBuilder routingKey(String key) {
    routingKey = Text.line(key, MAX_VALUE);
    return this;
  }

  /** Adds a link, unless its address is no web address, is there already, or there are too many. */
  public ContentBuilder link(String text, String href) {
    String address = href == null ? null : href.strip();
    if (WebAddress.isWeb(address)
        && links.size() < MAX_LIST
        && links.stream().noneMatch(link -> link.href().equals(address))) {
      String shown = Text.line(text, MAX_VALUE);
      links.add(new Link(shown == null || shown.isEmpty() ? address : shown, address));
    }
    return this;
  }

  /** Adds an image, unless its address is no web address or there are too many. */
  public ContentBuilder image(String src, String href, String alt) {
    if (WebAddress.isWeb(src) && images.size() < MAX_LIST) {
      images.add(new Image(src, WebAddress.isWeb(href) ? href : null, Text.line(alt, MAX_VALUE)));
    }
    return this;
  }

  /** Adds a named value, unless it is null or empty. */
  public ContentBuilder custom(String name, Object custom) {
    if (custom != null
        && !"".equals(custom)
        && !(custom instanceof Map<?, ?> map && map.isEmpty())) {
      customDetails.putIfAbsent(name, custom);
    }
    return this;
  }

  /** Adds a text for the timeline, unless it is blank or there are too many. */
  public ContentBuilder comment(String text) {
    if (text != null && !text.isBlank() && comments.size() < MAX_LIST) {
      comments.add(Text.block(text.strip(), MAX_COMMENT));
    }
    return this;
  }

  /** What was odd, in a sentence; further ones are added. */
  public ContentBuilder note(String sentence) {
    if (sentence != null) {
      note = Text.line(note == null ? sentence : note + " " + sentence, MAX_NOTE);
    }
    return this;
  }

  /** What was collected. */
  public Event.Content build() {
    return new Event.Content(
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
        List.copyOf(links),
        List.copyOf(images),
        PlainValues.of(customDetails),
        List.copyOf(comments),
        note);
  }
}
