package io.dutybell.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dutybell.api.Answer;
import io.dutybell.api.Errors;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Changes that wait for others. */
class ChangesWaitingTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:07Z");

  @Test
  void
      a_change_that_waited_too_long_for_others_says_to_try_again_and_not_that_the_database_is_away()
          throws InterruptedException {
    try (Database database = FreshDatabase.of(Dialect.H2)) {
      ConfigurationStore store =
          new ConfigurationStore(database, () -> NOW, null, Duration.ofMillis(20));
      CountDownLatch isChanging = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      Thread other =
          new Thread(
              () ->
                  store.inTurn(
                      () -> {
                        isChanging.countDown();
                        await(mayEnd);
                        return null;
                      }));
      other.start();
      isChanging.await();

      Throwable refused = null;
      try {
        store.inTurn(() -> null);
      } catch (ChangesWaiting e) {
        refused = e;
      }

      Answer answer = Errors.answer(refused);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(((Map<?, ?>) answer.body()).get("code")).isEqualTo("CHANGES_WAITING");
      assertThat(((Map<?, ?>) answer.body()).get("message").toString()).contains("try again");
      assertThat(answer.headers()).containsKey("Retry-After");
      mayEnd.countDown();
      other.join();
      assertThat(store.inTurn(() -> "now it is its turn")).isEqualTo("now it is its turn");
    }
  }

  @Test
  void the_database_may_say_so_too_and_other_failures_stay_what_they_are() {
    for (String state : new String[] {"57014", "55P03"}) {
      assertThatThrownBy(() -> ChangesWaiting.unlessInTime(() -> fail(state)))
          .isInstanceOf(ChangesWaiting.class);
    }
    assertThatThrownBy(() -> ChangesWaiting.unlessInTime(() -> fail("08006")))
        .isInstanceOf(SQLException.class);
  }

  private static Object fail(String state) throws SQLException {
    throw new SQLException("refused", state);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
