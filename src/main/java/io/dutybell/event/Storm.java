package io.dutybell.event;

/**
 * Notices a storm: more callbacks come in than can be worked on at the same time. A storm is
 * received first and worked on after: what is stored is safe, what is refused is not.
 *
 * <p>It begins when the database does not take callbacks as fast as they come, and ends when so few
 * come in that they can be worked on meanwhile. Times are those of the monotonic clock.
 */
public final class Storm {

  /** So many callers wait to be stored, on average, when the database does not keep up. */
  static final int WAITING_CALLERS = 12;

  private static final double WINDOW_NANOS = 250e6;

  private final int rate;

  /** What has come in, the more of it forgotten the longer ago it was. */
  private double recent;

  private long recentAt;
  private double waitingCallers;
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
    forget(nanos);
    recent += callbacks;
    waitingCallers += (waiting - waitingCallers) / 10;
    on = isFast() && (on || waitingCallers > WAITING_CALLERS);
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

  private void forget(long nanos) {
    recent *= Math.exp(-Math.max(0, nanos - recentAt) / WINDOW_NANOS);
    recentAt = nanos;
  }

  private boolean isFast() {
    return rate > 0 && recent / WINDOW_NANOS * 1e9 > rate;
  }
}
