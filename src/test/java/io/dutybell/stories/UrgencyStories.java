package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.stories.FakeReceiver.Told;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is told first when much waits for a channel that takes one message at a time. */
class UrgencyStories extends Story {

  @Override
  Product product() {
    return Product.start(database, Map.of("dutybell.notify.concurrency", "1"));
  }

  @Override
  void release(Product used) {
    used.close();
  }

  private void sending(boolean paused) {
    api().put("/api/system/sending", Api.object("paused", paused));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> product.running().isPaused() == paused);
    settle();
  }

  @Test
  void new_alerts_go_before_repetitions_and_updates() {
    Person ann = user("Ann").withWebhook();
    Source ecs = source("ECS", policy("Ops").level(minutes(5), ann).repeating(2));
    ecs.receives(threshold("repeated"), threshold("resolved"));
    expect(ann).told(ALERT, about("repeated"));
    expect(ann).told(ALERT, about("resolved"));

    sending(true);
    ecs.receives(threshold("resolved").ok());
    let(minutes(5)).pass();
    ecs.receives(threshold("new"));
    nobodyIsTold();
    sending(false);

    expect(ann).told(ALERT, about("new"));
    expect(ann).told(ALERT, about("repeated"));
    expect(ann).told(RESOLVED, about("resolved"));
    Told third = receiver().all().get(2);
    assertThat(third.summary()).contains("new");
  }

  @Test
  void what_waited_too_long_for_its_turn_is_sent_when_it_may_be_claimed_again() {
    Person ann = user("Ann").withWebhook();
    Person bob = user("Bob").withWebhook();
    Source annsSource = source("ECS", policy("Ops").level(hours(24), ann));
    Source bobsSource = source("RDS", policy("Data").level(hours(24), bob));
    receiver().hangs("Ann");
    annsSource.receives(threshold("cpu"));
    awaitThat(() -> receiver().hanging() == 1);
    bobsSource.answers(threshold("disk"));
    awaitThat(() -> product.running().notificationsInFlight() == 2);

    product.clock.advance(seconds(31));
    receiver().letGo();
    awaitThat(() -> product.running().notificationsInFlight() == 0);
    assertThat(receiver().all())
        .as("another node might have begun to send what waited")
        .extracting(Told::contact)
        .containsExactly("Ann");
    let(seconds(30)).pass();

    expect(ann).told(ALERT, about("cpu"));
    expect(bob).told(ALERT, about("disk"));
  }

  private static void awaitThat(Callable<Boolean> holds) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(holds);
  }
}
