package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The product stops and starts again on the same data. */
class DowntimeStories extends Story {

  private static final String PAUSED = "dutybell.start.paused";

  private Person ann;
  private Person bob;
  private Policy ops;
  private Source ecs;

  @BeforeEach
  void annThenBobTwice() {
    ann = user("Ann").withWebhook();
    bob = user("Bob").withWebhook();
    ops = policy("Ops").level(minutes(5), ann).level(minutes(10), bob).repeating(1);
    ecs = source("ECS", ops);
  }

  /** Others use it after this story. */
  @Override
  void release(Product used) {
    used.set(PAUSED, "false");
    if (used.running() == null) {
      used.start();
    }
  }

  private void isDownFor(Duration time) {
    product.stop();
    product.clock.advance(time);
    product.start();
    settle();
  }

  private void sending(boolean paused) {
    api().put("/api/system/sending", Api.object("paused", paused));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> product.running().isPaused() == paused);
    settle();
  }

  @Test
  void a_restart_tells_nobody_again_and_keeps_the_timers() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(minutes(4)).pass();

    isDownFor(seconds(30));
    nobodyIsTold();
    // A start takes a few milliseconds of the story's clock.
    let(seconds(29)).pass();
    nobodyIsTold();
    let(seconds(1)).pass();

    expect(bob).told(ALERT, about("cpu"));
    alert().isOnLevel(2);
  }

  @Test
  void an_accepted_alert_stays_accepted_and_a_resolved_one_resolved() {
    ecs.receives(threshold("cpu"), threshold("disk"));
    expect(ann).told(ALERT, about("cpu"));
    expect(ann).told(ALERT, about("disk"));
    alertAbout("cpu").isAcceptedBy(ann);
    alertAbout("disk").isResolvedBy(ann);

    isDownFor(hours(5));

    alertAbout("cpu").isAccepted();
    alertAbout("disk").isResolved();
    nobodyIsTold();
  }

  @Test
  void after_hours_of_outage_each_alert_does_one_overdue_step_and_the_next_after_its_timeout() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));
    let(minutes(2)).pass();
    ecs.receives(threshold("disk"));
    expect(ann).told(ALERT, about("disk"));

    isDownFor(hours(6));

    expect(bob).told(ALERT, about("cpu"));
    expect(bob).told(ALERT, about("disk"));
    nobodyIsTold();
    let(minutes(10).minusMillis(1)).pass();
    nobodyIsTold();
    let(seconds(1)).pass();
    expect(ann).told(ALERT, about("cpu"));
    expect(ann).told(ALERT, about("disk"));
    nobodyIsTold();
  }

  @Test
  void rules_for_one_address_that_fell_due_in_an_outage_are_one_message() {
    Person dee = user("Dee").withWebhook("Dee").withWebhook("Dee-phone");
    dee.withRule("HIGH", "Dee", 5).withRule("HIGH", "Dee", 10);
    ops.withoutLevels().level(hours(10), dee);
    ecs.receives(threshold("cpu"));
    nobodyIsTold();

    isDownFor(hours(2));

    expectOn("Dee").told(ALERT);
    let(hours(1)).pass();
    nobodyIsTold();
  }

  @Test
  void a_channel_is_not_slow_because_the_product_was_down() {
    Person dee = user("Dee").withWebhook("Dee").withWebhook("Dee-phone");
    dee.withRule("HIGH", "Dee", 5);
    ops.withoutLevels().level(hours(10), dee);
    ecs.receives(threshold("cpu"));
    nobodyIsTold();

    isDownFor(hours(2));

    expectOn("Dee").told(ALERT);
    let(hours(1)).pass();
    nobodyIsTold();
  }

  @Test
  void a_notification_that_failed_is_tried_again_after_a_restart_with_its_key() {
    receiver().answers("Ann", 503);
    ecs.receives(threshold("cpu"));
    var first = expect(ann).told(ALERT);
    receiver().answers("Ann", 200);

    isDownFor(seconds(30));

    var second = expect(ann).told(ALERT);
    assertThat(second.idempotencyKey()).isEqualTo(first.idempotencyKey());
    nobodyIsTold();
  }

  @Test
  void a_snooze_and_an_auto_resolution_that_ended_in_an_outage_happen_after_it() {
    ecs.with("autoResolutionTimeout", "PT3H");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));
    alert().isAcceptedBy(ann);
    let(minutes(30)).pass();
    ecs.with("autoResolutionTimeout", null);
    ecs.receives(threshold("disk"));
    expect(ann).told(ALERT, about("disk"));
    alertAbout("disk").act("/snooze?until=" + now().plus(hours(1)) + "&user-id=" + ann.id);

    isDownFor(hours(4));

    alertAbout("cpu").isResolved();
    expect(ann).told(RESOLVED, about("cpu"));
    alertAbout("disk").isPending();
    expect(ann).told(ALERT, about("disk"));
  }

  @Test
  void a_paused_start_receives_and_decides_and_tells_nobody_until_it_is_released() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));
    product.set(PAUSED, "true");

    isDownFor(minutes(5));
    ecs.receives(threshold("disk"));
    let(minutes(2)).pass();
    alertAbout("cpu").isPending().isOnLevel(2);
    alertAbout("disk").isPending();
    nobodyIsTold();
    sending(false);

    expect(bob).told(ALERT, about("cpu"));
    expect(ann).told(ALERT, about("disk"));
    nobodyIsTold();
  }

  @Test
  void what_is_over_before_sending_is_released_is_told_to_nobody() {
    sending(true);
    ecs.receives(threshold("cpu"));
    let(minutes(3)).pass();
    nobodyIsTold();
    ecs.receives(threshold("cpu").ok());

    sending(false);
    let(hours(1)).pass();

    alert().isResolved();
    nobodyIsTold();
  }

  @Test
  void sending_stays_paused_over_a_restart() {
    sending(true);
    ecs.receives(threshold("cpu"));

    isDownFor(seconds(10));
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> product.running().isPaused());
    nobodyIsTold();
    sending(false);

    expect(ann).told(ALERT);
  }
}
