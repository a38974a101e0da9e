package io.dutybell.store;

/**
 * The database cannot be reached, or did not answer in time. Nothing is known about what it did
 * last.
 */
public final class DatabaseAway extends RuntimeException {

  private static final long serialVersionUID = 1;

  public DatabaseAway(String message, Throwable cause) {
    super(message, cause);
  }
}
