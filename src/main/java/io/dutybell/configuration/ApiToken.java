package io.dutybell.configuration;

import io.dutybell.security.Scope;
import java.time.Instant;
import java.util.Set;

/**
 * What is known of an API token; the token itself is known to its owner only.
 *
 * @param id the number
 * @param name what it is for
 * @param scopes what it may be used for, never empty
 * @param userId the user in whose name it acts; null for the installation's own, which may act as
 *     an administrator
 * @param createdBy who made it, as people read it
 * @param createdAt when
 * @param expiresAt from when on it is refused; null for never
 * @param lastUsedAt when it was last used, to the minute; null for never
 */
public record ApiToken(
    long id,
    String name,
    Set<Scope> scopes,
    Long userId,
    String createdBy,
    Instant createdAt,
    Instant expiresAt,
    Instant lastUsedAt) {

  public ApiToken {
    scopes = Set.copyOf(scopes);
  }

  /** Whether it is refused at this instant. */
  public boolean isExpiredAt(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }
}
