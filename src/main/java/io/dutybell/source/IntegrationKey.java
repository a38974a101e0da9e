package io.dutybell.source;

import java.time.Instant;

/**
 * The key in an alert source's URL, as it is known to the process: by its hash only.
 *
 * @param hash SHA-256 of the key, in lower-case hexadecimal
 * @param sourceId whose key it is
 * @param expiresAt the end of the overlap after a rotation; null for the key in use
 */
public record IntegrationKey(String hash, long sourceId, Instant expiresAt) {

  /** Whether the key is accepted at this instant. */
  public boolean isValidAt(Instant now) {
    return expiresAt == null || now.isBefore(expiresAt);
  }
}
