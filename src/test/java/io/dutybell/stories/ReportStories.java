package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reports say about what happened. */
class ReportStories extends Story {

  private Person ann;
  private Source ecs;

  @BeforeEach
  void annIsTold() {
    ann = user("Ann").withWebhook();
    ecs = source("ECS", policy("Ops").level(hours(1), ann)).with("acceptTimeout", "PT30M");
  }

  @Test
  void a_report_knows_how_long_people_took_and_whether_they_were_told() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));
    let(minutes(5)).pass();
    alert().isAcceptedBy(ann);
    let(minutes(10)).pass();
    ecs.receives(threshold("cpu").ok());
    ecs.receives(threshold("disk"));
    expect(ann).told(ALERT, about("disk"));
    expect(ann).told(RESOLVED, about("cpu"));

    JsonNode today = today();

    assertThat(today.path("alerts").asInt()).isEqualTo(2);
    assertThat(today.path("openAlerts").asInt()).isEqualTo(1);
    assertThat(today.path("acceptedAlerts").asInt()).isEqualTo(1);
    assertThat(today.path("mttaSec").asInt()).isEqualTo(300);
    assertThat(today.path("resolvedAlerts").asInt()).isEqualTo(1);
    assertThat(today.path("mttrSec").asInt()).isEqualTo(900);
    assertThat(today.path("notifications").asInt()).isEqualTo(3);
    assertThat(today.path("deliveredNotifications").asInt()).isEqualTo(3);
    assertThat(today.path("failedNotifications").asInt()).isZero();
    assertThat(today.path("maxDeliveryDelaySec").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void who_accepts_and_then_does_nothing_has_not_accepted() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);
    assertThat(today().path("acceptedAlerts").asInt()).isEqualTo(1);

    let(minutes(30)).pass();

    expect(ann).told(ALERT);
    assertThat(today().path("acceptedAlerts").asInt()).isZero();
    assertThat(today().path("mttaSec").isNull()).isTrue();
  }

  private JsonNode today() {
    return api().get("/api/reports/alerts?until=" + now().plus(hours(1))).path("total");
  }
}
