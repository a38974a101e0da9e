package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Maintenance windows that end while nothing runs, or while several nodes do, with much in them. */
class MaintenanceOutageStories extends Story {

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
  void anHourOfMaintenance() {
    ann = user("Ann").withWebhook();
    ecs = source("ECS", policy("Ops").level(hours(24), ann)).forGenericEvents();
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
  }

  @Test
  void what_still_fires_when_it_runs_again_becomes_an_alert_and_only_once() {
    ecs.receivesEvent("eventType", "ALERT", "alertKey", "cpu", "summary", "cpu is high");
    ecs.receivesEvent("eventType", "ALERT", "alertKey", "disk", "summary", "disk is full");
    ecs.receivesEvent("eventType", "RESOLVE", "alertKey", "disk");

    product.stop();
    product.clock.advance(hours(7));
    product.start();
    product.endMaintenance();

    expect(ann).told(ALERT, about("cpu is high"));
    alert().isPending();
    product.stop();
    product.start();
    product.endMaintenance();
    nobodyIsTold();
    alert().hasEvents(1);
  }

  @Test
  void several_nodes_make_one_alert_of_every_problem_and_a_recovery_at_that_moment_is_heeded() {
    IntStream.range(0, 1_100)
        .forEach(
            i ->
                api()
                    .call(
                        "POST",
                        "/api/events",
                        Api.object(
                            "integrationKey",
                            ecs.key(),
                            "eventType",
                            "ALERT",
                            "priority",
                            "LOW",
                            "alertKey",
                            "key " + i,
                            "summary",
                            "problem " + i)));
    settle();
    thereIsNoAlert();
    try (Product other = product.anotherNode()) {
      product.clock.advance(hours(1));
      ecs.receivesEvent("eventType", "RESOLVE", "alertKey", "key 7");
      for (int look = 0; look < 3; look++) {
        other.endMaintenance();
        product.endMaintenance();
      }
      settle();
      other.settle();
    }

    assertThat(product.number("select count(*) from alerts")).isBetween(1_099L, 1_100L);
    assertThat(product.number("select count(distinct alert_key) from alerts where status = 'PENDING'"))
        .isEqualTo(1_099);
    assertThat(product.number("select count(*) from alert_keys where held_event_id is not null"))
        .isZero();
    assertThat(product.number("select count(*) from held_keys")).isZero();
    receiver().unexpected().forEach(receiver()::expected);
  }
}
