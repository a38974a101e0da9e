package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Maintenance windows that are made over the API. */
class MaintenanceStories extends Story {

  private Person ann;
  private Source ecs;

  @BeforeEach
  void annIsTold() {
    ann = user("Ann").withWebhook();
    ecs = source("ECS", policy("Ops").level(hours(24), ann));
  }

  private long window(Instant start, Instant end) {
    return api()
        .post(
            "/api/maintenance-windows",
            Api.object(
                "summary",
                "patch night",
                "start",
                start.toString(),
                "end",
                end.toString(),
                "affectedAlertSources",
                List.of(Api.object("id", ecs.id()))))
        .path("id")
        .asLong();
  }

  @Test
  void an_alert_in_a_window_makes_none_and_a_recovery_passes() {
    ecs.receives(threshold("disk"));
    expect(ann).told(ALERT, about("disk"));
    window(now(), now().plus(hours(1)));
    assertThat(ecs.json().path("status").asText()).isEqualTo("IN_MAINTENANCE");

    ecs.receives(threshold("cpu"));
    ecs.receives(threshold("disk").ok());

    assertThat(ecs.outcomes()).containsExactly("CREATED", "MAINTENANCE", "RESOLVED");
    assertThat(ecs.events().get(1).path("reason").asText()).contains("patch night");
    assertThat(alert().isResolved().text("summary")).contains("disk");
    expect(ann).told(RESOLVED, about("disk"));
  }

  private void passes(Duration time) {
    let(time).pass();
    product.endMaintenance();
    settle();
  }

  @Test
  void what_still_fires_when_the_window_ends_becomes_an_alert_at_that_moment_and_once() {
    window(now(), now().plus(hours(1)));
    ecs.receives(threshold("cpu").warn(), threshold("cpu").critical());
    ecs.receives(threshold("disk"), threshold("disk").ok());
    passes(minutes(59));
    thereIsNoAlert();

    passes(minutes(1));

    expect(ann).told(ALERT, about("cpu"));
    SeenAlert alert = alert().isPending().hasEvents(1).hasSeverity("CRITICAL");
    assertThat(alert.json().path("reportTime").asText())
        .startsWith(now().toString().substring(0, 19));
    assertThat(alert.timeline()).anyMatch(text -> text.contains("still firing when that ended"));
    assertThat(ecs.outcomes())
        .containsExactly("MAINTENANCE", "MAINTENANCE", "MAINTENANCE", "NO_OPEN_ALERT");
    assertThat(ecs.events().get(1).path("reason").asText())
        .contains("still firing when that ended", "No alert was open");
    assertThat(ecs.events().get(1).path("alertId").asLong()).isEqualTo(alert.id);
    passes(hours(1));
    nobodyIsTold();

    ecs.receives(threshold("cpu"));
    assertThat(ecs.outcomes()).endsWith("APPENDED");
    ecs.receives(threshold("cpu").ok());
    expect(ann).told(RESOLVED, about("cpu"));
  }

  @Test
  void a_window_says_whether_it_is_to_come_or_in_force_or_over() {
    String path = "/api/maintenance-windows/" + window(now().plus(hours(1)), now().plus(hours(2)));

    assertThat(api().get(path).path("state").asText()).isEqualTo("PENDING");
    let(hours(1)).pass();
    assertThat(api().get(path).path("state").asText()).isEqualTo("ACTIVE");
    let(hours(1)).pass();
    assertThat(api().get(path).path("state").asText()).isEqualTo("EXPIRED");
  }

  @Test
  void a_source_in_a_further_window_waits_for_the_end_of_that() {
    window(now(), now().plus(hours(1)));
    long longer = window(now(), now().plus(hours(2)));
    ecs.receives(threshold("cpu"));
    passes(minutes(90));
    thereIsNoAlert();

    api().delete("/api/maintenance-windows/" + longer);
    product.endMaintenance();

    expect(ann).told(ALERT, about("cpu"));
  }

  @Test
  void a_window_that_is_shortened_ends_then_and_what_has_recovered_since_stays_quiet() {
    long id = window(now(), now().plus(hours(5)));
    ecs.receives(threshold("cpu"), threshold("disk"));
    let(minutes(1)).pass();
    api()
        .put(
            "/api/maintenance-windows/" + id,
            Api.object(
                "summary",
                "patch night",
                "start",
                now().minusSeconds(60).toString(),
                "end",
                now().plusSeconds(60).toString(),
                "affectedAlertSources",
                List.of(Api.object("id", ecs.id()))));
    ecs.receives(threshold("disk").ok());
    let(minutes(2)).pass();
    product.endMaintenance();

    expect(ann).told(ALERT, about("cpu"));
    settle();
    assertThat(ecs.outcomes()).startsWith("MAINTENANCE", "MAINTENANCE");
    alertAbout("cpu").isPending();
  }

  @Test
  void what_is_open_from_before_the_window_goes_on_and_takes_over_what_came_in_it() {
    ecs.receives(threshold("cpu").warn());
    expect(ann).told(ALERT, about("cpu"));
    window(now(), now().plus(hours(1)));
    ecs.receives(threshold("cpu").critical());
    alert().hasSeverity("WARN");

    passes(hours(1));

    alert().hasSeverity("CRITICAL").hasEvents(2);
    nobodyIsTold();
  }

  @Test
  void a_window_that_is_deleted_ends_at_once() {
    long id = window(now(), now().plus(hours(1)));

    api().delete("/api/maintenance-windows/" + id);
    ecs.receives(threshold("cpu"));

    assertThat(ecs.outcomes()).containsExactly("CREATED");
    expect(ann).told(ALERT, about("cpu"));
  }
}
