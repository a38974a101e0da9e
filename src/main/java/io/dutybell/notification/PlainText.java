package io.dutybell.notification;

/** Makes text that came from outside fit for a place of limited length or of one line. */
public final class PlainText {

  private static final String MARK = "…";

  private PlainText() {}

  /**
   * The text on one line: every run of white space, control and invisible format characters becomes
   * one space, so that it can neither add a header or a log line nor reverse what follows.
   *
   * @param text may be null
   * @return never null
   */
  public static String oneLine(String text) {
    if (text == null) {
      return "";
    }
    if (isPlain(text)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (!isBlank(c)) {
                line.appendCodePoint(c);
              } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
              }
            });
    return line.toString().strip();
  }

  /**
   * The text without characters that have no place in text: all control characters but line feed
   * and tab. A carriage return becomes a line feed.
   *
   * @param text may be null
   * @return never null
   */
  public static String lines(String text) {
    if (text == null) {
      return "";
    }
    if (isPlainLines(text)) {
      return text.strip();
    }
    StringBuilder lines = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .replace('\r', '\n')
        .codePoints()
        .filter(c -> c == '\n' || c == '\t' || !isControl(c))
        .forEach(lines::appendCodePoint);
    return lines.toString().strip();
  }

  /**
   * The text cut to a length, never inside a character; what was cut ends in "…".
   *
   * @param text never null
   * @param max the most characters (Unicode code points) to keep, the mark included; at least 1
   */
  public static String cut(String text, int max) {
    if (text.length() <= max || text.codePointCount(0, text.length()) <= max) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, max - 1)).stripTrailing() + MARK;
  }

  /** Whether it is one line already, as most are: ordinary characters and single spaces. */
  private static boolean isPlain(String text) {
    boolean afterSpace = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' ? afterSpace : !isOrdinary(c)) {
        return false;
      }
      afterSpace = c == ' ';
    }
    return !afterSpace || text.isEmpty();
  }

  private static boolean isPlainLines(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ' ' && c != '\n' && !isOrdinary(c)) {
        return false;
      }
    }
    return true;
  }

  /** ASCII and Chinese characters and their punctuation, which need no closer look. */
  private static boolean isOrdinary(char c) {
    return (c > ' ' && c <= '~')
        || (c > 0x3000 && c < Character.MIN_SURROGATE)
        || (c >= 0xFF01 && c <= 0xFFEE);
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || isControl(c);
  }

  private static boolean isControl(int c) {
    int type = Character.getType(c);
    // The joiner holds emoji together.
    return type == Character.CONTROL
        || type == Character.SURROGATE
        || (type == Character.FORMAT && c != 0x200D);
  }
}
