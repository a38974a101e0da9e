package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.store.Dialect;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one database: what comes with time comes once. */
class NodesTogetherStories extends Story {

  private Person ann;
  private Source ecs;

  static List<Dialect> databases() {
    return List.of(Dialect.POSTGRESQL);
  }

  @Override
  Product product() {
    return Product.start(database, Map.of());
  }

  @Override
  void release(Product used) {
    used.close();
  }

  @BeforeEach
  void annIsTold() {
    ann = user("Ann").withWebhook();
    ecs = source("ECS", policy("Ops").level(hours(24), ann)).forGenericEvents();
  }

  private void sends(Api to, String type, String key, Object... further) {
    Map<String, Object> event =
        Api.object(
            "integrationKey",
            ecs.key(),
            "eventType",
            type,
            "alertKey",
            key,
            "summary",
            "problem " + key);
    event.putAll(Api.object(further));
    assertThat(to.call("POST", "/api/events", event).status()).isEqualTo(202);
  }

  @Test
  void a_missing_ping_raises_one_alert() {
    JsonNode monitor =
        api()
            .post(
                "/api/heartbeat-monitors",
                Api.object(
                    "name",
                    "backup",
                    "intervalSec",
                    60,
                    "alertSource",
                    Api.object("id", ecs.id())));
    // Whoever watches for the first time after the clock was turned sees a time without anybody.
    product.watch();
    try (Product other = product.anotherNode()) {
      other.watch();
      other.api().call("POST", "/api/heartbeats/" + monitor.path("integrationKey").asText(), "");
      let(seconds(64)).pass();
      for (int look = 0; look < 3; look++) {
        other.watch();
        product.watch();
      }
      settle();
      other.settle();
    }

    expect(ann).told(ALERT, about("backup"));
    assertThat(ecs.outcomes()).containsExactly("CREATED");
  }

  @Test
  void every_problem_that_outlasts_a_window_makes_one_alert_and_one_that_recovers_then_none() {
    api()
        .post(
            "/api/maintenance-windows",
            Api.object(
                "summary",
                "patch night",
                "start",
                now().toString(),
                "end",
                now().plus(hours(1)).toString(),
                "affectedAlertSources",
                List.of(Api.object("id", ecs.id()))));
    ecs.with("alertPriorityRule", "LOW");
    IntStream.range(0, 1_100).forEach(i -> sends(api(), "ALERT", "key " + i));
    settle();
    thereIsNoAlert();
    try (Product other = product.anotherNode()) {
      product.clock.advance(hours(1));
      sends(other.api(), "RESOLVE", "key 7");
      for (int look = 0; look < 3; look++) {
        other.endMaintenance();
        product.endMaintenance();
      }
      settle();
      other.settle();
    }

    assertThat(product.number("select count(*) from alerts")).isBetween(1_099L, 1_100L);
    assertThat(
            product.number("select count(distinct alert_key) from alerts where status = 'PENDING'"))
        .isEqualTo(1_099);
    assertThat(product.number("select count(*) from alert_keys where held_event_id is not null"))
        .isZero();
    assertThat(product.number("select count(*) from held_keys")).isZero();
    receiver().unexpected().forEach(receiver()::expected);
  }

  @Test
  void a_problem_that_flaps_is_held_open_whichever_of_them_hears_of_it() {
    ecs.with("flappingThreshold", 2).with("flappingQuietTime", "PT10M");
    try (Product other = product.anotherNode()) {
      for (int again = 0; again < 4; again++) {
        sends(api(), "ALERT", "cpu");
        settle();
        sends(other.api(), "RESOLVE", "cpu");
        other.settle();
        settle();
        let(minutes(1)).pass();
      }
      for (int aloud = 0; aloud < 2; aloud++) {
        expect(ann).told(ALERT);
        expect(ann).told(RESOLVED);
      }
      expect(ann).told(ALERT);
      assertThat(alerts()).hasSize(3);
      nobodyIsTold();
      let(minutes(10)).pass();
      other.settle();
    }
    expect(ann).told(RESOLVED);
  }
}
