package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.stories.FakeReceiver.Told;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Channels that fail. The first retry comes 5 s after the first attempt, give or take a quarter,
 * each further one after twice as long, up to 10 minutes.
 */
class RetryStories extends Story {

  private Person ann;
  private Policy ops;
  private Source ecs;

  @BeforeEach
  void annIsOnCall() {
    ann = user("Ann").withWebhook();
    ops = policy("Ops").level(hours(24), ann);
    ecs = source("ECS", ops);
  }

  /** Somebody with two contacts of which only the first has a rule. */
  private Person dee() {
    Person dee = user("Dee").withWebhook("Dee-chat").withWebhook("Dee-phone");
    dee.withRule("HIGH", "Dee-chat", 0);
    ops.withoutLevels().level(hours(24), dee);
    return dee;
  }

  private JsonNode onlyNotification() {
    List<JsonNode> notifications = alert().notifications();
    assertThat(notifications).hasSize(1);
    return notifications.get(0);
  }

  private List<String> states() {
    return alert().notifications().stream().map(n -> n.path("state").asText()).toList();
  }

  /** One person for each status, each with a webhook that answers it. */
  private Map<Integer, Person> peopleWhoseWebhooksAnswer(int... statuses) {
    Map<Integer, Person> people = new LinkedHashMap<>();
    for (int status : statuses) {
      String name = "P" + status;
      people.put(status, user(name).withWebhook());
      receiver().answers(name, status);
    }
    ops.withoutLevels().level(hours(24), people.values().toArray(new Person[0]));
    return people;
  }

  @Test
  void what_may_pass_is_tried_again() {
    var people = peopleWhoseWebhooksAnswer(408, 425, 429, 500, 502, 503, 504);

    ecs.receives(threshold("cpu"));
    people.values().forEach(person -> expect(person).told(ALERT));
    let(seconds(3)).pass();
    nobodyIsTold();
    people.values().forEach(person -> receiver().answers(person.name, 200));
    let(seconds(4)).pass();

    people.values().forEach(person -> expect(person).told(ALERT));
    let(hours(1)).pass();
    nobodyIsTold();
    assertThat(states()).containsOnly("DELIVERED").hasSize(people.size());
  }

  @Test
  void what_will_not_pass_is_given_up_at_once() {
    var people = peopleWhoseWebhooksAnswer(301, 400, 401, 403, 404, 410, 413, 422, 451);

    ecs.receives(threshold("cpu"));
    people.values().forEach(person -> expect(person).told(ALERT));
    let(hours(1)).pass();

    nobodyIsTold();
    assertThat(states()).containsOnly("FAILED").hasSize(people.size());
  }

  @Test
  void pauses_grow() {
    receiver().answers("Ann", 500);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    for (int pause : new int[] {5, 10, 20}) {
      let(Duration.ofMillis(pause * 749L)).pass();
      nobodyIsTold();
      let(Duration.ofMillis(pause * 502L)).pass();
      expect(ann).told(ALERT);
    }
    receiver().answers("Ann", 200);
    let(minutes(1)).pass();
    expect(ann).told(ALERT);
  }

  @Test
  void the_receiver_says_when_to_come_back() {
    receiver().answers("Ann", 429, "Retry-After", "120");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    receiver().answers("Ann", 200);
    let(seconds(120).minusMillis(1)).pass();
    nobodyIsTold();
    let(seconds(1)).pass();

    expect(ann).told(ALERT);
  }

  @Test
  void a_receiver_that_asks_for_more_than_a_day_is_tried_once_more_before_its_end() {
    receiver().answers("Ann", 503, "Retry-After", "100000");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    assertThat(states()).containsExactly("RETRYING");

    let(hours(24).minus(minutes(1)).minusMillis(1)).pass();
    nobodyIsTold();
    let(seconds(1)).pass();

    expect(ann).told(ALERT);
    assertThat(states()).containsExactly("FAILED");
  }

  @Test
  void a_connection_that_is_closed_without_an_answer_is_tried_again() {
    receiver().closes("Ann");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    nobodyIsTold();

    receiver().answers("Ann", 200);
    let(seconds(7)).pass();

    expect(ann).told(ALERT);
    assertThat(onlyNotification().path("state").asText()).isEqualTo("DELIVERED");
  }

  @Test
  void the_idempotency_key_stays_the_same_over_all_attempts() {
    receiver().answers("Ann", 503);
    ecs.receives(threshold("cpu"));
    Told first = expect(ann).told(ALERT);
    let(seconds(7)).pass();
    Told second = expect(ann).told(ALERT);
    receiver().closes("Ann");
    let(seconds(13)).pass();
    Told third = expect(ann).told(ALERT);
    receiver().answers("Ann", 200);
    let(seconds(26)).pass();
    Told fourth = expect(ann).told(ALERT);

    assertThat(first.idempotencyKey()).isNotBlank();
    assertThat(List.of(second, third, fourth))
        .allMatch(told -> told.idempotencyKey().equals(first.idempotencyKey()))
        .allMatch(
            told -> told.json().path("notificationId").asText().equals(first.idempotencyKey()));
  }

  @Test
  void every_attempt_is_recorded_with_what_came_of_it() {
    receiver().answers("Ann", 503);
    ecs.receives(threshold("cpu"));
    Told told = expect(ann).told(ALERT);
    JsonNode waiting = onlyNotification();
    assertThat(waiting.path("state").asText()).isEqualTo("RETRYING");
    assertThat(waiting.path("dueAt").asText()).isNotBlank();
    assertThat(waiting.path("lastError").asText()).contains("503");
    String firstTriedAt = now().toString();

    receiver().answers("Ann", 200);
    let(seconds(7)).pass();
    expect(ann).told(ALERT);

    JsonNode delivered = onlyNotification();
    assertThat(delivered.path("id").asText()).isEqualTo(told.idempotencyKey());
    assertThat(delivered.path("state").asText()).isEqualTo("DELIVERED");
    assertThat(delivered.path("user").path("id").asLong()).isEqualTo(ann.id);
    assertThat(delivered.path("contactId").asLong()).isEqualTo(ann.contact("Ann"));
    assertThat(delivered.path("connector").asText()).isEqualTo("webhook");
    assertThat(delivered.path("purpose").asText()).isEqualTo("ALERT");
    assertThat(delivered.path("firstTriedAt").asText().substring(0, 19))
        .isEqualTo(firstTriedAt.substring(0, 19));
    JsonNode attempts = delivered.path("attempts");
    assertThat(attempts).hasSize(2);
    assertThat(attempts.path(0).path("number").asInt()).isEqualTo(1);
    assertThat(attempts.path(0).path("status").asText()).isEqualTo("503");
    assertThat(attempts.path(0).path("error").asText()).contains("503");
    assertThat(attempts.path(0).path("notifier").asText()).isEqualTo("webhook");
    assertThat(attempts.path(1).path("number").asInt()).isEqualTo(2);
    assertThat(attempts.path(1).path("status").asText()).isEqualTo("200");
    assertThat(attempts.path(1).path("error").isNull()).isTrue();
    assertThat(attempts.path(1).path("durationMs").isNumber()).isTrue();
    assertThat(alert().timeline())
        .anyMatch(t -> t.startsWith("Ann could not be told through webhook (attempt 1)"))
        .anyMatch(t -> t.startsWith("Ann was told through webhook"));
  }

  @Test
  void the_channel_that_worked_is_not_told_again_while_the_other_is_tried() {
    Person dee = user("Dee").withWebhook("Dee-chat").withWebhook("Dee-phone");
    ops.withoutLevels().level(hours(24), dee);
    receiver().answers("Dee-chat", 503);

    ecs.receives(threshold("cpu"));
    expectOn("Dee-chat").told(ALERT);
    expectOn("Dee-phone").told(ALERT);
    let(seconds(7)).pass();
    expectOn("Dee-chat").told(ALERT);
    receiver().answers("Dee-chat", 200);
    let(seconds(13)).pass();

    expectOn("Dee-chat").told(ALERT);
    let(hours(1)).pass();
    nobodyIsTold();
  }

  @Test
  void after_a_permanent_failure_the_next_contact_is_told_at_once() {
    dee();
    receiver().answers("Dee-chat", 404);

    ecs.receives(threshold("cpu"));

    expectOn("Dee-chat").told(ALERT);
    expectOn("Dee-phone").told(ALERT, about("cpu"));
    assertThat(alert().timeline()).anyMatch(t -> t.startsWith("The next contact of Dee is told"));
    let(hours(1)).pass();
    nobodyIsTold();
  }

  @Test
  void a_contact_that_waits_for_its_delay_is_told_at_once_when_the_one_before_fails_for_good() {
    dee().withRule("HIGH", "Dee-phone", 15);
    receiver().answers("Dee-chat", 404);

    ecs.receives(threshold("cpu"));

    expectOn("Dee-chat").told(ALERT);
    expectOn("Dee-phone").told(ALERT);
    let(hours(1)).pass();
    nobodyIsTold();
  }

  @Test
  void each_repetition_of_the_policy_finds_the_next_contact_again() {
    Person dee = dee();
    ops.withoutLevels().level(minutes(5), dee).repeating(1);
    receiver().answers("Dee-chat", 404);
    ecs.receives(threshold("cpu"));
    expectOn("Dee-chat").told(ALERT);
    expectOn("Dee-phone").told(ALERT);

    let(minutes(5)).pass();

    expectOn("Dee-chat").told(ALERT);
    expectOn("Dee-phone").told(ALERT);
    let(hours(1)).pass();
    nobodyIsTold();
  }

  @Test
  void responders_who_are_told_again_are_told_on_the_next_contact_when_the_first_fails() {
    Person dee = user("Dee").withWebhook("Dee-chat").withWebhook("Dee-phone");
    dee.withRule("HIGH", "Dee-chat", 0).withRule("HIGH", "Dee-phone", 5);
    ops.withoutLevels().level(hours(24), dee);
    ecs.receives(threshold("cpu").warn());
    expectOn("Dee-chat").told(ALERT);
    let(minutes(5)).pass();
    expectOn("Dee-phone").told(ALERT);
    alert().isAcceptedBy(dee);
    receiver().answers("Dee-chat", 404);

    ecs.receives(threshold("cpu").critical());

    expectOn("Dee-chat").told(RAISED);
    expectOn("Dee-phone").told(RAISED);
  }

  @Test
  void when_all_contacts_fail_for_good_that_is_noted_and_the_escalation_goes_on() {
    Person dee = dee();
    ops.withoutLevels().level(minutes(5), dee).level(minutes(5), ann);
    receiver().answers("Dee-chat", 404);
    receiver().answers("Dee-phone", 410);

    ecs.receives(threshold("cpu"));
    expectOn("Dee-chat").told(ALERT);
    expectOn("Dee-phone").told(ALERT);
    nobodyIsTold();

    assertThat(alert().timeline()).anyMatch(t -> t.startsWith("Dee has no further contact"));
    let(minutes(5)).pass();
    expect(ann).told(ALERT);
  }

  @Test
  void a_channel_that_takes_nothing_for_a_minute_has_the_next_contact_told_in_parallel() {
    dee();
    receiver().answers("Dee-chat", 503, "Retry-After", "300");
    ecs.receives(threshold("cpu"));
    expectOn("Dee-chat").told(ALERT);

    let(seconds(60).minusMillis(1)).pass();
    nobodyIsTold();
    let(seconds(1)).pass();
    expectOn("Dee-phone").told(ALERT);
    nobodyIsTold();
    receiver().answers("Dee-chat", 200);
    let(minutes(4)).pass();

    expectOn("Dee-chat").told(ALERT);
    let(hours(1)).pass();
    nobodyIsTold();
  }

  @Test
  void a_channel_that_had_its_next_contact_told_does_not_tell_a_third_one_when_it_is_given_up() {
    Person dee = dee().withWebhook("Dee-third");
    receiver().answers("Dee-chat", 503, "Retry-After", "300");
    ecs.receives(threshold("cpu"));
    expectOn("Dee-chat").told(ALERT);
    let(minutes(1)).pass();
    expectOn("Dee-phone").told(ALERT);
    receiver().answers("Dee-chat", 404);

    let(minutes(4)).pass();
    expectOn("Dee-chat").told(ALERT);
    let(hours(1)).pass();

    nobodyIsTold();
    assertThat(dee.id).isPositive();
  }

  @Test
  void a_channel_that_hangs_holds_up_nobody_else() {
    Person bob = user("Bob").withWebhook();
    ops.withoutLevels().level(minutes(5), ann, bob);
    receiver().hangs("Ann");

    ecs.receives(threshold("cpu"), threshold("disk"));

    expect(bob).told(ALERT, about("cpu"));
    expect(bob).told(ALERT, about("disk"));
    expect(ann).told(ALERT, about("cpu"));
    expect(ann).told(ALERT, about("disk"));
    receiver().letGo();
    settle();
    for (SeenAlert alert : alerts()) {
      assertThat(alert.notifications())
          .extracting(n -> n.path("state").asText())
          .containsExactly("DELIVERED", "DELIVERED");
    }
  }

  @Test
  void a_contact_that_hangs_does_not_use_up_what_its_connector_sends_at_a_time() {
    Person bob = user("Bob").withWebhook();
    ops.withoutLevels().level(hours(24), ann, bob);
    receiver().hangs("Ann");

    for (int i = 0; i < 60; i++) {
      assertThat(api().send(ecs.request(api(), threshold("rule-" + i))).status()).isEqualTo(202);
    }

    // Sooner than the first of Ann's times out.
    Awaitility.await()
        .atMost(seconds(9))
        .until(
            () -> receiver().all().stream().filter(t -> t.contact().equals("Bob")).count() == 60);
    receiver().letGo();
    settle();
    receiver().expectedAll();
  }

  @Test
  void accepting_ends_the_retries() {
    receiver().answers("Ann", 503);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    alert().isAcceptedBy(ann);
    receiver().answers("Ann", 200);
    let(hours(1)).pass();

    nobodyIsTold();
    assertThat(states()).containsExactly("CANCELLED");
  }

  @Test
  void resolving_ends_the_retries() {
    receiver().answers("Ann", 503);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    ecs.receives(threshold("cpu").ok());
    receiver().answers("Ann", 200);
    let(hours(1)).pass();

    nobodyIsTold();
    assertThat(states()).containsExactly("CANCELLED");
  }

  @Test
  void who_is_being_told_when_it_is_accepted_counts_as_told() {
    Person bob = user("Bob").withWebhook();
    ops.withoutLevels().level(hours(24), ann, bob);
    receiver().hangs("Bob");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    expect(bob).told(ALERT);

    alert().isAcceptedBy(ann);
    receiver().letGo();

    expect(bob).told(ACCEPTED);
    nobodyIsTold();
    assertThat(states()).containsOnly("DELIVERED");
  }

  @Test
  void after_a_day_of_trying_it_is_given_up() {
    receiver().answers("Ann", 503);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(hours(24).minus(minutes(20))).pass();
    expect(ann).told(ALERT);
    assertThat(states()).containsExactly("RETRYING");

    // At the end of the day whoever looks first gives it up.
    let(minutes(20).minusMillis(1)).pass();
    expect(ann).told(ALERT);
    let(hours(2)).pass();

    nobodyIsTold();
    assertThat(states()).containsExactly("FAILED");
    alert().isPending();
  }

  @Test
  void what_was_given_up_is_sent_again_with_one_click() {
    receiver().answers("Ann", 404);
    ecs.receives(threshold("cpu"));
    Told first = expect(ann).told(ALERT);
    String retry =
        "/api/alerts/"
            + alert().id
            + "/notifications/"
            + onlyNotification().path("id").asText()
            + "/retry";
    receiver().answers("Ann", 200);

    assertThat(api().call("POST", retry, "").status()).isEqualTo(200);

    Told again = expect(ann).told(ALERT);
    assertThat(again.idempotencyKey()).isEqualTo(first.idempotencyKey());
    assertThat(states()).containsExactly("DELIVERED");
    assertThat(onlyNotification().path("attempts")).hasSize(2);
    assertThat(api().call("POST", retry, "").status()).isEqualTo(409);
  }

  @Test
  void what_nobody_needs_any_more_is_not_sent_again() {
    receiver().answers("Ann", 404);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    String retry =
        "/api/alerts/"
            + alert().id
            + "/notifications/"
            + onlyNotification().path("id").asText()
            + "/retry";
    alert().isAcceptedBy(ann);

    assertThat(api().call("POST", retry, "").status()).isEqualTo(409);

    assertThat(states()).containsExactly("FAILED");
  }
}
