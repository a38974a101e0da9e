package io.dutybell.api;

import java.util.List;
import java.util.stream.Collectors;

/** Writes tables as RFC 4180 has it: cells with commas between, lines that end in CR LF. */
final class Csv {

  /** What a spreadsheet takes for the beginning of a formula, also in its full-width form. */
  private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

  private final StringBuilder text = new StringBuilder();

  /** Adds a line. */
  Csv line(List<String> cells) {
    text.append(cells.stream().map(Csv::quoted).collect(Collectors.joining(","))).append("\r\n");
    return this;
  }

  /** A number or an instant; nothing for null. */
  static String value(Object value) {
    return value == null ? "" : value.toString();
  }

  /**
   * A text that somebody chose; nothing for null. With an apostrophe before what a spreadsheet
   * would carry out, so that it shows it instead.
   */
  static String text(String text) {
    if (text == null || text.isEmpty()) {
      return "";
    }
    return FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
