package io.dutybell.template;

/** A place in the text of a template that moves forward while the template is read. */
final class Cursor {

  private static final int MAX_SHOWN = 60;

  private final String text;
  private int at;

  Cursor(String text) {
    this.text = text;
    if (text.length() > Template.MAX_LENGTH) {
      throw new TemplateMistake(
          1,
          1,
          "The template has "
              + text.length()
              + " characters; at most "
              + Template.MAX_LENGTH
              + " are possible");
    }
  }

  int at() {
    return at;
  }

  void moveTo(int place) {
    at = place;
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  /** The character here; 0 at the end. */
  int peek() {
    return isAtEnd() ? 0 : text.codePointAt(at);
  }

  /** The character here, after which the cursor stands. Not at the end. */
  int next() {
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  boolean isAt(String expected) {
    return text.startsWith(expected, at);
  }

  /** Moves behind this text if it stands here. */
  boolean skip(String expected) {
    boolean found = isAt(expected);
    if (found) {
      at += expected.length();
    }
    return found;
  }

  void skipSpace() {
    while (!isAtEnd() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  /** Where this text stands next; -1 if it does not. */
  int find(String expected) {
    return text.indexOf(expected, at);
  }

  String between(int from, int to) {
    return text.substring(from, to);
  }

  /** What stands in between, for a sentence: not too much of it. */
  String shown(int from, int to) {
    return to - from <= MAX_SHOWN ? between(from, to) : between(from, from + MAX_SHOWN) + "…";
  }

  String rest() {
    return text.substring(at);
  }

  /** Where the line begins that holds this place. */
  int lineStart(int place) {
    return text.lastIndexOf('\n', place - 1) + 1;
  }

  /** Whether nothing but space stands in between. */
  boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != ' ' && text.charAt(i) != '\t') {
        return false;
      }
    }
    return true;
  }

  /** Where the next line begins, or the text ends, if there is only space before; else -1. */
  int blankLineEnd(int from) {
    int end = from;
    while (end < text.length() && isBlank(end, end + 1)) {
      end++;
    }
    if (end == text.length()) {
      return end;
    }
    if (text.startsWith("\r\n", end)) {
      return end + 2;
    }
    return text.charAt(end) == '\n' ? end + 1 : -1;
  }

  /** A mistake at this place of the template. */
  TemplateMistake mistake(int place, String message) {
    int line = 1;
    int start = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < place; i = text.indexOf('\n', i + 1)) {
      line++;
      start = i + 1;
    }
    return new TemplateMistake(line, text.codePointCount(start, place) + 1, Storable.text(message));
  }

  /** The character here, for a sentence. */
  String shown() {
    int c = peek();
    boolean visible = c > ' ' && !Character.isISOControl(c) && Character.isDefined(c);
    boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return visible && !half ? "\"" + Character.toString(c) + "\"" : String.format("U+%04X", c);
  }

  static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
