package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

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
    ecs = source("ECS", policy("Ops").level(hours(1), ann));
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

  @Test
  void when_the_window_has_ended_the_next_alert_counts_again() {
    window(now(), now().plus(hours(1)));
    ecs.receives(threshold("cpu"));
    thereIsNoAlert();

    let(hours(1)).pass();
    ecs.receives(threshold("cpu"));

    assertThat(ecs.outcomes()).containsExactly("MAINTENANCE", "CREATED");
    expect(ann).told(ALERT, about("cpu"));
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
