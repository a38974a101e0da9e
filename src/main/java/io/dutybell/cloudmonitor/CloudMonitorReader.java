package io.dutybell.cloudmonitor;

import io.dutybell.event.Event;
import io.dutybell.event.Json;
import io.dutybell.event.Language;
import io.dutybell.event.Receipt;
import io.dutybell.event.SentFields;
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
  public static final int MAX_EVENTS = 5_000;

  /** How the note begins when the fault is ours. */
  static final String FAULT = "Dutybell failed to read this body";

  private static final String EMPTY = "The body is empty, as a console's test button sends it.";

  /**
   * The events of a receipt. Whatever the receipt holds, there is at least one and nothing is
   * thrown: what is not understood becomes an event in state UNRECOGNISED whose note says why. The
   * type of all of them is null.
   */
  public List<Event> read(Receipt receipt) {
    return read(receipt, Language.EN, false);
  }

  /**
   * The same.
   *
   * @param language of the texts that Dutybell writes
   * @param keepsFields whether every event keeps its fields as they came
   */
  public List<Event> read(Receipt receipt, Language language, boolean keepsFields) {
    BodyReading reading = new BodyReading(receipt, Words.in(language), keepsFields);
    List<Event.Content> contents;
    try {
      contents = contents(receipt, reading);
    } catch (RuntimeException e) {
      contents =
          nothing(
              State.UNRECOGNISED,
              FAULT + " (" + e.getClass().getSimpleName() + "); please report it with the body.");
    }
    List<Event> events = new ArrayList<>(contents.size());
    for (Event.Content content : contents) {
      SentFields sent = contents == reading.found() ? reading.sent(events.size()) : null;
      events.add(event(receipt, events.size(), content, sent));
    }
    return List.copyOf(events);
  }

  private static Event event(
      Receipt receipt, int position, Event.Content content, SentFields sent) {
    return new Event(
        id(receipt.id(), position),
        position == 0 ? null : receipt.id(),
        position,
        receipt.sourceId(),
        receipt.receivedAt(),
        content,
        null,
        sent,
        List.of());
  }

  /** Right behind the receipt's in the order of ids, and the same whenever the body is read. */
  private static UUID id(UUID receipt, int position) {
    return new UUID(receipt.getMostSignificantBits(), receipt.getLeastSignificantBits() + position);
  }

  private static List<Event.Content> contents(Receipt receipt, BodyReading reading) {
    byte[] body = receipt.body();
    int first = firstByte(body);
    if (first < 0) {
      return receipt.method().equals("POST") ? nothing(State.TEST, EMPTY) : query(receipt, reading);
    }
    if (first == '{' || first == '[') {
      reading.json(Json.text(body));
    } else {
      reading.form(Form.decode(body));
      if (reading.found().isEmpty()) {
        reading.unescaped(Json.text(body));
      }
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

  /** What the query of a GET without a body says; query and body are never mixed. */
  private static List<Event.Content> query(Receipt receipt, BodyReading reading) {
    if (receipt.query() != null) {
      String query =
          receipt.query().startsWith("?") ? receipt.query().substring(1) : receipt.query();
      // In a request line every byte that is not escaped became one character.
      reading.form(Form.decode(query.getBytes(StandardCharsets.ISO_8859_1)));
    }
    if (!reading.found().isEmpty()) {
      return reading.found();
    }
    return reading.mistake() == null
        ? nothing(State.TEST, EMPTY)
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
