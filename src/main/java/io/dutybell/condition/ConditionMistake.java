package io.dutybell.condition;

/** A text that is no condition. The message says what is wrong and what would be right. */
public final class ConditionMistake extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  ConditionMistake(String message, int line, int column) {
    super(message, null, false, false);
    this.line = line;
    this.column = column;
  }

  /** The mistake at a place of a text, given as an index of its {@code char}s. */
  static ConditionMistake at(String text, int index, String message) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < index && i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    int end = Math.min(index, text.length());
    return new ConditionMistake(message, line, text.codePointCount(lineStart, end) + 1);
  }

  /** The line, from 1. */
  public int line() {
    return line;
  }

  /** The character in the line, from 1. */
  public int column() {
    return column;
  }

  /** Where it is and what is wrong, as the end of a sentence about the text. */
  public String placed() {
    return "line " + line + ", column " + column + ": " + getMessage();
  }
}
