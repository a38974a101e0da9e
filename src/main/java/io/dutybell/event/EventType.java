package io.dutybell.event;

/** What an event asks for. */
public enum EventType {
  ALERT,
  ACCEPT,
  RESOLVE
}
