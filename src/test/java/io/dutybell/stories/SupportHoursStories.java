package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Priorities that follow support hours. A story begins at one o'clock; the hours are from two to
 * four.
 */
class SupportHoursStories extends Story {

  private Person ann;
  private Person bob;
  private Source ecs;
  private long hoursId;

  @BeforeEach
  void aSourceHasSupportHours() {
    ann = user("Ann").withWebhook();
    bob = user("Bob").withWebhook();
    ecs = source("ECS", policy("Ops").level(minutes(5), ann).level(hours(20), bob));
    hoursId = api().post("/api/support-hours", hours("02:00", "04:00")).path("id").asLong();
  }

  private static Map<String, Object> hours(String start, String end) {
    Map<String, Object> days = new LinkedHashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      days.put(day.name(), Api.object("start", start, "end", end));
    }
    return Api.object("name", "Early", "timezone", "UTC", "supportDays", days);
  }

  private void follows(String rule, boolean autoRaise) {
    ecs.with("supportHours", Api.object("id", hoursId, "autoRaiseAlerts", autoRaise))
        .with("alertPriorityRule", rule);
    ecs.id();
  }

  private void isRaised(String about) {
    product.raiseAlerts();
    settle();
    alertAbout(about).hasPriority("HIGH");
  }

  private void staysLow(String about) {
    product.raiseAlerts();
    settle();
    alertAbout(about).hasPriority("LOW");
  }

  @Test
  void an_alert_escalates_during_support_hours_only() {
    follows("HIGH_DURING_SUPPORT_HOURS", false);

    ecs.receives(threshold("night"));
    alertAbout("night").hasPriority("LOW");
    expect(ann).told(ALERT, about("night"));
    let(minutes(60)).pass();
    ecs.receives(threshold("morning"));
    alertAbout("morning").hasPriority("HIGH");
    expect(ann).told(ALERT, about("morning"));
    let(minutes(5)).pass();

    expect(bob).told(ALERT, about("morning"));
    alertAbout("night").hasPriority("LOW");
  }

  @Test
  void pending_alerts_are_raised_once_when_the_hours_begin() {
    follows("HIGH_DURING_SUPPORT_HOURS", true);
    ecs.receives(threshold("night"), threshold("accepted"));
    expect(ann).told(ALERT, about("night"));
    expect(ann).told(ALERT, about("accepted"));
    api().put("/api/alerts/" + alertAbout("accepted").id + "/accept?user-id=ann", "");

    let(minutes(60)).pass();
    isRaised("night");
    expect(ann).told(ALERT, about("night"));
    alertAbout("accepted").hasPriority("LOW").isAccepted();
    assertThat(api().get("/api/alerts/" + alertAbout("night").id + "/log-entries").toString())
        .contains("The priority was raised to HIGH: the hours have begun");

    api().put("/api/alerts/" + alertAbout("night").id + "/priority?value=LOW", "");
    staysLow("night");
    let(seconds(30)).pass();
    staysLow("night");
    let(minutes(30)).pass();
    staysLow("night");
  }

  @Test
  void pending_alerts_are_raised_when_hours_end_that_mean_low() {
    follows("LOW_DURING_SUPPORT_HOURS", true);
    let(minutes(90)).pass();
    ecs.receives(threshold("early"));
    expect(ann).told(ALERT, about("early"));
    alertAbout("early").hasPriority("LOW");

    let(minutes(90)).pass();

    isRaised("early");
    expect(ann).told(ALERT, about("early"));
    let(minutes(5)).pass();
    expect(bob).told(ALERT, about("early"));
  }

  @Test
  void hours_that_had_begun_before_it_was_asked_for_raise_nothing() {
    follows("HIGH_DURING_SUPPORT_HOURS", false);
    ecs.receives(threshold("night"));
    expect(ann).told(ALERT, about("night"));
    let(minutes(90)).pass();

    follows("HIGH_DURING_SUPPORT_HOURS", true);
    staysLow("night");
    let(seconds(30)).pass();
    staysLow("night");
    let(hours(24)).pass();
    isRaised("night");
    expect(ann).told(ALERT, about("night"));
    let(minutes(5)).pass();
    expect(bob).told(ALERT, about("night"));
  }
}
