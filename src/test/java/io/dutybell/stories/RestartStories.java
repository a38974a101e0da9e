package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dutybell.outside.RunningProduct;
import io.dutybell.stories.FakeReceiver.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process ends and begins again. */
class RestartStories extends Story {

  private Person ann;
  private Person bob;
  private Person eve;
  private Policy ops;
  private Source ecs;

  @BeforeEach
  void annThenBobThenEveAreOnCall() {
    ann = user("Ann").withWebhook();
    bob = user("Bob").withWebhook();
    eve = user("Eve").withWebhook();
    ops = policy("Ops").level(minutes(5), ann).level(minutes(5), bob).level(minutes(5), eve);
    ecs = source("ECS", ops);
  }

  private void restart() {
    product.stop();
    product.start();
    settle();
  }

  @Test
  void a_restart_tells_nobody_again_and_keeps_the_time_of_the_next_level() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(minutes(3)).pass();

    restart();
    nobodyIsTold();
    let(minutes(2).minusSeconds(1)).pass();
    nobodyIsTold();
    let(seconds(1)).pass();

    expect(bob).told(ALERT);
    alert().isPending().isOnLevel(2);
  }

  @Test
  void after_a_long_stop_one_step_runs_at_once_and_the_next_after_its_full_time() {
    ops.repeating(3);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    product.stop();
    product.clock.advance(hours(2));
    product.start();
    settle();

    expect(bob).told(ALERT);
    nobodyIsTold();
    let(minutes(5).minusSeconds(1)).pass();
    nobodyIsTold();
    let(seconds(1)).pass();
    expect(eve).told(ALERT);
    let(minutes(5)).pass();
    expect(ann).told(ALERT);
  }

  @Test
  void after_a_long_stop_overdue_steps_run_in_the_order_in_which_they_were_due() {
    ecs.receives(threshold("first"));
    expect(ann).told(ALERT);
    let(minutes(1)).pass();
    ecs.receives(threshold("second"));
    expect(ann).told(ALERT);
    let(minutes(1)).pass();
    ecs.receives(threshold("third"));
    expect(ann).told(ALERT);

    product.stop();
    product.clock.advance(hours(2));
    product.start();
    settle();

    for (String rule : List.of("first", "second", "third")) {
      expect(bob).told(ALERT, about(rule));
      alertAbout(rule).isOnLevel(2);
    }
    assertThat(
            product.number(
                "select count(*) from notifications n join alerts a on a.id = n.alert_id"
                    + " join notifications m on m.user_id = n.user_id"
                    + " join alerts b on b.id = m.alert_id"
                    + " where n.user_id = "
                    + bob.id
                    + " and a.id < b.id and n.id > m.id"))
        .as("notifications of a later alert that were made before those of an earlier one")
        .isZero();
  }

  @Test
  void what_was_due_while_nothing_ran_is_told_once_afterwards() {
    ann.withWebhook("Second").withRule("HIGH", "Ann", 0).withRule("HIGH", "Second", 3);
    ops.withoutLevels().level(hours(24), ann);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    product.stop();
    product.clock.advance(minutes(20));
    product.start();
    settle();

    expectOn("Second").told(ALERT);
    restart();
    nobodyIsTold();
  }

  @Test
  void a_callback_that_was_taken_but_not_worked_on_is_worked_on_after_the_restart()
      throws Exception {
    product.running().context().getRouteController().suspendRoute("normalise-events");
    assertThat(ecs.answers(threshold("cpu")).status()).isEqualTo(202);
    assertThat(ecs.answers(threshold("disk")).status()).isEqualTo(202);
    assertThat(ecs.answers(threshold("cpu")).status()).isEqualTo(202);

    product.stop();
    product.start();
    // Long enough for a message that the process had in its hands when it ended.
    product.clock.advance(seconds(61));
    settle();

    assertThat(ecs.outcomes()).containsExactly("CREATED", "CREATED", "APPENDED");
    alertAbout("cpu").isPending().hasEvents(2);
    alertAbout("disk").isPending();
    expect(ann).told(ALERT, about("cpu"));
    expect(ann).told(ALERT, about("disk"));
    receiver().expectedAll();
  }

  @Test
  void a_message_whose_delivery_was_not_recorded_is_sent_again_with_the_same_key() {
    receiver().hangs("Ann");
    ecs.receives(threshold("cpu"));
    await().until(() -> receiver().hanging() == 1);
    Told first = expect(ann).told(ALERT);

    product.stop();
    receiver().letGo();
    product.start();
    product.clock.advance(seconds(61));
    settle();

    Told again = expect(ann).told(ALERT);
    assertThat(again.idempotencyKey()).isNotNull().isEqualTo(first.idempotencyKey());
    alert().isPending();
  }

  @Test
  void the_count_of_a_repeating_policy_outlives_a_restart() {
    ops.withoutLevels().level(minutes(5), ann).repeating(1);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(ann).told(ALERT);

    restart();
    let(hours(3)).pass();

    nobodyIsTold();
    assertThat(alert().timeline()).anyMatch(text -> text.contains("without anyone accepting"));
  }

  @Test
  void a_repeat_that_was_told_before_the_restart_is_still_the_same_alert_after_it() {
    Callback first = threshold("cpu").episode("e-1");
    ecs.receives(first);
    expect(ann).told(ALERT);

    restart();
    ecs.receives(first, threshold("cpu").episode("e-1"));

    alert().hasEvents(3);
    assertThat(ecs.outcomes()).containsExactly("CREATED", "DUPLICATE", "APPENDED");
  }

  @Test
  void a_schema_of_a_newer_version_is_refused_and_left_alone(@TempDir Path folder)
      throws Exception {
    try (Product newer = Product.start(database, Map.of())) {
      newer.execute(
          statement ->
              statement.execute(
                  "insert into \"flyway_schema_history\" (\"installed_rank\", \"version\","
                      + " \"description\", \"type\", \"script\", \"checksum\", \"installed_by\","
                      + " \"execution_time\", \"success\") values (999, '999', 'newer', 'SQL',"
                      + " 'V999__newer.sql', 1, 'them', 1, true)"));
      newer.stop();

      // A process of its own, because it ends itself.
      try (RunningProduct older = RunningProduct.ofClasses(folder)) {
        newer.settingsAsEnvironment().forEach(older::with);
        older.start();
        await().atMost(Duration.ofSeconds(90)).until(() -> !isAlive(older.pid()));
        assertThat(older.endOfLog()).contains("does not fit this version of Dutybell");
      }
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
