package io.dutybell.condition;

/**
 * How much one evaluation may still do. One unit is about one step of a regular expression over one
 * character, a few nanoseconds. Lives for one evaluation.
 */
final class Effort {

  /** What a whole evaluation may cost: some tenths of a second at the worst. */
  static final long MOST = 20_000_000;

  private long left = MOST;

  /**
   * Spends so much.
   *
   * @return whether there was enough left; if not, the evaluation comes to nothing
   */
  boolean spend(long cost) {
    left = cost > left ? -1 : left - cost;
    return left >= 0;
  }

  boolean isOver() {
    return left < 0;
  }
}
