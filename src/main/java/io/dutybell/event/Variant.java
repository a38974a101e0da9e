package io.dutybell.event;

/** The shapes in which events arrive. */
public enum Variant {
  /**
   * CloudMonitor threshold rule callback or alert contact webhook: flat form or JSON with {@code
   * alertState}.
   */
  THRESHOLD,
  /** CloudMonitor system event of a legacy event rule. */
  SYSTEM_EVENT,
  /** CloudMonitor event subscription, push channel. */
  EVENT_SUBSCRIPTION,
  /** CloudMonitor 2.0 custom webhook. */
  CLOUDMONITOR_2,
  /** ARMS or Prometheus alert management, in Alertmanager's shape. */
  ARMS,
  /** The generic JSON of {@code /api/events}. */
  GENERIC,
  /** None of the above. */
  UNKNOWN
}
