package io.dutybell.cloudmonitor;

import static org.assertj.core.api.Assertions.fail;

import io.dutybell.event.AlertKey;
import io.dutybell.event.ContentBuilder;
import io.dutybell.event.Event;
import io.dutybell.event.State;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A hundred thousand broken bodies, the same ones every time. */
class FuzzTest {

  private static final int BODIES = 100_000;
  private static final byte[] BRACKETS = "{}[]\"=&%,:\\|".getBytes(StandardCharsets.US_ASCII);

  private final Random random = new Random(20_261_122);
  private final CloudMonitorReader reader = new CloudMonitorReader();
  private final List<byte[]> samples =
      Payloads.index().stream()
          .map(line -> Payloads.bytes(line[0]))
          .filter(bytes -> bytes.length > 0)
          .toList();

  @Test
  void no_body_makes_the_reader_throw_find_nothing_or_exceed_a_bound() {
    for (int i = 0; i < BODIES; i++) {
      byte[] body = mutated();
      String query = i % 5 == 0 ? new String(body, StandardCharsets.ISO_8859_1) : null;
      List<Event> events =
          reader.read(
              Payloads.receipt(
                  "POST", null, query, query != null && i % 2 == 0 ? new byte[0] : body));
      if (!isSound(events)) {
        fail("Number %d is read as %s: %s", i, events, new String(body, StandardCharsets.UTF_8));
      }
    }
  }

  private static boolean isSound(List<Event> events) {
    return !events.isEmpty()
        && events.size() <= CloudMonitorReader.MAX_EVENTS
        && events.stream().map(Event::content).allMatch(FuzzTest::isSound);
  }

  private static boolean isSound(Event.Content c) {
    boolean hasKey = c.state() != State.TEST && c.state() != State.UNRECOGNISED;
    return (c.alertKey() != null) == hasKey
        && (c.alertKey() == null || isText(c.alertKey(), AlertKey.MAX))
        && isText(c.summary(), ContentBuilder.MAX_SUMMARY)
        && c.summary().lines().count() <= 1
        && isText(c.details(), ContentBuilder.MAX_DETAILS)
        && (c.value() == null || isText(c.value(), ContentBuilder.MAX_VALUE))
        && (c.episode() == null || isText(c.episode(), ContentBuilder.MAX_VALUE))
        && (c.note() == null || isText(c.note(), 1_000))
        && (c.note() == null || !c.note().startsWith(CloudMonitorReader.FAULT))
        && c.customDetails().size() <= 20;
  }

  /** No longer than this, without NUL, and the same after a way through UTF-8. */
  private static boolean isText(String text, int max) {
    return text.length() <= max
        && text.indexOf('\0') < 0
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private byte[] mutated() {
    byte[] body = sample().clone();
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      body = change(body);
    }
    return body;
  }

  private byte[] change(byte[] body) {
    if (body.length == 0) {
      return sample();
    }
    switch (random.nextInt(9)) {
      case 0:
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        return body;
      case 1:
        body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
        return body;
      case 2:
        body[random.nextInt(body.length)] = BRACKETS[random.nextInt(BRACKETS.length)];
        return body;
      case 3:
        return part(body, 0, random.nextInt(body.length));
      case 4:
        return joined(body, part(body, random.nextInt(body.length), body.length));
      case 5:
        byte[] other = sample();
        return joined(
            part(body, 0, random.nextInt(body.length)),
            part(other, random.nextInt(other.length), other.length));
      case 6:
        byte[] noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        return random.nextInt(4) == 0 ? noise : joined(noise, body);
      case 7:
        int at = random.nextInt(body.length);
        return joined(joined(part(body, 0, at), nested()), part(body, at, body.length));
      default:
        return joined(
            ("{\"" + List.of("body", "data", "alert", "alerts").get(random.nextInt(4)) + "\":")
                .getBytes(StandardCharsets.US_ASCII),
            joined(body, "}".getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private byte[] nested() {
    int depth = random.nextInt(150);
    return (random.nextBoolean() ? "[".repeat(depth) + "]".repeat(depth) : "{\"a\":".repeat(depth))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] sample() {
    return samples.get(random.nextInt(samples.size()));
  }

  private static byte[] part(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] joined(byte[] one, byte[] other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }
}
