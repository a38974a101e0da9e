package io.dutybell.template;

/** Makes text fit to be stored and sent. */
final class Storable {

  private static final char REPLACEMENT = '\uFFFD';

  private Storable() {}

  /** The text with U+FFFD for NUL and for halves of surrogate pairs. */
  static String text(CharSequence any) {
    int broken = nextBroken(any, 0);
    if (broken < 0) {
      return any.toString();
    }
    StringBuilder text = new StringBuilder(any);
    for (; broken >= 0; broken = nextBroken(text, broken)) {
      text.setCharAt(broken, REPLACEMENT);
    }
    return text.toString();
  }

  private static int nextBroken(CharSequence text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        return i;
      }
    }
    return -1;
  }
}
