package io.dutybell.report;

/** What the alerts of a report can be told apart by. */
public enum GroupBy {
  /** Their alert source. */
  SOURCE,
  /** The escalation policy that they have now. */
  POLICY,
  /** The teams of their alert source: an alert counts for each of them. */
  TEAM,
  /** Their priority now. */
  PRIORITY,
  /** Their severity now, which some do not have. */
  SEVERITY
}
