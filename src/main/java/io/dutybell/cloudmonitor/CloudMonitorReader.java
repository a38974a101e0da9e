package io.dutybell.cloudmonitor;

import io.dutybell.event.Event;
import io.dutybell.event.Json;
import io.dutybell.event.Receipt;
import io.dutybell.event.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads what CloudMonitor sends, in any of its variants, which it tells apart by their shape: the
 * content type is often wrong. Thread-safe; it does no I/O and waits for nothing.
 */
public final class CloudMonitorReader {

  /** The most events that one body may hold. */
  public static final int MAX_EVENTS = 1_000;

  /** How the note begins when the fault is ours. */
  static final String FAULT = "Dutybell failed to read this body";

  /**
   * The events of a receipt. Whatever the receipt holds, there is at least one and nothing is
   * thrown: what is not understood becomes an event in state UNRECOGNISED whose note says why. The
   * type of all of them is null.
   */
  public List<Event> read(Receipt receipt) {
    List<Event.Content> contents;
    try {
      contents = contents(receipt);
    } catch (RuntimeException e) {
      contents =
          nothing(
              State.UNRECOGNISED,
              FAULT + " (" + e.getClass().getSimpleName() + "); please report it with the body.");
    }
    List<Event> events = new ArrayList<>(contents.size());
    for (Event.Content content : contents) {
      events.add(event(receipt, events.size(), content));
    }
    return List.copyOf(events);
  }

  private static Event event(Receipt receipt, int position, Event.Content content) {
    return new Event(
        id(receipt.id(), position),
        position == 0 ? null : receipt.id(),
        position,
        receipt.sourceId(),
        receipt.receivedAt(),
        content,
        null);
  }

  /** Right behind the receipt's in the order of ids, and the same whenever the body is read. */
  private static UUID id(UUID receipt, int position) {
    return new UUID(receipt.getMostSignificantBits(), receipt.getLeastSignificantBits() + position);
  }

  private static List<Event.Content> contents(Receipt receipt) {
    byte[] body = receipt.body();
    int first = firstByte(body);
    if (first < 0) {
      return query(receipt);
    }
    BodyReading reading = new BodyReading(receipt);
    if (first == '{' || first == '[') {
      reading.json(Json.text(body));
    } else {
      reading.form(Form.decode(body));
    }
    if (!reading.found().isEmpty()) {
      return reading.found();
    }
    if (Json.text(body).contains(ArmsNotification.PLACEHOLDER)) {
      return nothing(State.TEST, "ARMS sends its placeholder when its test button is pressed.");
    }
    return nothing(
        State.UNRECOGNISED,
        reading.mistake() == null
            ? "The body is neither JSON nor a form in a shape that CloudMonitor sends."
            : reading.mistake());
  }

  /** What an empty body's query says; query and body are never mixed. */
  private static List<Event.Content> query(Receipt receipt) {
    BodyReading reading = new BodyReading(receipt);
    if (receipt.query() != null) {
      String query =
          receipt.query().startsWith("?") ? receipt.query().substring(1) : receipt.query();
      reading.form(Form.decode(query.getBytes(StandardCharsets.UTF_8)));
    }
    if (!reading.found().isEmpty()) {
      return reading.found();
    }
    return reading.mistake() == null
        ? nothing(State.TEST, "The body is empty, as a console's test button sends it.")
        : nothing(State.UNRECOGNISED, reading.mistake());
  }

  private static List<Event.Content> nothing(State state, String note) {
    return List.of(Event.Content.nothing(state, note));
  }

  /** The first byte that is neither space nor part of a byte order mark; -1 if there is none. */
  private static int firstByte(byte[] body) {
    boolean marked =
        body.length >= 3
            && body[0] == (byte) 0xEF
            && body[1] == (byte) 0xBB
            && body[2] == (byte) 0xBF;
    for (int i = marked ? 3 : 0; i < body.length; i++) {
      int b = body[i] & 0xFF;
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return b;
      }
    }
    return -1;
  }
}
