package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who hears that an alert was taken, or is over. */
class StatusUpdateStories extends Story {

  private Person ann;
  private Person bob;
  private Person cid;
  private Source ecs;

  @BeforeEach
  void annThenBobThenCid() {
    ann = user("Ann").withWebhook();
    bob = user("Bob").withWebhook();
    cid = user("Cid").withWebhook();
    ecs =
        source(
            "ECS",
            policy("Ops").level(minutes(5), ann).level(minutes(5), bob).level(minutes(5), cid));
  }

  private void annAndBobAreTold() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
  }

  @Test
  void those_who_were_told_hear_who_took_it_and_nobody_else_does() {
    annAndBobAreTold();

    alert().isAcceptedBy(bob);

    JsonNode update = expect(ann).told(ACCEPTED, about("cpu")).json();
    assertThat(update.path("alert").path("status").asText()).isEqualTo("ACCEPTED");
    assertThat(update.path("alert").path("acceptedBy").asText()).isEqualTo("Bob");
    assertThat(update.path("text").asText()).contains("Accepted by: Bob");
    nobodyIsTold();
  }

  @Test
  void those_who_were_told_hear_that_it_is_over_except_who_resolved_it() {
    annAndBobAreTold();

    alert().isResolvedBy(ann);

    JsonNode update = expect(bob).told(RESOLVED, about("cpu")).json();
    assertThat(update.path("alert").path("resolvedBy").asText()).isEqualTo("Ann");
    assertThat(update.path("text").asText()).contains("Resolved by: Ann");
    nobodyIsTold();
  }

  @Test
  void an_update_about_the_end_offers_nothing_to_do() {
    annAndBobAreTold();

    ecs.receives(threshold("cpu").ok());

    var told = expect(ann).told(RESOLVED);
    assertThat(told.json().path("acceptUrl").isNull()).isTrue();
    assertThat(told.json().path("resolveUrl").isNull()).isTrue();
    expect(bob).told(RESOLVED);
  }

  @Test
  void who_has_rules_for_updates_gets_only_those() {
    ann.withUpdateRule("ALERT_RESOLVED", "Ann");
    bob.withUpdateRule("ALERT_ACCEPTED", "Bob");
    annAndBobAreTold();

    alert().act("/accept").isAccepted();
    expect(bob).told(ACCEPTED);
    nobodyIsTold();
    ecs.receives(threshold("cpu").ok());

    expect(ann).told(RESOLVED);
    nobodyIsTold();
  }

  @Test
  void a_rule_for_updates_chooses_the_contact() {
    Person dee = user("Dee").withWebhook("Dee-phone").withWebhook("Dee-chat");
    dee.withRule("HIGH", "Dee-phone", 0).withUpdateRule("ALERT_RESOLVED", "Dee-chat");
    Source rds = source("RDS", policy("Databases").level(minutes(5), dee));
    rds.receives(threshold("connections"));
    expectOn("Dee-phone").told(ALERT);

    rds.receives(threshold("connections").ok());

    expectOn("Dee-chat").told(RESOLVED);
  }

  @Test
  void without_rules_for_updates_the_contacts_that_were_told_are_told() {
    Person dee = user("Dee").withWebhook("Dee-phone").withWebhook("Dee-chat");
    dee.withRule("HIGH", "Dee-phone", 0).withRule("HIGH", "Dee-chat", 10);
    Source rds = source("RDS", policy("Databases").level(minutes(50), dee));
    rds.receives(threshold("connections"));
    expectOn("Dee-phone").told(ALERT);

    rds.receives(threshold("connections").ok());

    expectOn("Dee-phone").told(RESOLVED);
  }

  @Test
  void who_was_never_reached_is_not_told_that_it_is_over() {
    receiver().answers("Ann", 404);
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    receiver().answers("Ann", 200);

    ecs.receives(threshold("cpu").ok());

    nobodyIsTold();
  }

  @Test
  void updates_end_a_week_after_somebody_was_told() {
    annAndBobAreTold();
    let(minutes(5)).pass();
    expect(cid).told(ALERT);
    let(Duration.ofDays(7).plusMinutes(1)).pass();

    ecs.receives(threshold("cpu").ok());

    alert().isResolved();
    expect(cid).notTold();
    nobodyIsTold();
  }

  @Test
  void an_update_that_cannot_be_delivered_is_tried_again_and_told_to_no_other_contact() {
    Person dee = user("Dee").withWebhook("Dee-phone").withWebhook("Dee-chat");
    dee.withRule("HIGH", "Dee-phone", 0);
    Source rds = source("RDS", policy("Databases").level(minutes(50), dee));
    rds.receives(threshold("connections"));
    expectOn("Dee-phone").told(ALERT);
    receiver().answers("Dee-phone", 503);

    rds.receives(threshold("connections").ok());
    expectOn("Dee-phone").told(RESOLVED);
    receiver().answers("Dee-phone", 200);
    let(seconds(7)).pass();
    expectOn("Dee-phone").told(RESOLVED);
    let(hours(1)).pass();

    nobodyIsTold();
  }

  @Test
  void that_it_was_taken_is_not_told_any_more_once_it_is_over() {
    annAndBobAreTold();
    receiver().answers("Ann", 503);
    alert().isAcceptedBy(bob);
    expect(ann).told(ACCEPTED);
    receiver().answers("Ann", 200);

    ecs.receives(threshold("cpu").ok());
    let(minutes(1)).pass();

    expect(ann).told(RESOLVED);
    expect(bob).told(RESOLVED);
    nobodyIsTold();
  }
}
