package io.dutybell.report;

import java.time.Duration;
import java.util.Optional;

/**
 * What a report says about some alerts. Sums instead of means, so that figures can be added up.
 *
 * @param alerts how many there are
 * @param accepted how many of them were accepted, and were not PENDING again after that
 * @param toAccept how long it took to accept these, added up, in milliseconds
 * @param resolved how many are RESOLVED
 * @param toResolve how long it took until these were, added up, in milliseconds
 * @param notifications how many notifications about them were sent or are still to be sent
 * @param delivered how many of those were delivered
 * @param toDeliver how long after they were due these were, added up, in milliseconds
 * @param slowest the longest of these times, in milliseconds; 0 when nothing was delivered
 * @param failed how many notifications were given up
 */
public record ReportFigures(
    long alerts,
    long accepted,
    long toAccept,
    long resolved,
    long toResolve,
    long notifications,
    long delivered,
    long toDeliver,
    long slowest,
    long failed) {

  /** Those of no alerts. */
  public static final ReportFigures NONE = new ReportFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  static ReportFigures ofAlerts(
      long alerts, long accepted, long toAccept, long resolved, long toResolve) {
    return new ReportFigures(alerts, accepted, toAccept, resolved, toResolve, 0, 0, 0, 0, 0);
  }

  static ReportFigures ofNotifications(
      long notifications, long delivered, long toDeliver, long slowest, long failed) {
    return new ReportFigures(0, 0, 0, 0, 0, notifications, delivered, toDeliver, slowest, failed);
  }

  /** Those of these alerts and of others. */
  public ReportFigures plus(ReportFigures others) {
    return new ReportFigures(
        alerts + others.alerts,
        accepted + others.accepted,
        toAccept + others.toAccept,
        resolved + others.resolved,
        toResolve + others.toResolve,
        notifications + others.notifications,
        delivered + others.delivered,
        toDeliver + others.toDeliver,
        Math.max(slowest, others.slowest),
        failed + others.failed);
  }

  /** The mean time from the first event of an accepted alert until it was accepted. */
  public Optional<Duration> meanTimeToAccept() {
    return mean(toAccept, accepted);
  }

  /** The mean time from the first event of a resolved alert until it was resolved. */
  public Optional<Duration> meanTimeToResolve() {
    return mean(toResolve, resolved);
  }

  /** The mean time from when a delivered notification was due until it was delivered. */
  public Optional<Duration> meanDelay() {
    return mean(toDeliver, delivered);
  }

  /** The longest time from when a delivered notification was due until it was delivered. */
  public Optional<Duration> longestDelay() {
    return delivered == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(slowest));
  }

  private static Optional<Duration> mean(long sum, long count) {
    return count == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Math.round((double) sum / count)));
  }
}
