package io.dutybell.template;

/**
 * A text that is no template. The message is a sentence for people that says what is wrong and what
 * would be right.
 */
public final class TemplateMistake extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  TemplateMistake(int line, int column, String message) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** The line of the template, counted from 1. */
  public int line() {
    return line;
  }

  /** The character of that line, counted from 1. */
  public int column() {
    return column;
  }

  /** Place and message in one sentence, such as {@code line 1, column 4: …}. */
  public String sentence() {
    return "line " + line + ", column " + column + ": " + getMessage();
  }
}
