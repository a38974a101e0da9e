package io.dutybell.event;

/** The form in which alert keys are stored and compared. */
public final class AlertKey {

  /** The most characters of an alert key. */
  public static final int MAX = 600;

  private AlertKey() {}

  /**
   * The key for this text: on one line and at most {@link #MAX} long. A longer one is cut and ends
   * in the SHA-256 of the whole, so that two long keys are the same only if all of them is.
   *
   * @param text may be null
   * @return null if nothing is left of the text
   */
  public static String of(String text) {
    String line = Text.line(text, Integer.MAX_VALUE);
    if (line == null || line.isEmpty()) {
      return null;
    }
    if (line.length() <= MAX) {
      return line;
    }
    String hash = new Fingerprint().add(line).hex();
    return line.substring(0, Text.before(line, MAX - hash.length() - 1)) + "#" + hash;
  }
}
