package io.dutybell.watch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.event.Format;
import io.dutybell.event.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A signal as an event of its alert source: stored, shown and decided on like one that came over
 * HTTP.
 */
final class SignalEvent {

  /** What stands in the place of the HTTP method; no caller can send it. */
  static final String METHOD = "WATCH";

  private SignalEvent() {}

  static Receipt of(Signal signal, UUID id, Instant now) {
    ObjectNode event =
        JsonNodeFactory.instance
            .objectNode()
            .put("eventType", signal.begins() ? "ALERT" : "RESOLVE")
            .put("alertKey", Awaited.alertKey(signal.kind(), signal.subjectId()))
            .put("summary", signal.summary());
    if (signal.details() != null) {
      event.put("details", signal.details());
    }
    if (!signal.begins()) {
      event.putArray("comments").add(signal.summary());
    }
    return new Receipt(
        id,
        signal.sourceId(),
        Format.GENERIC,
        now,
        METHOD,
        "application/json",
        "Dutybell",
        null,
        null,
        event.toString().getBytes(StandardCharsets.UTF_8));
  }
}
