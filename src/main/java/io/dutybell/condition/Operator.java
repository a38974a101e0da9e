package io.dutybell.condition;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How two values are compared. */
enum Operator {
  EQUAL("==", Right.VALUE),
  UNEQUAL("!=", Right.VALUE),
  LESS("<", Right.VALUE),
  AT_MOST("<=", Right.VALUE),
  MORE(">", Right.VALUE),
  AT_LEAST(">=", Right.VALUE),
  MATCHES("matches", Right.VALUE),
  CONTAINS("contains", Right.VALUE),
  STARTS_WITH("starts_with", Right.VALUE),
  ENDS_WITH("ends_with", Right.VALUE),
  REGEX("regex", Right.PATTERN),
  EXACT_MATCHES("exact_matches", Right.VALUE),
  EXACT_CONTAINS("exact_contains", Right.VALUE),
  EXACT_STARTS_WITH("exact_starts_with", Right.VALUE),
  EXACT_ENDS_WITH("exact_ends_with", Right.VALUE),
  EXACT_REGEX("exact_regex", Right.PATTERN),
  IN("in", Right.LIST),
  EXACT_IN("exact_in", Right.LIST),
  CONTAINS_ANY("contains_any", Right.LIST),
  STARTS_WITH_ANY("starts_with_any", Right.LIST),
  ENDS_WITH_ANY("ends_with_any", Right.LIST),
  IS_IN("is_in", Right.HOURS);

  /** What may stand behind an operator. */
  enum Right {
    /** Anything but a list. */
    VALUE,
    /** A list, or where one is found. */
    LIST,
    /** A regular expression. */
    PATTERN,
    /** Support hours. */
    HOURS
  }

  private static final String NOT = "not_";
  private static final Map<String, Operator> BY_WORD =
      Arrays.stream(values()).collect(Collectors.toMap(o -> o.word, o -> o));

  private final String word;
  private final Right right;

  Operator(String word, Right right) {
    this.word = word;
    this.right = right;
  }

  /** As it is written. */
  String word() {
    return word;
  }

  Right right() {
    return right;
  }

  /** Whether large and small letters are different. */
  boolean isExact() {
    return word.startsWith("exact_");
  }

  /** The operator for each value of a list; itself when it is for a single one. */
  Operator single() {
    return switch (this) {
      case IN -> EQUAL;
      case EXACT_IN -> EXACT_MATCHES;
      case CONTAINS_ANY -> CONTAINS;
      case STARTS_WITH_ANY -> STARTS_WITH;
      case ENDS_WITH_ANY -> ENDS_WITH;
      default -> this;
    };
  }

  /** The operator of this word or sign, without a {@code not_} before it; null when none. */
  static Operator of(String written) {
    String lower = written.toLowerCase(Locale.ROOT);
    return BY_WORD.get(isNegated(lower) ? lower.substring(NOT.length()) : lower);
  }

  /** Whether the word begins with {@code not_}. */
  static boolean isNegated(String written) {
    return written.regionMatches(true, 0, NOT, 0, NOT.length());
  }

  /** Whether it is an operator that is a word. */
  static boolean isWord(String written) {
    return of(written) != null && Character.isLetter(written.charAt(0));
  }

  /** All of them, for a person. */
  static String all() {
    return new TreeMap<>(BY_WORD)
        .values().stream().map(Operator::word).collect(Collectors.joining(" "));
  }
}
