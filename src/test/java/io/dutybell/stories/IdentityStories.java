package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Which callbacks are about the same problem, and what one says that comes again, late or early.
 */
class IdentityStories extends Story {

  private static final int CALLERS = 24;

  private Person ann;
  private Policy ops;
  private Source ecs;

  @BeforeEach
  void annIsOnCall() {
    ann = user("Ann").withWebhook();
    ops = policy("Ops").level(hours(1), ann);
    ecs = source("ECS", ops);
  }

  @Test
  void a_repeated_alert_of_an_open_problem_is_counted_and_tells_nobody_again() {
    ecs.receives(threshold("cpu").value("96"));
    expect(ann).told(ALERT, about("cpu"));
    long id = alert().id;

    let(minutes(10)).pass();
    ecs.receives(threshold("cpu").value("99"));

    assertThat(alert().hasEvents(2).isPending().id).isEqualTo(id);
    assertThat(ecs.outcomes()).containsExactly("CREATED", "APPENDED");
    nobodyIsTold();
  }

  @Test
  void the_same_key_in_another_source_is_another_alert_with_a_notification_of_its_own() {
    Source other = source("ECS of the other account", ops);
    Callback callback = threshold("cpu");

    ecs.receives(callback);
    other.receives(callback);

    assertThat(alerts()).hasSize(2);
    expect(ann).told(ALERT, told -> told.json().at("/alert/source").asText().equals("ECS"));
    expect(ann)
        .told(
            ALERT,
            told -> told.json().at("/alert/source").asText().equals("ECS of the other account"));
    other.receives(threshold("cpu").ok());
    assertThat(alerts().get(0).isPending().id).isNotEqualTo(alerts().get(1).isResolved().id);
    expect(ann).told(RESOLVED);
  }

  @Test
  void an_event_that_names_its_alert_key_is_deduplicated_and_closed_by_it() {
    Source api = source("Scripts", ops).forGenericEvents();

    api.receivesEvent("eventType", "ALERT", "summary", "Backup failed", "alertKey", "backup");
    expect(ann).told(ALERT, about("Backup failed"));
    api.receivesEvent("eventType", "ALERT", "summary", "Backup failed again", "alertKey", "backup");

    alert().hasEvents(2);
    api.receivesEvent("eventType", "RESOLVE", "alertKey", "backup");
    alert().isResolved();
    expect(ann).told(RESOLVED, about("Backup failed again"));
  }

  @Test
  void generic_events_without_an_alert_key_are_alerts_of_their_own() {
    Source api = source("Scripts", ops).forGenericEvents();

    String first =
        api.receivesEvent("eventType", "ALERT", "summary", "one").json().path("alertKey").asText();
    String second =
        api.receivesEvent("eventType", "ALERT", "summary", "one").json().path("alertKey").asText();

    assertThat(first).isNotEqualTo(second);
    assertThat(alerts()).hasSize(2);
    expect(ann).told(ALERT);
    expect(ann).told(ALERT);
    api.receivesEvent("eventType", "RESOLVE", "alertKey", first);
    assertThat(alerts().get(0).isResolved().text("alertKey")).isEqualTo(first);
    alerts().get(1).isPending();
    expect(ann).told(RESOLVED);
  }

  @Test
  void an_alert_keeps_its_first_start_and_takes_the_latest_words() {
    ecs.receives(threshold("cpu").value("96"));
    expect(ann).told(ALERT);
    String start = alert().text("reportTime");

    let(minutes(7)).pass();
    ecs.receives(threshold("cpu").value("99.5"));

    assertThat(alert().text("reportTime")).isEqualTo(start);
    assertThat(alert().text("summary")).contains("99.5");
    assertThat(alert().json().at("/customDetails/value").asText()).isEqualTo("99.5");
    assertThat(alert().members().get(0).path("value").asText()).contains("99.5");
  }

  @Test
  void a_change_of_value_or_level_changes_the_alert_but_not_which_one_it_is() {
    ecs.receives(threshold("cpu").warn().value("81"));
    expect(ann).told(ALERT);
    long id = alert().hasSeverity("WARN").id;

    ecs.receives(threshold("cpu").critical().value("97"));
    alert().hasSeverity("CRITICAL").hasEvents(2);
    ecs.receives(threshold("cpu").warn().value("85"));

    assertThat(alert().hasSeverity("WARN").hasEvents(3).id).isEqualTo(id);
    assertThat(alert().timeline())
        .anyMatch(text -> text.contains("from WARN to CRITICAL"))
        .anyMatch(text -> text.contains("from CRITICAL to WARN"));
    nobodyIsTold();
  }

  @Test
  void two_resources_of_one_rule_are_two_alerts() {
    ecs.receives(threshold("cpu").on("i-1"), threshold("cpu").on("i-2"));

    assertThat(alerts()).hasSize(2);
    expect(ann).told(ALERT, about("i-1"));
    expect(ann).told(ALERT, about("i-2"));
    ecs.receives(threshold("cpu").on("i-2").ok());
    alertAbout("i-1").isPending();
    alertAbout("i-2").isResolved();
    expect(ann).told(RESOLVED, about("i-2"));
  }

  @Test
  void neither_language_nor_order_nor_encoding_changes_which_alert_it_is() {
    ecs.receives(Callback.payload("09-life-1-warn-first.form"));
    expect(ann).told(ALERT);

    ecs.receives(
        Callback.payload("21-dims-reordered.form"),
        Callback.payload("22-dims-json-object.form"),
        Callback.payload("24-custom-labels-english.form"),
        Callback.payload("41-json-flat-strings.json"),
        Callback.payload("42-json-typed-values.json"));

    alert().isPending();
    nobodyIsTold();
  }

  @Test
  void an_alert_without_rule_and_resource_still_has_a_key_and_is_closed_by_it() {
    Callback bare = threshold("cpu").without("ruleId").without("dimensions");
    ecs.receives(bare);
    expect(ann).told(ALERT, about("cpu"));
    alert().isPending();

    ecs.receives(threshold("cpu").without("ruleId").without("dimensions").ok());

    alert().isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void fields_in_another_order_are_the_same_delivery() {
    String one =
        "{\"alertName\":\"cpu\",\"alertState\":\"ALERT\",\"ruleId\":\"r\",\"userId\":\"1\","
            + "\"dimensions\":{\"instanceId\":\"i-1\",\"device\":\"vda\"},\"timestamp\":\"%s\"}";
    String two =
        "{\"timestamp\":\"%s\",\"dimensions\":{\"device\":\"vda\",\"instanceId\":\"i-1\"},"
            + "\"userId\":\"1\",\"ruleId\":\"r\",\"alertState\":\"ALERT\",\"alertName\":\"cpu\"}";
    String at = Long.toString(now().toEpochMilli());

    ecs.receives(
        Callback.raw("application/json", String.format(one, at)),
        Callback.raw("application/json", String.format(two, at)));

    assertThat(ecs.outcomes()).containsExactly("CREATED", "DUPLICATE");
    expect(ann).told(ALERT);
  }

  @Test
  void a_delivery_that_comes_four_times_changes_nothing_but_the_count() {
    Callback callback = threshold("cpu").episode("e-1");

    ecs.receives(callback);
    let(seconds(30)).pass();
    ecs.receives(callback, callback, callback);

    assertThat(ecs.outcomes()).containsExactly("CREATED", "DUPLICATE", "DUPLICATE", "DUPLICATE");
    alert().isPending().hasEvents(4);
    assertThat(Instant.parse(alert().text("lastEventAt"))).isEqualTo(now());
    expect(ann).told(ALERT);
  }

  @Test
  void identical_first_callbacks_at_the_same_time_make_one_alert() {
    Callback callback = threshold("cpu");

    assertThat(atOnce(callback, CALLERS)).containsOnly(202);

    alert().isPending().hasEvents(CALLERS);
    expect(ann).told(ALERT);
    assertThat(ecs.outcomes()).filteredOn("CREATED"::equals).hasSize(1);
    assertThat(ecs.outcomes()).filteredOn("DUPLICATE"::equals).hasSize(CALLERS - 1);
  }

  @Test
  void first_callbacks_of_one_problem_at_the_same_time_make_one_alert() {
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      calls.add(api().start(ecs.request(api(), threshold("cpu").value(Integer.toString(i)))));
    }
    assertThat(calls).allMatch(call -> call.join().status() == 202);
    settle();

    alert().isPending().hasEvents(CALLERS).hasMembers(1);
    expect(ann).told(ALERT);
    assertThat(ecs.outcomes()).filteredOn("CREATED"::equals).hasSize(1);
  }

  private List<Integer> atOnce(Callback callback, int times) {
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      calls.add(api().start(ecs.request(api(), callback)));
    }
    List<Integer> statuses = calls.stream().map(call -> call.join().status()).toList();
    settle();
    return statuses;
  }

  @Test
  void the_problem_coming_back_after_its_end_is_a_new_alert_and_is_told() {
    ecs.receives(threshold("cpu").episode("e-1"));
    expect(ann).told(ALERT);
    ecs.receives(threshold("cpu").episode("e-1").ok());
    expect(ann).told(RESOLVED);

    let(minutes(20)).pass();
    ecs.receives(threshold("cpu").episode("e-2"));

    expect(ann).told(ALERT);
    List<SeenAlert> both = alerts();
    assertThat(both).hasSize(2);
    both.get(0).isResolved();
    assertThat(both.get(1).isPending().text("previousAlertId"))
        .isEqualTo(Long.toString(both.get(0).id));
    assertThat(Instant.parse(both.get(1).text("reportTime"))).isEqualTo(now());
  }

  @Test
  void a_second_ok_changes_nothing_and_is_not_told() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    ecs.receives(threshold("cpu").ok());
    expect(ann).told(RESOLVED);

    let(minutes(1)).pass();
    ecs.receives(threshold("cpu").ok());

    assertThat(ecs.outcomes()).containsExactly("CREATED", "RESOLVED", "NO_OPEN_ALERT");
    alert().isResolved();
    nobodyIsTold();
  }

  @Test
  void a_late_retry_after_the_ok_does_not_reopen_the_problem() {
    ecs.receives(Callback.payload("09-life-1-warn-first.form"));
    expect(ann).told(ALERT);
    ecs.receives(Callback.payload("13-life-5-ok.form"));
    expect(ann).told(RESOLVED);

    ecs.receives(Callback.payload("15-late-retry-of-09-after-ok.form"));

    assertThat(ecs.newestEvent().path("outcome").asText()).isIn("STALE", "DUPLICATE");
    alert().isResolved();
    ecs.receives(Callback.payload("16-new-episode-same-key.form"));
    assertThat(alerts()).hasSize(2);
    expect(ann).told(ALERT);
  }

  @Test
  void an_ok_that_overtakes_its_alert_makes_no_alert_and_the_late_alert_is_stale() {
    Callback fires = threshold("cpu").episode("e-1");
    Callback recovers = threshold("cpu").episode("e-1").ok();

    ecs.receives(recovers, fires);

    assertThat(ecs.outcomes()).containsExactly("NO_OPEN_ALERT", "STALE");
    thereIsNoAlert();
    nobodyIsTold();
  }

  @Test
  void an_ok_that_overtakes_its_alert_with_the_same_time_makes_no_alert() {
    Instant at = now();

    ecs.receives(
        threshold("cpu").episode("e-1").at(at).ok(), threshold("cpu").episode("e-1").at(at));

    assertThat(ecs.outcomes()).containsExactly("NO_OPEN_ALERT", "STALE");
    thereIsNoAlert();
  }

  @Test
  void a_stale_ok_does_not_close_the_next_episode() {
    Callback lateOk = threshold("cpu").episode("e-1").ok();
    let(minutes(5)).pass();
    ecs.receives(threshold("cpu").episode("e-2"));
    expect(ann).told(ALERT);

    ecs.receives(lateOk);

    assertThat(ecs.newestEvent().path("outcome").asText()).isEqualTo("STALE");
    alert().isPending();
  }

  @Test
  void an_ok_that_is_repeated_after_the_problem_came_back_does_not_close_it() {
    ecs.receives(threshold("cpu").episode("e-1"));
    expect(ann).told(ALERT);
    ecs.receives(threshold("cpu").episode("e-1").ok());
    expect(ann).told(RESOLVED);
    let(minutes(5)).pass();
    ecs.receives(threshold("cpu").episode("e-2"));
    expect(ann).told(ALERT);

    // The retry of a delivery whose sender stamps it anew.
    ecs.receives(threshold("cpu").episode("e-1").ok());

    assertThat(ecs.newestEvent().path("outcome").asText()).isEqualTo("STALE");
    alerts().get(1).isPending();
  }

  @Test
  void a_problem_that_comes_back_in_the_same_episode_is_over_with_its_ok_again() {
    ecs.receives(threshold("cpu").episode("e-1"));
    expect(ann).told(ALERT);
    ecs.receives(threshold("cpu").episode("e-1").ok());
    expect(ann).told(RESOLVED);
    let(minutes(5)).pass();
    ecs.receives(threshold("cpu").episode("e-1"));
    expect(ann).told(ALERT);

    ecs.receives(threshold("cpu").episode("e-1").ok());

    alerts().get(1).isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void an_older_alert_of_an_open_problem_is_counted_but_does_not_turn_it_back() {
    Callback older = threshold("cpu").warn().value("81");
    let(minutes(2)).pass();
    ecs.receives(threshold("cpu").critical().value("97"));
    expect(ann).told(ALERT);

    ecs.receives(older);

    assertThat(ecs.newestEvent().path("outcome").asText()).isEqualTo("STALE");
    assertThat(alert().hasSeverity("CRITICAL").hasEvents(2).text("summary")).contains("97");
  }

  @Test
  void an_alert_of_a_new_episode_while_one_is_open_says_that_a_recovery_was_lost() {
    ecs.receives(threshold("cpu").episode("e-1"));
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);

    let(minutes(30)).pass();
    ecs.receives(threshold("cpu").episode("e-2"));

    expect(ann).told(RAISED, about("cpu"));
    assertThat(alert().isAccepted().timeline())
        .anyMatch(text -> text.contains("recovery of the one before was never received"));
    ecs.receives(threshold("cpu").episode("e-2").ok());
    alert().isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void an_ok_of_another_episode_closes_the_open_problem_all_the_same() {
    ecs.receives(threshold("cpu").episode("e-1"));
    expect(ann).told(ALERT);

    ecs.receives(threshold("cpu").episode("e-9").ok());

    alert().isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void a_problem_that_was_resolved_by_hand_and_goes_on_opens_a_new_alert() {
    ecs.receives(threshold("cpu").episode("e-1"));
    expect(ann).told(ALERT);
    alert().isResolvedBy(ann);

    let(minutes(30)).pass();
    ecs.receives(threshold("cpu").episode("e-1"));

    assertThat(alerts()).hasSize(2);
    alerts().get(1).isPending();
    expect(ann).told(ALERT);
  }

  @Test
  void a_time_that_lies_in_the_future_does_not_make_what_follows_stale() {
    ecs.receives(threshold("cpu").at(now().plusSeconds(86_400)));
    expect(ann).told(ALERT);

    ecs.receives(threshold("cpu").ok());

    alert().isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void times_in_seconds_and_in_milliseconds_are_the_same_times() {
    ecs.receives(threshold("cpu").with("timestamp", Long.toString(now().getEpochSecond())));
    expect(ann).told(ALERT);
    let(minutes(1)).pass();

    ecs.receives(threshold("cpu").ok());

    alert().isResolved();
    expect(ann).told(RESOLVED);
    JsonNode resolved = ecs.newestEvent();
    assertThat(resolved.path("outcome").asText()).isEqualTo("RESOLVED");
  }

  @Test
  void a_long_history_is_cut_and_the_alert_still_counts_and_resolves() {
    for (int i = 0; i < 70; i++) {
      assertThat(ecs.answers(threshold("cpu")).status()).isEqualTo(202);
    }
    settle();
    expect(ann).told(ALERT);

    assertThat(alert().hasEvents(70).timeline()).hasSizeLessThan(60);
    alert().isAcceptedBy(ann);
    ecs.receives(threshold("cpu").ok());
    alert().isResolved().hasEvents(70);
    expect(ann).told(RESOLVED);
  }
}
