package io.dutybell.bench;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long calls took that were made one after the other.
 *
 * @param p50 what half of them took at the most, in milliseconds
 * @param p99 what 99 of a hundred took at the most, in milliseconds
 */
record Measured(double p50, double p99) {

  /**
   * Makes calls and measures each.
   *
   * @param most so many
   * @param longest none is begun after so long
   */
  static Measured of(int most, Duration longest, Runnable call) {
    double[] took = new double[most];
    long start = System.nanoTime();
    int count = 0;
    while (count < most && System.nanoTime() - start < longest.toNanos()) {
      long before = System.nanoTime();
      call.run();
      took[count++] = (System.nanoTime() - before) / 1e6;
    }
    double[] sorted = Arrays.copyOf(took, count);
    Arrays.sort(sorted);
    return new Measured(at(sorted, 0.5), at(sorted, 0.99));
  }

  private static double at(double[] sorted, double part) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  }

  @Override
  public String toString() {
    return String.format("%6.1f/%6.1f", p50, p99);
  }
}
