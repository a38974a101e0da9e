package io.dutybell.event;

import java.util.Locale;

/** Reads the words that CloudMonitor, ARMS and ilert's clients use for how bad something is. */
public final class SeverityWord {

  private SeverityWord() {}

  /**
   * The severity that a word or number means, in any case.
   *
   * @param word may be null
   * @return null for words that name none: {@code OK}, {@code null}, unknown ones
   */
  public static Severity read(String word) {
    String present = Text.present(word);
    if (present == null) {
      return null;
    }
    return switch (present.toUpperCase(Locale.ROOT)) {
      case "CRITICAL", "P0", "P1", "P2", "1", "2", "ERROR", "FATAL", "EMERGENCY", "MAJOR" ->
          Severity.CRITICAL;
      case "WARN", "WARNING", "P3", "3", "MINOR" -> Severity.WARN;
      case "INFO", "INFORMATION", "P4", "P5", "4", "5", "NOTICE", "LOW", "NODATA" -> Severity.INFO;
      default -> null;
    };
  }

  /** Whether the word is a level at which something fires; {@code NODATA} is not. */
  public static boolean isFiring(String word) {
    return read(word) != null && !"NODATA".equalsIgnoreCase(word.strip());
  }
}
