package io.dutybell.oncall;

/**
 * A time in which a layer has somebody on call. It may run over midnight and over the end of the
 * week; when it ends where it begins, it is the whole day or week.
 *
 * @param from its beginning
 * @param to the first moment after it
 */
public record Restriction(TimeOfWeek from, TimeOfWeek to) {

  /** How often restrictions come again. */
  public enum Type {
    TIMES_OF_DAY,
    TIMES_OF_WEEK
  }
}
