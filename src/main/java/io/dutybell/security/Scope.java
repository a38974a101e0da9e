package io.dutybell.security;

/** What an API token may be used for, at most; what its user may do limits it further. */
public enum Scope {
  /** Looking at everything that its user may look at. */
  READ,
  /** Changing what its user may change, apart from administration. */
  WRITE,
  /** Everything that its user may do. */
  ADMIN,
  /** Sending events for a source, and nothing else. */
  INGEST
}
