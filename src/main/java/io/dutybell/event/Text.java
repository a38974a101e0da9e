package io.dutybell.event;

/** Makes texts from outside fit to be stored and shown. All lengths are in UTF-16 units. */
public final class Text {

  private static final char REPLACEMENT = '\uFFFD';

  private Text() {}

  /**
   * The text without space around it; null for what means that nothing is there: null, blank, or
   * the word {@code null} in any case, which CloudMonitor sends for fields without a value.
   */
  public static String present(String text) {
    if (text == null) {
      return null;
    }
    String stripped = text.strip();
    return stripped.isEmpty() || stripped.equalsIgnoreCase("null") ? null : stripped;
  }

  /**
   * The text on one line: line breaks and tabs become one space; control characters and what
   * changes the direction of writing are dropped, so that no text can look like another; longer
   * texts are cut between two characters and end in {@code …}.
   *
   * @param text may be null, which stays null
   */
  public static String line(String text, int max) {
    if (text == null) {
      return null;
    }
    String stripped = text.strip();
    return cut(isPlain(stripped) ? stripped : onOneLine(stripped), max);
  }

  /**
   * The text as it is, with its line breaks, but without what a database cannot store: NUL and
   * halves of surrogate pairs become U+FFFD. Longer texts are cut between two characters and end in
   * {@code …}.
   *
   * @param text may be null, which stays null
   */
  public static String block(String text, int max) {
    if (text == null) {
      return null;
    }
    String cut = cut(text, max);
    return isStorable(cut) ? cut : storable(cut);
  }

  /** At most the first {@code max} units, never half a character; a cut text ends in {@code …}. */
  public static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, before(text, max - 1)) + "…";
  }

  /** The largest index up to {@code end} that does not split a character. */
  static int before(String text, int end) {
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          c >= ' ' && c < 0x7F
              || c > 0xA0 && c < 0x061C && c != 0xAD
              || c >= 0x3000 && c < Character.MIN_SURROGATE
              || c >= 0xFF01 && c <= 0xFFEE;
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  private static String onOneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    int size;
    for (int i = 0; i < text.length(); i += size) {
      int c = text.codePointAt(i);
      size = Character.charCount(c);
      if (c >= '\t' && c <= '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) {
        if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
          line.append(' ');
        }
      } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        line.append(REPLACEMENT);
      } else if (!Character.isISOControl(c) && !isInvisible(c)) {
        line.appendCodePoint(c);
      }
    }
    return line.toString().strip();
  }

  /**
   * Marks, embeddings, overrides and isolates of direction, soft hyphen, zero-width space, byte
   * order mark and language tags. The zero-width joiner stays: emoji and several scripts need it.
   */
  private static boolean isInvisible(int c) {
    return c == 0xAD
        || c == 0x061C
        || c >= 0x200E && c <= 0x200F
        || c == 0x200B
        || c >= 0x202A && c <= 0x202E
        || c >= 0x2066 && c <= 0x2069
        || c == 0xFEFF
        || c >= 0xE0000 && c <= 0xE007F;
  }

  private static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private static String storable(String text) {
    StringBuilder storable = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        storable.append(c).append(text.charAt(++i));
      } else {
        storable.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return storable.toString();
  }
}
