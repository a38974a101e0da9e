package io.dutybell.condition;

import java.math.BigDecimal;
import java.util.List;

/**
 * A piece of a condition.
 *
 * @param kind what it is
 * @param text a quoted text without its quotes, a word or a sign as it stands there
 * @param path of a word, its parts: names, and numbers of places in lists; else null
 * @param number of a number, its value; else null
 * @param at where it begins
 */
record Token(Kind kind, String text, List<Object> path, BigDecimal number, int at) {

  private static final int LONGEST_SHOWN = 40;

  /** What a piece is. */
  enum Kind {
    /** In quotes. */
    TEXT,
    NUMBER,
    /** A name, perhaps with further names and places behind it. */
    WORD,
    /** Brackets, commas, colons, and the operators that are no words. */
    SIGN,
    END
  }

  boolean is(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  /** Whether it is this word, alone. */
  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  /** As a person finds it in the text. */
  String shown() {
    int end = Math.min(text.length(), LONGEST_SHOWN);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    String cut =
        text.substring(0, end).replaceAll("\\p{Cntrl}", "�") + (end < text.length() ? "…" : "");
    return switch (kind) {
      case END -> "the end";
      case TEXT -> "the text '" + cut + "'";
      default -> cut;
    };
  }
}
