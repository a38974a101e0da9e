package io.dutybell.stories;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Maintenance windows that end while nothing runs. */
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
}
