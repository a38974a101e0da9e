package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An alert source that is expected to send at least one event every hour. */
class ExpectedEventsStories extends Story {

  private Person ann;
  private Source ecs;

  @Override
  Product product() {
    return Product.start(database, Map.of());
  }

  @Override
  void release(Product used) {
    used.close();
  }

  @BeforeEach
  void anEventIsExpectedEveryHour() {
    ann = user("Ann").withWebhook();
    ecs =
        source("ECS", policy("Ops").level(hours(24), ann)).with("expectedEventsInterval", "PT60M");
    assertThat(ecs.json().path("expectedEventsInterval").asText()).isEqualTo("PT60M");
    product.watch();
  }

  private void passes(Duration time) {
    let(time).pass();
    product.watch();
    settle();
  }

  @Test
  void silence_raises_one_alert_and_the_next_event_resolves_it() {
    passes(minutes(62));
    thereIsNoAlert();
    ecs.receives(threshold("cpu").ok());
    passes(minutes(62));
    thereIsNoAlert();
    passes(minutes(2));

    expect(ann).told(ALERT, about("No events from ECS for 1 h"));
    passes(hours(3));
    nobodyIsTold();
    assertThat(alert().isPending().text("alertKey")).isEqualTo("expected-events");
    assertThat(alert().text("details")).contains("at least one event every 1 h");

    ecs.receives(threshold("cpu").ok());
    product.watch();

    expect(ann).told(RESOLVED, about("No events"));
    assertThat(alert().isResolved().timeline()).anyMatch(text -> text.contains("An event came at"));
    assertThat(ecs.outcomes())
        .containsExactly("NO_OPEN_ALERT", "CREATED", "NO_OPEN_ALERT", "RESOLVED");
    passes(minutes(64));
    expect(ann).told(ALERT, about("No events"));
  }

  @Test
  void it_counts_from_when_it_was_switched_on_and_ends_when_it_is_switched_off() {
    ecs.with("expectedEventsInterval", null);
    passes(hours(5));
    ecs.with("expectedEventsInterval", "PT1H");
    passes(minutes(62));
    thereIsNoAlert();
    passes(minutes(2));
    expect(ann).told(ALERT, about("No events"));

    ecs.with("expectedEventsInterval", null);
    product.watch();

    expect(ann).told(RESOLVED, about("No events"));
  }

  @Test
  void in_maintenance_or_disabled_it_raises_nothing() {
    long window =
        api()
            .post(
                "/api/maintenance-windows",
                Api.object(
                    "summary",
                    "patch night",
                    "start",
                    now().toString(),
                    "end",
                    now().plus(hours(9)).toString(),
                    "affectedAlertSources",
                    List.of(Api.object("id", ecs.id()))))
            .path("id")
            .asLong();
    passes(hours(2));
    thereIsNoAlert();

    api().delete("/api/maintenance-windows/" + window);
    product.endMaintenance();

    expect(ann).told(ALERT, about("No events"));
    ecs.receives(threshold("cpu").ok());
    product.watch();
    expect(ann).told(RESOLVED, about("No events"));
    ecs.with("active", false);
    passes(hours(5));
    nobodyIsTold();
    ecs.with("active", true);
    passes(minutes(62));
    nobodyIsTold();
  }

  @Test
  void a_time_without_any_node_is_no_silence() {
    ecs.receives(threshold("cpu").ok());
    product.stop();
    product.clock.advance(hours(7));
    product.start();
    product.watch();
    passes(minutes(62));
    thereIsNoAlert();

    passes(minutes(2));
    expect(ann).told(ALERT, about("No events"));
  }
}
