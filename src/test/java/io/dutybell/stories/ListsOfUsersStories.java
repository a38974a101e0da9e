package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The alerts of users are listed from rows of their own, which have to follow whatever happens to
 * an alert.
 */
class ListsOfUsersStories extends Story {

  private static final int STEPS = 60;
  private static final List<String> STATES = List.of("PENDING", "ACCEPTED", "RESOLVED");
  private static final List<String> LEVELS = List.of("CRITICAL", "WARN", "INFO");

  private final Random random = new Random(20);

  /** Told by the log, so that a story need not expect it. */
  private long userWithLog(String name) {
    Person person = user(name);
    api()
        .post(
            "/api/users/" + person.id + "/contacts/channels",
            Api.object("connector", Api.object("id", "log"), "target", name));
    people.add(person);
    return person.id;
  }

  private final List<Person> people = new ArrayList<>();

  @Test
  void whatever_happens_the_alerts_of_users_are_listed_as_the_alerts_show_themselves() {
    for (String name : List.of("Ann", "Bob", "Cem")) {
      userWithLog(name);
    }
    Policy ops = policy("Ops").level(minutes(5), people.get(0)).level(minutes(5), people.get(1));
    Policy all = policy("All").level(minutes(5), people.get(1), people.get(2));
    Source mapped =
        source("mapped", ops).with("autoResolutionTimeout", "PT1H").with("acceptTimeout", "PT20M");
    Source grouped = source("grouped", all).with("alertCreation", "ONE_OPEN_ALERT_ALLOWED");
    List<Source> sources = List.of(mapped, grouped);

    for (int step = 0; step < STEPS; step++) {
      happens(sources, List.of(ops.id(), all.id()));
      if (step % 10 == 9) {
        everyListAgrees();
      }
    }
    let(Duration.ofDays(1000)).pass();
    product.purgeHistory();
    everyListAgrees();
  }

  @Test
  void an_alert_of_very_many_users_is_listed_and_counted_once_for_any_of_them() {
    for (int i = 0; i < 26; i++) {
      userWithLog("U" + i);
    }
    Policy all =
        policy("All")
            .level(minutes(5), people.subList(0, 23).toArray(Person[]::new))
            .level(minutes(5), people.subList(10, 26).toArray(Person[]::new));
    source("many", all).receives(threshold("rule-1"), threshold("rule-2"));
    let(minutes(6)).pass();

    List<JsonNode> alerts = new ArrayList<>();
    api().get("/api/alerts").forEach(alerts::add);
    assertThat(alerts.get(0).path("responders")).hasSize(26);
    for (int[] some : new int[][] {{0, 25}, {24, 25}, {21, 22, 23}, {5, 20, 21}, {3, 4}, {25}}) {
      StringBuilder users = new StringBuilder();
      for (int user : some) {
        users.append("&assigned-to=").append(people.get(user).id);
      }
      agrees(alerts, users.toString(), alert -> true);
    }
  }

  @Test
  void whoever_gets_an_alert_a_second_time_is_no_further_responder() {
    for (int i = 0; i < 14; i++) {
      userWithLog("U" + i);
    }
    Policy all =
        policy("All")
            .level(minutes(5), people.subList(0, 12).toArray(Person[]::new))
            .level(minutes(5), people.subList(0, 13).toArray(Person[]::new));
    source("few", all).receives(threshold("rule-1"));
    let(minutes(6)).pass();
    SeenAlert alert = alerts().get(0);
    api().call("PUT", "/api/alerts/" + alert.id + "/assign?user-id=" + people.get(13).id, "");
    settle();

    List<JsonNode> alerts = new ArrayList<>();
    api().get("/api/alerts").forEach(alerts::add);
    assertThat(alerts.get(0).path("responders")).hasSize(14);
    agrees(
        alerts,
        "&assigned-to=" + people.get(12).id + "&assigned-to=" + people.get(13).id,
        shown -> true);
  }

  private void happens(List<Source> sources, List<Long> policies) {
    List<SeenAlert> open =
        alerts().stream().filter(alert -> !"RESOLVED".equals(alert.text("status"))).toList();
    int kind = random.nextInt(open.isEmpty() ? 2 : 10);
    if (kind < 2) {
      Callback callback = threshold("rule-" + random.nextInt(5)).with("triggerLevel", one(LEVELS));
      one(sources).receives(random.nextInt(4) == 0 ? callback.ok() : callback);
      return;
    }
    if (kind == 2) {
      let(minutes(6)).pass();
      return;
    }
    SeenAlert alert = one(open);
    long user = one(people).id;
    String action =
        switch (kind) {
          case 3 -> "/accept?user-id=" + user;
          case 4 -> "/resolve?user-id=" + user;
          case 5 -> "/assign?user-id=" + user;
          case 6 -> "/assign?policy-id=" + one(policies);
          case 7 -> "/escalate";
          case 8 -> "/priority?value=" + one(List.of("HIGH", "LOW"));
          default -> "/snooze?until=" + now().plus(minutes(10));
        };
    api().call("PUT", "/api/alerts/" + alert.id + action, "");
    settle();
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void everyListAgrees() {
    List<JsonNode> alerts = new ArrayList<>();
    api().get("/api/alerts?max-results=100").forEach(alerts::add);
    for (List<Integer> some : List.of(List.of(0), List.of(2), List.of(0, 1), List.of(2, 1, 0))) {
      List<Long> ids = some.stream().map(i -> people.get(i).id).toList();
      String users = String.join("", ids.stream().map(id -> "&assigned-to=" + id).toList());
      Predicate<JsonNode> theirs =
          alert ->
              StreamSupport.stream(alert.path("responders").spliterator(), false)
                  .anyMatch(r -> ids.contains(r.at("/user/id").asLong()));
      agrees(alerts, users, theirs);
      for (String state : STATES) {
        agrees(alerts, users + "&state=" + state, theirs.and(has("/status", state)));
      }
      agrees(alerts, users + "&priority=LOW", theirs.and(has("/priority", "LOW")));
      agrees(alerts, users + "&severity=CRITICAL", theirs.and(has("/severity", "CRITICAL")));
      String policy = alerts.isEmpty() ? "1" : alerts.get(0).at("/escalationPolicy/id").asText();
      agrees(alerts, users + "&policy=" + policy, theirs.and(has("/escalationPolicy/id", policy)));
      agrees(alerts, users + "&q=RULE-3", theirs.and(a -> a.toString().contains("rule-3")));
    }
  }

  private static Predicate<JsonNode> has(String path, String value) {
    return alert -> alert.at(path).asText().equals(value);
  }

  private void agrees(List<JsonNode> alerts, String query, Predicate<JsonNode> fitting) {
    List<Long> expected = alerts.stream().filter(fitting).map(a -> a.path("id").asLong()).toList();
    List<Long> listed = new ArrayList<>();
    api()
        .get("/api/alerts?max-results=100" + query)
        .forEach(alert -> listed.add(alert.path("id").asLong()));
    assertThat(listed).as(query).isEqualTo(expected);
    assertThat(api().get("/api/alerts/count?max-results=100" + query).path("count").asInt())
        .as(query)
        .isEqualTo(expected.size());
  }
}
