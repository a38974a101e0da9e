package io.dutybell.notification;

import io.dutybell.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/**
 * A notification of one assignment of a user to an alert.
 *
 * @param id the notification
 * @param contactId the contact
 * @param state where it is in its life
 * @param dueAt when it may next be tried; null once nothing more will be
 */
record Planned(UUID id, long contactId, NotificationState state, Instant dueAt) {

  static Planned of(Row row) throws SQLException {
    return new Planned(
        row.uuid("id"),
        row.number("contact_id"),
        row.word("state", NotificationState.class),
        row.instant("due_at"));
  }

  /** Whether it waits for the delay of its rule. */
  boolean isWaiting(Instant now) {
    return state == NotificationState.PENDING && dueAt != null && dueAt.isAfter(now);
  }
}
