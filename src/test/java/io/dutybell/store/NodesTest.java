package io.dutybell.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodesTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T15:06:07Z"));

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_node_is_alone_until_another_one_starts_and_again_a_minute_after_that_stopped(
      Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      Nodes first = new Nodes(database, "first", now::get);
      Nodes second = new Nodes(database, "second", now::get);
      assertThat(first.isAlone()).as("before it has looked").isFalse();

      first.look();
      first.look();
      assertThat(first.isAlone()).isTrue();

      second.look();
      first.look();
      assertThat(first.isAlone()).isFalse();
      assertThat(second.isAlone()).isFalse();

      turn(59);
      first.look();
      assertThat(first.isAlone()).isFalse();

      turn(2);
      first.look();
      assertThat(first.isAlone()).isTrue();
    }
  }

  private void turn(int seconds) {
    now.updateAndGet(at -> at.plusSeconds(seconds));
  }
}
