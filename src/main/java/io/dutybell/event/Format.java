package io.dutybell.event;

/** In which language a callback is written; decided by the URL it was sent to. */
public enum Format {
  /** A CloudMonitor callback, of any variant. */
  CLOUDMONITOR,
  /** The generic JSON of {@code /api/events}. */
  GENERIC
}
