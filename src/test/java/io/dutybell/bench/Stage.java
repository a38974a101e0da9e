package io.dutybell.bench;

import io.dutybell.outside.Api;
import io.dutybell.outside.RunningProduct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What every figure needs: PostgreSQL, the packaged product on it, and a source to post to. */
final class Stage implements AutoCloseable {

  final Postgres postgres = new Postgres();
  final RunningProduct product;
  final Api api;
  final Api.Source source;
  private final Path home;

  /**
   * @param connector the notifier that tells the one user
   * @param target the user's address
   * @param paused whether notifications wait in the outbox and are not sent
   */
  Stage(String connector, String target, boolean paused) {
    home = folder();
    product =
        RunningProduct.ofJar(home, javaOptions())
            .withPostgresql(postgres.url(), postgres.user())
            .with("DUTYBELL_API_CALLS_PER_MINUTE", "0")
            .with("DUTYBELL_START_PAUSED", paused ? "true" : "false")
            .withRoute(Path.of("src/bench/routes/empty.camel.yaml"));
    api = new Api(product);
    try {
      product.start();
      product.awaitReady();
      source = api.makeSource("bench", connector, target);
    } catch (RuntimeException e) {
      System.err.println(product.endOfLog());
      close();
      throw e;
    }
  }

  /** A new folder for a product to run in. */
  static Path folder() {
    try {
      return Files.createTempDirectory("dutybell-bench").resolve("home");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code bin/dutybell} starts it, and what the environment adds. */
  static List<String> javaOptions() {
    String more = System.getenv("JAVA_OPTS");
    return Stream.concat(
            Stream.of("-XX:+ExitOnOutOfMemoryError"),
            more == null ? Stream.of() : Stream.of(more.split(" ")))
        .filter(option -> !option.isBlank())
        .toList();
  }

  /** The processors' time that the product and PostgreSQL have taken, in seconds. */
  double processorSeconds() {
    return Programs.processorSeconds(product.pid()) + Programs.processorSeconds(postgres.pid());
  }

  /** Callbacks that have not been worked on. */
  long backlog() {
    return postgres.number("select count(*) from events where processed_at is null") + spooled();
  }

  /** Counting them five times a second would be a good part of the work that is measured. */
  private boolean backlogIsEmpty() {
    return spooled() == 0
        && postgres.number(
                "select count(*) from (select 1 from events where processed_at is null limit 1) one")
            == 0;
  }

  private long spooled() {
    return product.metric("dutybell_spool_callbacks");
  }

  /** Waits until every callback has been worked on. */
  void awaitEmptyBacklog(Duration most) {
    await("the backlog to be empty", most, this::backlogIsEmpty);
  }

  /** Looks every 200 ms until something holds. */
  static void await(String what, Duration most, BooleanSupplier holds) {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - start > most.toNanos()) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      LockSupport.parkNanos(200_000_000L);
    }
  }

  @Override
  public void close() {
    product.close();
    if (Boolean.getBoolean("bench.profile")) {
      postgres.printProfile();
    }
    postgres.close();
    if (Boolean.getBoolean("bench.keep")) {
      System.out.println("    the product's folder is kept: " + home);
    } else {
      Programs.delete(home.getParent());
    }
  }
}
