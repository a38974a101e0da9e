package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Problems that come and go, of a source that wants to know. */
class FlappingStories extends Story {

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
  void moreThanTwiceInAnHour() {
    ann = user("Ann").withWebhook();
    ecs =
        source("ECS", policy("Ops").level(hours(24), ann))
            .with("flappingThreshold", 2)
            .with("flappingWindow", "PT1H")
            .with("flappingQuietTime", "PT10M");
  }

  private void comesAndGoes(Duration after) {
    ecs.receives(threshold("cpu"));
    ecs.receives(threshold("cpu").ok());
    let(after).pass();
  }

  private void comesAndGoesAloud() {
    comesAndGoes(minutes(1));
    expect(ann).told(ALERT, about("cpu"));
    expect(ann).told(RESOLVED, about("cpu"));
  }

  private SeenAlert newest() {
    List<SeenAlert> all = alerts();
    return all.get(all.size() - 1);
  }

  private static boolean flaps(SeenAlert alert) {
    return alert.json().path("flapping").asBoolean();
  }

  @Test
  void a_problem_that_comes_and_goes_too_often_is_held_open_and_told_once_until_it_is_quiet() {
    comesAndGoesAloud();
    comesAndGoesAloud();
    assertThat(flaps(newest())).isFalse();

    comesAndGoes(minutes(1));

    expect(ann).told(ALERT, about("cpu"));
    SeenAlert alert = newest().isPending().hasOpenMembers(0);
    assertThat(flaps(alert)).isTrue();
    assertThat(alert.timeline()).anyMatch(text -> text.startsWith("It flaps: it recovered more"));
    for (int again = 0; again < 5; again++) {
      comesAndGoes(minutes(8));
    }
    assertThat(alerts()).hasSize(3);
    assertThat(flaps(alert.isPending().hasEvents(6))).isTrue();
    nobodyIsTold();
    assertThat(ecs.outcomes()).endsWith("APPENDED", "MEMBER_RESOLVED");

    let(minutes(2)).pass();

    expect(ann).told(RESOLVED, about("cpu"));
    assertThat(flaps(alert.isResolved())).isFalse();
    assertThat(alert.timeline()).anyMatch(text -> text.contains("it has been quiet"));
    let(hours(2)).pass();
    comesAndGoesAloud();
  }

  @Test
  void one_that_stays_is_an_alert_like_any_other_and_its_next_recovery_counts() {
    comesAndGoesAloud();
    comesAndGoesAloud();
    comesAndGoes(minutes(1));
    expect(ann).told(ALERT, about("cpu"));
    ecs.receives(threshold("cpu"));
    SeenAlert alert = newest().hasOpenMembers(1);
    assertThat(flaps(alert)).isTrue();

    let(minutes(11)).pass();
    assertThat(flaps(alert.isPending())).isFalse();
    let(hours(1)).pass();
    alert.isPending();
    ecs.receives(threshold("cpu").ok());

    alert.isResolved();
    expect(ann).told(RESOLVED, about("cpu"));
  }

  @Test
  void who_has_accepted_it_is_not_told_of_its_ups_and_downs_and_a_restart_keeps_it() {
    comesAndGoesAloud();
    comesAndGoesAloud();
    comesAndGoes(minutes(1));
    expect(ann).told(ALERT, about("cpu"));
    SeenAlert alert = newest().isAcceptedBy(ann);

    product.stop();
    product.start();
    comesAndGoes(minutes(6));
    comesAndGoes(minutes(6));

    assertThat(flaps(alert.isAccepted())).isTrue();
    nobodyIsTold();
    let(minutes(4)).pass();
    alert.isResolved();
    expect(ann).told(RESOLVED, about("cpu"));
  }

  @Test
  void a_member_of_a_group_is_held_with_its_group() {
    ecs.with("alertCreation", "ONE_OPEN_ALERT_ALLOWED");
    ecs.receives(threshold("disk"));
    expect(ann).told(ALERT, about("disk"));
    SeenAlert alert = alert();
    for (int again = 0; again < 3; again++) {
      ecs.receives(threshold("cpu"), threshold("cpu").ok());
    }
    assertThat(flaps(alert.isPending())).isTrue();
    ecs.receives(threshold("disk").ok());
    alert.isPending().hasOpenMembers(0);

    let(minutes(10)).pass();

    alert.isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void a_source_that_does_not_want_to_know_has_an_alert_each_time() {
    ecs.with("flappingThreshold", null);
    for (int again = 0; again < 4; again++) {
      comesAndGoesAloud();
    }
    assertThat(alerts()).hasSize(4);
  }
}
