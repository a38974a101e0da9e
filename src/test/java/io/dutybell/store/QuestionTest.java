package io.dutybell.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class QuestionTest {

  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private volatile boolean hangs;

  @Test
  void an_answer_is_good_for_a_second() {
    Question<Integer> question = Question.ofThePresent("ask", this::ask);

    assertThat(question.answer()).contains(1);
    assertThat(question.answer()).contains(1);
    Awaitility.await().until(() -> question.answer().equals(Optional.of(2)));
  }

  @Test
  void a_database_that_is_away_gives_no_answer() {
    Question<Integer> question =
        Question.ofThePresent(
            "ask",
            () -> {
              throw new DatabaseAway("it is away", null);
            });

    assertThat(question.answer()).isEmpty();
  }

  @Test
  void a_database_that_hangs_holds_up_the_first_who_asks_for_two_seconds_and_nobody_else() {
    Question<Integer> question = Question.ofThePresent("ask", this::ask);
    hangs = true;

    long start = System.nanoTime();
    assertThat(question.answer()).isEmpty();
    for (int i = 0; i < 100; i++) {
      assertThat(question.answer()).isEmpty();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(asked).hasValue(1);

    hangs = false;
    hanging.countDown();
    Awaitility.await().until(() -> question.answer().isPresent());
  }

  @Test
  void what_is_asked_seldom_keeps_its_old_answer_meanwhile() {
    Question<Integer> question = Question.seldom("ask", 1, this::ask);
    assertThat(question.answer()).contains(1);
    hangs = true;

    Awaitility.await().until(() -> question.answer().isPresent() && asked.get() == 2);
    assertThat(question.answer()).contains(1);

    hanging.countDown();
    Awaitility.await().until(() -> question.answer().equals(Optional.of(2)));
  }

  private int ask() {
    int number = asked.incrementAndGet();
    try {
      if (hangs) {
        hanging.await(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return number;
  }
}
