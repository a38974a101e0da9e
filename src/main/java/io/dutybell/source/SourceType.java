package io.dutybell.source;

/** What an alert source connects to. */
public enum SourceType {
  ALIBABACLOUD,
  API,
  HEARTBEAT2
}
