package io.dutybell.security;

/** A stored secret that no key of this process opens. The message does not contain it. */
public final class UnreadableSecret extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  UnreadableSecret(String message, Throwable cause) {
    super(message, cause);
  }
}
