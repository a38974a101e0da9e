package io.dutybell.condition;

/** What a condition comes to. */
public enum Verdict {
  /** It is true. */
  HOLDS,
  /** It is false, or asks for something that makes no sense, such as whether 3 is more than red. */
  FAILS,
  /** Finding out would have taken too long; whoever asked does as if there were no condition. */
  GAVE_UP
}
