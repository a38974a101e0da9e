package io.dutybell.event;

/**
 * What a callback says about the problem, in words that do not depend on its variant. Route {@code
 * 03-route} maps it to an event type.
 */
public enum State {
  /**
   * The problem is there: {@code ALERT}, {@code ALARM}, {@code TRIGGERED}, {@code OCCURRED}, {@code
   * PERSISTENT}, {@code firing}.
   */
  FIRING,
  /** The problem is over: {@code OK}, {@code RESOLVED}, {@code RECOVERED}, {@code resolved}. */
  OK,
  /** CloudMonitor has no data to judge by: {@code INSUFFICIENT_DATA}. */
  NO_DATA,
  /** Somebody has taken the problem; only the generic format can say so. */
  ACCEPTED,
  /** A click on a console's test button. */
  TEST,
  /** Not understood; kept for a person to look at. */
  UNRECOGNISED
}
