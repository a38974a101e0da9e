package io.dutybell.security;

import java.net.UnknownHostException;

/**
 * A request to an address that may not be reached. Trying again does not help; the message says
 * which address and what to do. (It is an UnknownHostException because HTTP clients let a name
 * lookup fail with nothing else.)
 */
public final class RefusedAddress extends UnknownHostException {

  private static final long serialVersionUID = 1L;

  /**
   * Refuses.
   *
   * @param message what is refused and why, never null
   */
  public RefusedAddress(String message) {
    super(message);
  }
}
