package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several problems in one alert. */
class GroupingStories extends Story {

  private static final int KEYS = 30;

  private Person ann;
  private Policy ops;
  private Source ecs;

  @BeforeEach
  void annIsOnCall() {
    ann = user("Ann").withWebhook();
    ops = policy("Ops").level(hours(10), ann);
    ecs = source("ECS", ops);
  }

  private void groupedWithin(String window) {
    ecs.with("alertCreation", "ONE_ALERT_GROUPED_PER_WINDOW").with("alertGroupingWindow", window);
  }

  private void groupedUntilAccepted() {
    ecs.with("alertCreation", "ONE_PENDING_ALERT_ALLOWED");
  }

  private void groupedUntilResolved() {
    ecs.with("alertCreation", "ONE_OPEN_ALERT_ALLOWED");
  }

  @Test
  void without_grouping_each_problem_is_an_alert() {
    ecs.receives(threshold("cpu"), threshold("disk"), threshold("memory"));

    assertThat(alerts()).hasSize(3);
    expect(ann).told(ALERT, about("cpu"));
    expect(ann).told(ALERT, about("disk"));
    expect(ann).told(ALERT, about("memory"));
  }

  @Test
  void problems_within_the_window_are_one_alert_that_is_told_once() {
    groupedWithin("PT15M");

    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));
    let(minutes(14)).pass();
    ecs.receives(threshold("disk"));
    ecs.receives(threshold("memory"));

    alert().isPending().hasMembers(3).hasOpenMembers(3).hasEvents(3);
    assertThat(ecs.outcomes()).containsExactly("CREATED", "GROUPED", "GROUPED");
    assertThat(alert().timeline())
        .filteredOn(text -> text.contains("Joined by alert grouping"))
        .hasSize(2);
    nobodyIsTold();
  }

  @Test
  void a_problem_after_the_window_is_a_new_alert() {
    groupedWithin("PT15M");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));

    let(minutes(15).plusSeconds(1)).pass();
    ecs.receives(threshold("disk"));

    assertThat(alerts()).hasSize(2);
    expect(ann).told(ALERT, about("disk"));
  }

  @Test
  void the_window_begins_with_the_alert_and_is_not_moved_by_what_joins() {
    groupedWithin("PT15M");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));
    let(minutes(10)).pass();
    ecs.receives(threshold("disk"));

    let(minutes(10)).pass();
    ecs.receives(threshold("memory"));

    assertThat(alerts()).hasSize(2);
    expect(ann).told(ALERT, about("memory"));
  }

  @Test
  void a_problem_that_is_known_stays_with_its_alert_after_the_window() {
    groupedWithin("PT15M");
    ecs.receives(threshold("cpu"), threshold("disk"));
    expect(ann).told(ALERT);

    let(hours(2)).pass();
    ecs.receives(threshold("disk").value("98"));

    alert().hasMembers(2).hasEvents(3);
    assertThat(ecs.newestEvent().path("outcome").asText()).isEqualTo("APPENDED");
  }

  @Test
  void the_newest_open_alert_of_the_window_is_joined() {
    groupedWithin("PT24H");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));
    alert().isResolvedBy(ann);
    ecs.receives(threshold("disk"));
    expect(ann).told(ALERT, about("disk"));

    ecs.receives(threshold("memory"));

    alertAbout("cpu").isResolved().hasMembers(1);
    alertAbout("disk").isPending().hasMembers(2);
  }

  @Test
  void when_the_newest_alert_ends_in_a_body_what_follows_there_joins_the_newest_that_is_open() {
    ecs.receives(threshold("cpu"), threshold("disk"), threshold("memory"));
    receiver().expectedAll();
    ecs.with("alertGroupingWindow", "PT24H").with("alertCreation", "ONE_ALERT_GROUPED_PER_WINDOW");

    ecs.receives(Callback.together(threshold("memory").ok(), threshold("cpu"), threshold("load")));

    alertAbout("memory").isResolved();
    expect(ann).told(RESOLVED, about("memory"));
    alertAbout("disk").hasMembers(2);
    alertAbout("cpu").hasMembers(1).hasEvents(2);
  }

  @Test
  void what_is_pending_is_joined_until_somebody_accepts_it() {
    groupedUntilAccepted();
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));
    let(hours(5)).pass();
    ecs.receives(threshold("disk"));
    alert().hasMembers(2).isAcceptedBy(ann);

    ecs.receives(threshold("memory"));

    assertThat(alerts()).hasSize(2);
    alertAbout("memory").isPending().hasMembers(1);
    expect(ann).told(ALERT, about("memory"));
  }

  @Test
  void what_is_open_is_joined_until_it_is_resolved() {
    groupedUntilResolved();
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));
    alert().isAcceptedBy(ann);
    let(hours(5)).pass();

    ecs.receives(threshold("disk"));

    alert().isAccepted().hasMembers(2);
    expect(ann).told(RAISED, about("cpu"));
    alert().isResolvedBy(ann);
    ecs.receives(threshold("memory"));
    alertAbout("memory").isPending().hasMembers(1);
    expect(ann).told(ALERT, about("memory"));
  }

  @Test
  void further_members_of_an_accepted_alert_are_told_again_at_most_every_five_minutes() {
    groupedUntilResolved();
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    alert().isAcceptedBy(ann);

    ecs.receives(threshold("disk"));
    expect(ann).told(RAISED);
    let(minutes(4)).pass();
    ecs.receives(threshold("memory"));
    nobodyIsTold();
    let(minutes(2)).pass();
    ecs.receives(threshold("load"));

    expect(ann).told(RAISED);
    alert().isAccepted().hasMembers(4);
  }

  @Test
  void an_alert_is_over_when_its_last_member_is() {
    groupedUntilResolved();
    ecs.receives(threshold("cpu"), threshold("disk"), threshold("memory"));
    expect(ann).told(ALERT);

    ecs.receives(threshold("cpu").ok());
    alert().isPending().hasOpenMembers(2).hasMembers(3);
    ecs.receives(threshold("memory").ok());
    alert().isPending().hasOpenMembers(1);
    nobodyIsTold();
    ecs.receives(threshold("disk").ok());

    alert().isResolved().hasOpenMembers(0);
    assertThat(ecs.outcomes())
        .containsSubsequence("MEMBER_RESOLVED", "MEMBER_RESOLVED", "RESOLVED");
    expect(ann).told(RESOLVED);
  }

  @Test
  void a_member_that_recovers_and_fires_again_is_open_again_in_the_same_alert() {
    groupedUntilResolved();
    ecs.receives(threshold("cpu"), threshold("disk"));
    expect(ann).told(ALERT);
    ecs.receives(threshold("cpu").ok());
    alert().hasOpenMembers(1);

    ecs.receives(threshold("cpu"));

    alert().isPending().hasMembers(2).hasOpenMembers(2);
    ecs.receives(threshold("disk").ok());
    alert().isPending().hasOpenMembers(1);
    ecs.receives(threshold("cpu").ok());
    alert().isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void members_show_their_own_state_and_value() {
    groupedUntilResolved();
    ecs.receives(threshold("cpu").warn().value("81"), threshold("disk").critical().value("99"));
    expect(ann).told(ALERT);
    ecs.receives(threshold("cpu").warn().ok());

    List<JsonNode> members = alert().members();
    assertThat(members).hasSize(2);
    assertThat(members.get(0).path("summary").asText()).contains("cpu");
    assertThat(members.get(0).path("status").asText()).isEqualTo("RESOLVED");
    assertThat(members.get(0).path("closedAt").isNull()).isFalse();
    assertThat(members.get(1).path("status").asText()).isEqualTo("OPEN");
    assertThat(members.get(1).path("severity").asText()).isEqualTo("CRITICAL");
    assertThat(members.get(1).path("value").asText()).contains("99");
  }

  @Test
  void problems_that_come_at_the_same_time_are_one_alert_and_one_message() {
    groupedUntilResolved();

    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      calls.add(api().start(ecs.request(api(), threshold("cpu").on("i-" + i))));
    }
    assertThat(calls).allMatch(call -> call.join().status() == 202);
    settle();

    alert().isPending().hasMembers(KEYS).hasOpenMembers(KEYS).hasEvents(KEYS);
    expect(ann).told(ALERT);
  }

  @Test
  void problems_that_are_over_before_the_policy_begins_are_told_to_nobody() {
    ops.delayed(minutes(5));
    groupedWithin("PT15M");
    ecs.receives(threshold("cpu"));
    let(minutes(2)).pass();
    ecs.receives(threshold("disk"));
    let(minutes(2)).pass();

    ecs.receives(threshold("cpu").ok(), threshold("disk").ok());
    let(hours(1)).pass();

    alert().isResolved();
    nobodyIsTold();
  }

  @Test
  void problems_that_gather_before_the_policy_begins_go_out_in_one_message() {
    ops.delayed(minutes(2));
    groupedWithin("PT15M");
    ecs.receives(threshold("cpu"), threshold("disk"), threshold("memory"));
    let(minutes(2).minusSeconds(1)).pass();
    nobodyIsTold();

    let(seconds(1)).pass();

    assertThat(expect(ann).told(ALERT).json().at("/alert/memberCount").asInt()).isEqualTo(3);
  }

  @Test
  void the_alert_shows_the_worst_severity_of_its_members() {
    groupedUntilResolved();
    ecs.receives(threshold("cpu").info());
    expect(ann).told(ALERT);

    ecs.receives(threshold("disk").critical());

    alert().hasSeverity("CRITICAL");
    assertThat(alert().text("summary")).contains("cpu");
  }

  @Test
  void grouping_keeps_sources_apart() {
    groupedUntilResolved();
    Source rds = source("RDS", ops).with("alertCreation", "ONE_OPEN_ALERT_ALLOWED");
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));

    rds.receives(threshold("disk"));

    assertThat(alerts()).hasSize(2);
    expect(ann).told(ALERT, about("disk"));
  }

  @Test
  void an_ok_for_a_problem_that_no_alert_knows_joins_nothing() {
    groupedUntilResolved();
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    ecs.receives(threshold("disk").ok());

    alert().isPending().hasMembers(1);
    assertThat(ecs.newestEvent().path("outcome").asText()).isEqualTo("NO_OPEN_ALERT");
  }

  @Test
  void a_change_of_the_grouping_holds_from_the_next_callback_on() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));

    groupedUntilResolved();
    ecs.receives(threshold("disk"));

    alert().hasMembers(2);
  }
}
