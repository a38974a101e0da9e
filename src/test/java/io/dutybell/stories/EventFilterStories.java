package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which events may begin a problem, and what events are taken for. A story begins at one. */
class EventFilterStories extends Story {

  private Person ann;
  private Source ecs;

  @BeforeEach
  void annIsTold() {
    ann = user("Ann").withWebhook();
    ecs = source("ECS", policy("Ops").level(hours(20), ann));
  }

  @Test
  void a_new_problem_that_the_filter_does_not_want_makes_no_alert() {
    ecs.with("eventFilter", "event.severity in [CRITICAL, WARN] and ruleName not contains 'test'");

    ecs.receives(threshold("disk").info(), threshold("Test of cpu"), threshold("cpu").warn());

    expect(ann).told(ALERT, about("cpu"));
    assertThat(ecs.outcomes()).containsExactly("FILTERED", "FILTERED", "CREATED");
    assertThat(ecs.events().get(0).path("reason").asText())
        .isEqualTo(
            "The event filter does not let it begin a problem: "
                + "event.severity in [CRITICAL, WARN] and ruleName not contains 'test'");
    assertThat(ecs.events().get(0).path("alertId").isNull()).isTrue();
  }

  @Test
  void what_cloudmonitor_sent_can_be_asked_for_as_it_was_sent() {
    ecs.with(
        "eventFilter",
        "event.curValue >= 95 and dimensions.instanceId regex '^i-[0-9]+$' and raw.unit == '%' "
            + "and expression contains '>=95'");

    ecs.receives(
        threshold("low").value("94.9"),
        threshold("other").on("x-1"),
        threshold("unit").with("unit", "MB"),
        threshold("all").value("95"));

    expect(ann).told(ALERT, about("all"));
    assertThat(ecs.outcomes()).containsExactly("FILTERED", "FILTERED", "FILTERED", "CREATED");
  }

  @Test
  void each_event_of_a_body_is_asked_by_itself() {
    ecs.with("eventFilter", "curValue > 50");

    ecs.receives(
        Callback.together(
            threshold("a").value("10"), threshold("b").value("99"), threshold("c").value("20")));

    expect(ann).told(ALERT, about("b"));
    assertThat(alert().text("summary")).contains("b");
    assertThat(ecs.outcomes()).containsExactlyInAnyOrder("FILTERED", "CREATED", "FILTERED");
  }

  @Test
  void an_open_alert_gets_all_its_events_and_its_recovery_whatever_the_filter_says() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));
    ecs.with("eventFilter", "false");

    ecs.receives(threshold("cpu"), threshold("cpu").warn(), threshold("disk"));
    alertAbout("cpu").hasEvents(3).hasSeverity("WARN");
    ecs.receives(threshold("cpu").ok());

    expect(ann).told(RESOLVED, about("cpu"));
    assertThat(ecs.outcomes())
        .containsExactly("CREATED", "APPENDED", "APPENDED", "FILTERED", "RESOLVED");
    ecs.receives(threshold("cpu"));
    assertThat(ecs.outcomes()).endsWith("FILTERED");
  }

  @Test
  void a_problem_that_was_filtered_becomes_an_alert_when_the_filter_goes() {
    ecs.with("eventFilter", "event.severity == CRITICAL");
    ecs.receives(threshold("cpu").warn(), threshold("disk").warn(), threshold("disk").ok());
    assertThat(ecs.outcomes()).containsExactly("FILTERED", "FILTERED", "NO_OPEN_ALERT");

    ecs.receives(threshold("cpu").critical());
    expect(ann).told(ALERT, about("cpu"));
    ecs.with("eventFilter", null);
    ecs.receives(threshold("disk").warn());

    expect(ann).told(ALERT, about("disk"));
    assertThat(ecs.outcomes()).endsWith("CREATED", "CREATED");
  }

  @Test
  void a_field_that_is_missing_matches_nothing_and_harms_nothing() {
    ecs.with(
        "eventFilter",
        "event.labels.env == prod or event.customDetails.a[3].b > 5 or nothing regex 'x'");

    ecs.receives(threshold("cpu"));
    ecs.with("eventFilter", "not (event.labels.env == staging)");
    ecs.receives(threshold("disk"));

    expect(ann).told(ALERT, about("disk"));
    assertThat(ecs.outcomes()).containsExactly("FILTERED", "CREATED");
  }

  @Test
  void the_filter_comes_after_duplicates_and_before_maintenance() {
    ecs.with("eventFilter", "event.severity == CRITICAL");
    Callback warn = threshold("cpu").warn();
    ecs.receives(warn, warn);
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
                java.util.List.of(Api.object("id", ecs.id()))));

    ecs.receives(threshold("disk").warn(), threshold("net").critical());

    assertThat(ecs.outcomes()).containsExactly("FILTERED", "DUPLICATE", "FILTERED", "MAINTENANCE");
  }

  @Test
  void support_hours_count_at_the_time_of_receipt() {
    Map<String, Object> days = new LinkedHashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      days.put(day.name(), Api.object("start", "02:00", "end", "04:00"));
    }
    Map<String, Object> hours = Api.object("name", "Early", "timezone", "UTC", "supportDays", days);
    long id = api().post("/api/support-hours", hours).path("id").asLong();
    ecs.with("supportHours", Api.object("id", id))
        .with("eventFilter", "severity == CRITICAL or in_support_hours");
    ecs.receives(threshold("night").warn(), threshold("bad"));
    expect(ann).told(ALERT, about("bad"));

    let(minutes(60)).pass();
    ecs.receives(threshold("morning").warn());
    expect(ann).told(ALERT, about("morning"));
    ecs.with("supportHours", null).with("eventFilter", "now not is_in support_hours('Early')");
    assertThat(ecs.outcomes()).containsExactly("FILTERED", "CREATED", "CREATED");
  }

  @Test
  void the_first_type_that_holds_decides_what_an_event_is_taken_for() {
    Source any = source("Any", policy("All").level(hours(20), ann)).forGenericEvents();
    any.with("eventTypeFilterCreate", "event.customDetails.state in [down, up]")
        .with("eventTypeFilterAccept", "event.customDetails.state == seen")
        .with("eventTypeFilterResolve", "event.customDetails.state exact_matches 'up'");

    any.receivesEvent(event("RESOLVE", "down"));
    expect(ann).told(ALERT);
    any.receivesEvent(event("ALERT", "seen"));
    expect(ann).told(ACCEPTED);
    alert().isAccepted();
    any.receivesEvent(event("ALERT", "else"));
    alert().isAccepted().hasEvents(2);
    any.receivesEvent(event("ALERT", "up"));

    expect(ann).told(RESOLVED);
    alert().isResolved();
    assertThat(any.outcomes()).containsExactly("CREATED", "ACCEPTED", "APPENDED", "RESOLVED");
    assertThat(any.events().get(0).path("eventType").asText()).isEqualTo("ALERT");
    assertThat(any.newestEvent().path("eventType").asText()).isEqualTo("RESOLVE");
    assertThat(any.newestEvent().path("reason").asText())
        .endsWith("By eventTypeFilterResolve it is taken for a RESOLVE.");
  }

  private static Object[] event(String type, String state) {
    return new Object[] {
      "eventType",
      type,
      "summary",
      "door",
      "alertKey",
      "door",
      "customDetails",
      Api.object("state", state)
    };
  }

  @Test
  void what_is_taken_for_a_resolve_is_never_filtered() {
    ecs.receives(threshold("cpu").value("97"));
    expect(ann).told(ALERT, about("cpu"));
    ecs.with("eventFilter", "curValue > 95").with("eventTypeFilterResolve", "curValue < 90");

    ecs.receives(threshold("cpu").value("80"));

    expect(ann).told(RESOLVED, about("cpu"));
    assertThat(ecs.outcomes()).containsExactly("CREATED", "RESOLVED");
  }

  @Test
  void a_text_that_was_stored_and_is_no_condition_filters_nothing_and_says_so() {
    ecs.id();
    stored("event.summary = 'x'", "now is_in support_hours('gone')");

    ecs.receives(threshold("cpu"));

    expect(ann).told(ALERT, about("cpu"));
    assertThat(ecs.outcomes()).containsExactly("CREATED");
    assertThat(ecs.newestEvent().path("reason").asText())
        .contains(
            "The event filter was not asked: line 1, column 15: = is no operator; == compares.")
        .contains(
            "eventTypeFilterResolve was not asked: there are no support hours such as \"gone\".");
    // It can be sent back as it was read.
    String path = "/api/alert-sources/" + ecs.id();
    Reply back = api().call("PUT", path, api().get(path + "?include=eventFilter"));
    assertThat(back.status()).as(back.toString()).isEqualTo(200);
  }

  private void stored(String filter, String resolve) {
    product.execute(
        sql -> {
          sql.execute(
              "update alert_sources set texts = '{\"texts\": {\"eventFilter\": \""
                  + filter.replace("'", "''")
                  + "\", \"eventTypeFilterResolve\": \""
                  + resolve.replace("'", "''")
                  + "\"}}'");
          sql.execute("update configuration_version set version = version + 1");
        });
    product.running().refreshConfiguration();
  }
}
