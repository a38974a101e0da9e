package io.dutybell.alert;

import io.dutybell.event.Event;
import io.dutybell.event.EventType;
import io.dutybell.event.Priority;
import io.dutybell.event.Severity;
import io.dutybell.event.State;
import io.dutybell.event.Variant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An event that is being put together for a test. */
final class Sketch {

  private final String key;
  private final State state;
  private final EventType type;
  private Instant occurredAt;
  private String episode;
  private Severity severity;
  private String value;
  private Priority priority;
  private String routingKey;
  private String note;
  private UUID delivery;
  private boolean oneShot;
  private List<String> comments = List.of();

  private Sketch(String key, State state, EventType type) {
    this.key = key;
    this.state = state;
    this.type = type;
  }

  static Sketch alert(String key) {
    return new Sketch(key, State.FIRING, EventType.ALERT).severity(Severity.WARN);
  }

  static Sketch ok(String key) {
    return new Sketch(key, State.OK, EventType.RESOLVE).severity(Severity.WARN);
  }

  static Sketch accept(String key) {
    return new Sketch(key, State.ACCEPTED, EventType.ACCEPT);
  }

  /** Route {@code 03-route} leaves the type of a no-data event to the source's setting. */
  static Sketch noData(String key) {
    return new Sketch(key, State.NO_DATA, null);
  }

  static Sketch of(State state, String note) {
    Sketch sketch = new Sketch(null, state, null);
    sketch.note = note;
    return sketch;
  }

  Sketch at(Instant time) {
    occurredAt = time;
    return this;
  }

  Sketch episode(String id) {
    episode = id;
    return this;
  }

  Sketch severity(Severity level) {
    severity = level;
    return this;
  }

  Sketch value(String text) {
    value = text;
    return this;
  }

  Sketch priority(Priority wish) {
    priority = wish;
    return this;
  }

  Sketch routingKey(String name) {
    routingKey = name;
    return this;
  }

  Sketch delivery(long number) {
    delivery = new UUID(1, number);
    return this;
  }

  Sketch oneShot() {
    oneShot = true;
    return this;
  }

  Sketch comment(String text) {
    comments = List.of(text);
    return this;
  }

  Sketch note(String sentence) {
    note = sentence;
    return this;
  }

  Event event(long sourceId, Instant receivedAt) {
    return new Event(
        new UUID(2, receivedAt.toEpochMilli()),
        null,
        0,
        sourceId,
        receivedAt,
        new Event.Content(
            Variant.THRESHOLD,
            state,
            key,
            delivery,
            occurredAt,
            episode,
            severity,
            oneShot,
            key == null ? "" : "[" + severity + "] " + key,
            "",
            value,
            priority,
            routingKey,
            List.of(),
            List.of(),
            Map.of(),
            comments,
            note),
        type);
  }
}
