package io.dutybell.alert;

/** Where an alert is in its life. RESOLVED is final. */
public enum Status {
  PENDING,
  ACCEPTED,
  RESOLVED
}
