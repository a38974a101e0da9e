package io.dutybell.cloudmonitor;

import io.dutybell.event.Event;
import io.dutybell.event.Format;
import io.dutybell.event.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The sample bodies in {@code payloads}, and receipts of them. */
final class Payloads {

  static final Instant RECEIVED = Instant.parse("2026-11-22T12:00:00Z");
  static final UUID ID = UUID.fromString("0192f0c0-0000-7000-8000-000000000001");
  static final String FORM = "application/x-www-form-urlencoded; charset=UTF-8";

  private static final CloudMonitorReader READER = new CloudMonitorReader();

  private Payloads() {}

  static byte[] bytes(String file) {
    try (InputStream in = Payloads.class.getResourceAsStream("/payloads/" + file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  /** The lines of the index below its heading, as columns. */
  static List<String[]> index() {
    return text("index.tsv").lines().skip(1).map(line -> line.split("\t", -1)).toList();
  }

  static Receipt receipt(String method, String contentType, String query, byte[] body) {
    return new Receipt(
        ID,
        7,
        Format.CLOUDMONITOR,
        RECEIVED,
        method,
        contentType,
        null,
        "203.0.113.9",
        query,
        body);
  }

  static List<Event> read(byte[] body) {
    return READER.read(receipt("POST", FORM, null, body));
  }

  static List<Event> read(String body) {
    return read(body.getBytes(StandardCharsets.UTF_8));
  }

  static List<Event> readQuery(String query) {
    return READER.read(receipt("GET", null, query, new byte[0]));
  }

  /** What the only event of the body says. */
  static Event.Content only(String body) {
    List<Event> events = read(body);
    if (events.size() != 1) {
      throw new AssertionError("one event expected, but there are " + events.size());
    }
    return events.get(0).content();
  }

  static Event.Content file(String file) {
    return only(text(file));
  }
}
