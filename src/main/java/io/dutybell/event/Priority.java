package io.dutybell.event;

/** HIGH escalates, LOW does not. */
public enum Priority {
  HIGH,
  LOW
}
