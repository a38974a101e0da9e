package io.dutybell.security;

import java.time.Instant;

/**
 * What a link in a notification lets one person do.
 *
 * @param alertId the only alert it is good for
 * @param userId who was told and is taken to click
 * @param action what the click does
 * @param expiresAt the first instant at which it is worth nothing, to the second
 */
public record ActionLink(long alertId, long userId, Action action, Instant expiresAt) {

  /** What a link can do. */
  public enum Action {
    ACCEPT,
    RESOLVE
  }

  /** Whether the link is too old at this instant. */
  public boolean hasExpiredAt(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
