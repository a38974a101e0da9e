package io.dutybell.receive;

/** A request that is refused before anything is stored. The message goes to the caller. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final long retryAfterSeconds;

  /**
   * @param status the HTTP status
   * @param code the word for it in the answer
   * @param message a sentence that says what is wrong and what to do
   * @param retryAfterSeconds when to come again; 0 says nothing about it
   */
  public Refusal(int status, String code, String message, long retryAfterSeconds) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The word for it in the answer. */
  public String code() {
    return code;
  }

  /** When to come again, in seconds; 0 when nothing is said about it. */
  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
