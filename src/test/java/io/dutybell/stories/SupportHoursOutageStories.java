package io.dutybell.stories;

import java.time.DayOfWeek;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Support hours that begin while nothing runs. */
class SupportHoursOutageStories extends Story {

  @Override
  Product product() {
    return Product.start(database, Map.of());
  }

  @Override
  void release(Product used) {
    used.close();
  }

  @Test
  void pending_alerts_are_raised_when_it_runs_again_unless_the_hours_are_over() {
    Person ann = user("Ann").withWebhook();
    Source ecs = source("ECS", policy("Ops").level(hours(24), ann));
    Map<String, Object> days = new LinkedHashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      days.put(day.name(), Api.object("start", "02:00", "end", "04:00"));
    }
    long id =
        api()
            .post("/api/support-hours", Api.object("name", "Early", "supportDays", days))
            .path("id")
            .asLong();
    ecs.with("supportHours", Api.object("id", id, "autoRaiseAlerts", true))
        .with("alertPriorityRule", "HIGH_DURING_SUPPORT_HOURS");
    ecs.receives(threshold("night"));
    expect(ann).told(ALERT, about("night"));

    product.stop();
    product.clock.advance(hours(4));
    product.start();
    product.raiseAlerts();
    settle();
    alertAbout("night").hasPriority("LOW");

    product.stop();
    product.clock.advance(hours(22));
    product.start();
    product.raiseAlerts();
    settle();
    alertAbout("night").hasPriority("HIGH");
    expect(ann).told(ALERT, about("night"));

    product.stop();
    product.start();
    product.raiseAlerts();
    nobodyIsTold();
  }
}
