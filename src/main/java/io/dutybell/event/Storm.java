package io.dutybell.event;

/**
 * Notices a storm: more callbacks come in than can be worked on at the same time. A storm is
 * received first and worked on after: what is stored is safe, what is refused is not.
 *
 * <p>It begins when the database does not take callbacks as fast as they come, and ends when so few
 * come in that they can be worked on meanwhile. How many are worked on during a storm follows those
 * who call: while many of them wait it is few, while few of them wait it becomes more and more. So
 * a load that lasts is worked on as it comes wherever the machine can carry it. Times are those of
 * the monotonic clock.
 */
public final class Storm {

  /** So many callers wait to be stored, on average, when the database does not keep up. */
  static final int WAITING_CALLERS = 12;

  /** So few wait when the machine has time for more than receiving. */
  static final int FEW_CALLERS = 6;

  /** How many callbacks a second are worked on however many callers wait. */
  static final int SLOWEST_PACE = 1_080;

  /** More than any machine works on. */
  private static final int FASTEST_PACE = 50_000;

  private static final double WINDOW_NANOS = 250e6;
  private static final double DOUBLING_NANOS = 1e9;
  private static final double HALVING_NANOS = 0.5e9;

  private final int rate;

  /** What has come in, the more of it forgotten the longer ago it was. */
  private double recent;

  private long recentAt;
  private double waitingCallers;
  private double pace = SLOWEST_PACE;
  private boolean on;

  /**
   * @param rate so many callbacks a second can be received and worked on at the same time; 0: there
   *     is never a storm
   */
  public Storm(int rate) {
    this.rate = rate;
  }

  /**
   * Notes callbacks that have been stored.
   *
   * @param callbacks how many
   * @param waiting how many callers wait to be stored, these included
   * @param nanos the present
   */
  public synchronized void stored(int callbacks, int waiting, long nanos) {
    double elapsed = Math.max(0, nanos - recentAt);
    forget(nanos);
    recent += callbacks;
    waitingCallers += (waiting - waitingCallers) / 10;
    on = isFast() && (on || waitingCallers > WAITING_CALLERS);
    if (on) {
      adapt(elapsed);
    } else {
      pace = SLOWEST_PACE;
    }
  }

  private void adapt(double elapsedNanos) {
    if (waitingCallers < FEW_CALLERS) {
      pace = Math.min(FASTEST_PACE, pace * Math.pow(2, elapsedNanos / DOUBLING_NANOS));
    } else if (waitingCallers > WAITING_CALLERS) {
      pace = Math.max(SLOWEST_PACE, pace * Math.pow(2, -elapsedNanos / HALVING_NANOS));
    }
  }

  /**
   * Whether there is a storm.
   *
   * @param nanos the present
   */
  public synchronized boolean isOn(long nanos) {
    forget(nanos);
    if (on && !isFast()) {
      on = false;
      waitingCallers = 0;
    }
    return on;
  }

  /** How many callbacks a second are to be worked on while the storm is on. */
  public synchronized int pace() {
    return (int) pace;
  }

  private void forget(long nanos) {
    recent *= Math.exp(-Math.max(0, nanos - recentAt) / WINDOW_NANOS);
    recentAt = nanos;
  }

  private boolean isFast() {
    return rate > 0 && perSecond() > rate;
  }

  private double perSecond() {
    return recent / WINDOW_NANOS * 1e9;
  }
}
