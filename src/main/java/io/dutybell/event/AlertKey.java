package io.dutybell.event;

/** The form in which alert keys are stored and compared. */
public final class AlertKey {

  /** The most characters of an alert key. */
  public static final int MAX = 600;

  private AlertKey() {}

  /**
   * The key for this text: on one line and at most {@link #MAX} long. A longer one is cut, one with
   * characters that cannot be seen loses them, and both end in the SHA-256 of the whole, so that
   * two keys are the same only if all of them is.
   *
   * @param text may be null
   * @return null if nothing is left of the text
   */
  public static String of(String text) {
    String line = Text.line(text, Integer.MAX_VALUE);
    if (line == null || line.isEmpty()) {
      return null;
    }
    String whole = text.strip();
    if (line.length() <= MAX && line.equals(whole)) {
      return line;
    }
    String hash = new Fingerprint().add(whole).hex();
    int most = MAX - hash.length() - 1;
    String shown = line.length() <= most ? line : line.substring(0, Text.before(line, most));
    return shown + "#" + hash;
  }
}
