package io.dutybell.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.event.Event;
import io.dutybell.event.Outcome;
import io.dutybell.source.MaintenanceWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an ALERT that came in maintenance does when that has ended. */
class ReleaseDecisionTest {

  private static final Instant END = World.START.plus(Duration.ofHours(1));

  private final World world = new World();
  private final Event event = Sketch.alert("cpu").at(World.START).event(World.SOURCE, World.START);

  private Decision release(UUID heldEvent) {
    KeyState key =
        KeyState.unknown(World.SOURCE, "cpu").applied(END.minusSeconds(1)).holding(heldEvent);
    Situation situation = new Situation(key, null, null, null, null, Set.of(), List.of(), true, 1);
    return new Decider(world.configuration(), new Fallback(null), END)
        .release(event.arrivingAt(END), World.START, situation);
  }

  @Test
  void it_makes_an_alert_as_if_it_came_now_and_keeps_its_outcome() {
    Decision decision = release(event.id());

    assertThat(decision.outcome()).isEqualTo(Outcome.MAINTENANCE);
    assertThat(decision.reason()).contains("still firing when that ended", "No alert was open");
    assertThat(decision.alert().createdAt()).isEqualTo(END);
    assertThat(decision.timeline().get(0).text()).contains("still firing when that ended");
    assertThat(decision.key().isOpen()).isTrue();
    assertThat(decision.key().heldEventId()).isNull();
  }

  @Test
  void it_makes_none_when_the_problem_is_over_or_another_event_tells_of_it() {
    for (UUID other : new UUID[] {null, new UUID(1, 2)}) {
      Decision decision = release(other);

      assertThat(decision.outcome()).isEqualTo(Outcome.MAINTENANCE);
      assertThat(decision.alert()).isNull();
      assertThat(decision.key()).isNull();
    }
  }

  @Test
  void it_goes_on_being_held_in_a_further_window_and_while_its_source_is_disabled() {
    world.windows.add(
        new MaintenanceWindow(1, "more", END, END.plusSeconds(60), Set.of(World.SOURCE)));
    assertThat(release(event.id()).key().heldEventId()).isEqualTo(event.id());
    world.windows.clear();
    world.active = false;

    Decision decision = release(event.id());

    assertThat(decision.outcome()).isEqualTo(Outcome.MAINTENANCE);
    assertThat(decision.alert()).isNull();
    assertThat(decision.key().heldEventId()).isEqualTo(event.id());
  }

  @Test
  void nothing_is_held_for_a_source_that_was_deleted() {
    world.deleted = true;

    assertThat(release(event.id()).key().heldEventId()).isNull();
  }
}
