package io.dutybell.notification;

/** A message that cannot be sent as it is; trying again without a change is useless. */
public final class Undeliverable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String status;

  /**
   * Gives up.
   *
   * @param status a word for lists, such as {@code ADDRESS} or {@code CONFIGURATION}
   * @param message what is wrong and what to do
   */
  public Undeliverable(String status, String message) {
    super(message);
    this.status = status;
  }

  /** A word for lists. */
  public String status() {
    return status;
  }
}
