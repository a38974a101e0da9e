package io.dutybell.cloudmonitor;

import static org.assertj.core.api.Assertions.fail;

import io.dutybell.event.AlertKey;
import io.dutybell.event.ContentBuilder;
import io.dutybell.event.Event;
import io.dutybell.event.State;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hundred thousand broken bodies, the same ones every time. */
class FuzzTest {

  private static final int BODIES = 100_000;

  private final BrokenBodies bodies = new BrokenBodies(20_261_122);
  private final CloudMonitorReader reader = new CloudMonitorReader();

  @Test
  void no_body_makes_the_reader_throw_find_nothing_or_exceed_a_bound() {
    for (int i = 0; i < BODIES; i++) {
      byte[] body = bodies.next();
      String query = i % 5 == 0 ? new String(body, StandardCharsets.ISO_8859_1) : null;
      boolean get = i % 10 == 0;
      List<Event> events =
          reader.read(
              Payloads.receipt(get ? "GET" : "POST", null, query, get ? new byte[0] : body));
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
}
