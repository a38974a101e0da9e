package io.dutybell.stories;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An alert from its first callback to its end. */
class LifeStories extends Story {

  private Person ann;
  private Person bob;
  private Policy ops;
  private Source ecs;

  @BeforeEach
  void annIsCalledFirstAndBobFiveMinutesLater() {
    ann = user("Ann").withWebhook();
    bob = user("Bob").withWebhook();
    ops = policy("Ops").level(minutes(5), ann).level(minutes(5), bob);
    ecs = source("ECS", ops);
  }

  @Test
  void an_ok_resolves_the_alert_and_tells_those_who_were_told() {
    ecs.receives(threshold("cpu").on("i-1").warn());
    expect(ann).told(ALERT, about("cpu"));
    alert().isPending().hasSeverity("WARN");

    ecs.receives(threshold("cpu").on("i-1").warn().ok());

    alert().isResolved();
    expect(ann).told(RESOLVED, about("cpu"));
    let(hours(1)).pass();
    expect(bob).notTold();
  }
}
