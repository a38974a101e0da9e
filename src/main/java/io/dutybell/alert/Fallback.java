package io.dutybell.alert;

import io.dutybell.notification.NotificationOrder;
import io.dutybell.notification.Purpose;
import java.time.Instant;
import java.util.Optional;

/**
 * Who is told when nobody on a policy can be, or nobody accepted.
 *
 * @param connector the connector of the fallback of the installation; null when there is none
 */
public record Fallback(String connector) {

  /** The notification to it, if there is a fallback. */
  Optional<NotificationOrder> order(long alertId, Instant now) {
    return connector == null || connector.isBlank()
        ? Optional.empty()
        : Optional.of(
            new NotificationOrder(alertId, null, null, connector, Purpose.FALLBACK, 0, now));
  }
}
