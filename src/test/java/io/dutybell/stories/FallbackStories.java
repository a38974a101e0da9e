package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.stories.FakeReceiver.Told;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fallback of an installation, who is told when nobody else can be, or nobody accepted. */
class FallbackStories extends Story {

  private Source ecs;
  private Policy ops;

  @Override
  Product product() {
    return Product.start(database, Map.of("dutybell.fallback.connector", "webhook"));
  }

  @Override
  void release(Product used) {
    used.close();
  }

  @BeforeEach
  void theFallbackIsAWebhook() {
    // Its address is known only now that the receiver listens.
    product.stop();
    product.set("dutybell.fallback.target", receiver().url("fallback"));
    product.start();
    ops = policy("Ops").level(minutes(5), user("Ann").withWebhook());
    ecs = source("ECS", ops);
  }

  @Test
  void it_is_told_when_an_escalation_ends_without_anyone_accepting() {
    ecs.receives(threshold("cpu"));
    expectOn("Ann").told(ALERT);
    let(minutes(5).minusMillis(1)).pass();
    nobodyIsTold();
    let(seconds(1)).pass();

    Told told = expectOn("fallback").told("FALLBACK", about("cpu"));

    assertThat(told.json().path("user").isNull()).isTrue();
    assertThat(told.json().path("acceptUrl").isNull()).isTrue();
    alert().isPending();
    assertThat(alert().timeline()).contains("The fallback of the installation is told.");
    let(hours(5)).pass();
    nobodyIsTold();
  }

  @Test
  void while_nobody_is_on_call_repetitions_tell_it_again_at_most_every_five_minutes() {
    ops.withoutLevels().level(minutes(5), user("Una"));
    ecs.receives(threshold("cpu"));
    expectOn("fallback").told("FALLBACK", about("cpu"));

    for (int i = 0; i < 5; i++) {
      ecs.receives(threshold("cpu").value(Integer.toString(90 + i)));
    }
    nobodyIsTold();
    let(minutes(5)).pass();
    ecs.receives(threshold("cpu").value("98"));
    ecs.receives(threshold("cpu").value("99"));

    expectOn("fallback").told("FALLBACK", about("cpu"));
    alert().isPending().hasEvents(8);
  }

  @Test
  void it_is_told_at_once_when_nobody_is_on_call_and_not_after_somebody_accepted() {
    ops.withoutLevels().level(minutes(5), user("Una"));

    ecs.receives(threshold("cpu"));

    expectOn("fallback").told("FALLBACK", about("cpu"));
    receiver().answers("fallback", 503);
    ecs.receives(threshold("disk"));
    expectOn("fallback").told("FALLBACK", about("disk"));
    alertAbout("disk").act("/accept").isAccepted();
    let(hours(1)).pass();
    nobodyIsTold();
  }
}
