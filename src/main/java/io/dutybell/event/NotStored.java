package io.dutybell.event;

/**
 * A callback could be stored neither in the database nor in the spool; the caller must be told to
 * send it again.
 */
public final class NotStored extends RuntimeException {

  private static final long serialVersionUID = 1;

  NotStored(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}
