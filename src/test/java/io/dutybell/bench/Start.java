package io.dutybell.bench;

import static io.dutybell.bench.Bench.say;

import io.dutybell.outside.RunningProduct;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long it takes from {@code java -jar} to the first callback that it would take. */
final class Start {

  private static final int TIMES = 5;

  private Start() {}

  static void run() {
    Path home = Stage.folder();
    starts("H2", RunningProduct.ofJar(home, Stage.javaOptions()));
    Programs.delete(home.getParent());
    Path other = Stage.folder();
    try (Postgres postgres = new Postgres()) {
      starts(
          "PostgreSQL",
          RunningProduct.ofJar(other, Stage.javaOptions())
              .withPostgresql(postgres.url(), postgres.user()));
    } finally {
      Programs.delete(other.getParent());
    }
  }

  private static void starts(String database, RunningProduct product) {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      try (product) {
        long start = System.nanoTime();
        product.start();
        product.awaitReady();
        seconds.add((System.nanoTime() - start) / 1e9);
      }
    }
    List<Double> later = seconds.subList(1, TIMES).stream().sorted().toList();
    say(
        String.format(
            "%s: the first start, which makes the tables, %.1f s; later ones %.1f s (median), %.1f to %.1f s",
            database,
            seconds.get(0),
            later.get(later.size() / 2),
            later.get(0),
            later.get(later.size() - 1)));
  }
}
