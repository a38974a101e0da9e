package io.dutybell.condition;

/** What a condition is about. Its name, in lower case, is where its paths begin. */
public enum Subject {
  /** A message of an alert source. */
  EVENT,
  /** A problem people work on. */
  ALERT;

  /** The word with which its paths begin. */
  String root() {
    return this == EVENT ? "event" : "alert";
  }

  /** The word with which paths begin that are about the other. */
  String otherRoot() {
    return this == EVENT ? "alert" : "event";
  }
}
