package io.dutybell.condition;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares values as the table in docs/conditions.md says. Nothing is thrown. */
final class Values {

  private static final int LONGEST_NUMBER = 64;

  /** From here on a number that stands for an instant counts milliseconds, before it seconds. */
  private static final long LEAST_MILLIS = 100_000_000_000L;

  private Values() {}

  /** Whether {@code left operator right} is true, for every operator that is for single values. */
  static boolean compare(Operator operator, Object left, Object right, Effort effort) {
    boolean exact = operator.isExact();
    return switch (operator) {
      case EQUAL, MATCHES, EXACT_MATCHES -> areEqual(left, right, exact, effort);
      case UNEQUAL -> !areEqual(left, right, false, effort);
      case LESS, AT_MOST, MORE, AT_LEAST -> isOrdered(operator, left, right);
      case CONTAINS, EXACT_CONTAINS ->
          left instanceof List<?> list
              ? hasAny(list, right, exact, effort)
              : areTexts(left, right) && contains(text(left), text(right), exact, effort);
      case STARTS_WITH, EXACT_STARTS_WITH ->
          areTexts(left, right) && begins(text(left), text(right), exact, effort);
      case ENDS_WITH, EXACT_ENDS_WITH ->
          areTexts(left, right) && ends(text(left), text(right), exact, effort);
      default -> false;
    };
  }

  /** Whether a value is in a list. */
  static boolean hasAny(List<?> list, Object value, boolean exact, Effort effort) {
    for (Object item : list) {
      if (areEqual(item, value, exact, effort)) {
        return true;
      }
    }
    return false;
  }

  static boolean areEqual(Object left, Object right, boolean exact, Effort effort) {
    if (left == null || right == null) {
      return left == right;
    }
    if (!isSingle(left) || !isSingle(right) || !effort.spend(1)) {
      return false;
    }
    if (left instanceof Number || right instanceof Number) {
      BigDecimal one = number(left);
      BigDecimal other = number(right);
      return one != null && other != null && one.compareTo(other) == 0;
    }
    String one = text(left);
    String other = text(right);
    return effort.spend(Math.min(one.length(), other.length()))
        && (exact ? one.equals(other) : one.equalsIgnoreCase(other));
  }

  private static boolean isOrdered(Operator operator, Object left, Object right) {
    BigDecimal one = number(left);
    BigDecimal other = number(right);
    if (one == null || other == null) {
      return false;
    }
    int order = one.compareTo(other);
    return switch (operator) {
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case MORE -> order > 0;
      default -> order >= 0;
    };
  }

  private static boolean contains(String text, String part, boolean exact, Effort effort) {
    long most = text.length() + (long) text.length() * part.length() / 100;
    return effort.spend(most + part.length() + 1)
        && (exact ? text.contains(part) : folded(text).contains(folded(part)));
  }

  private static boolean begins(String text, String part, boolean exact, Effort effort) {
    return effort.spend(part.length() + 1L)
        && text.regionMatches(!exact, 0, part, 0, part.length());
  }

  private static boolean ends(String text, String part, boolean exact, Effort effort) {
    int from = text.length() - part.length();
    return effort.spend(part.length() + 1L)
        && text.regionMatches(!exact, from, part, 0, part.length());
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean areTexts(Object left, Object right) {
    return left != null && right != null && isSingle(left) && isSingle(right);
  }

  private static boolean isSingle(Object value) {
    return !(value instanceof List) && !(value instanceof Map);
  }

  /** Whether it is true, or the text {@code true}. */
  static boolean isTrue(Object value) {
    return value != null && isSingle(value) && text(value).equalsIgnoreCase("true");
  }

  /** As text; null for what has no text: nil, lists and maps. */
  static String text(Object value) {
    if (value instanceof BigDecimal number && number.scale() >= 0 && number.scale() < 100) {
      return number.toPlainString();
    }
    return value == null || !isSingle(value) ? null : value.toString();
  }

  /** As a number; null when it is neither one nor a text that is one. */
  static BigDecimal number(Object value) {
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof Integer || value instanceof Long) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    boolean mayBe = value instanceof Number || value instanceof String;
    String text = mayBe ? value.toString().strip() : "";
    if (text.isEmpty() || text.length() > LONGEST_NUMBER || !isNumber(text)) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Plain digits, with at most a sign, a point and an exponent; not what Java takes besides. */
  private static boolean isNumber(String text) {
    char last = text.charAt(text.length() - 1);
    char first = text.charAt(0);
    boolean begins = first >= '0' && first <= '9' || first == '-' || first == '+';
    return begins
        && last >= '0'
        && last <= '9'
        && text.chars().allMatch(c -> c < 128 && "0123456789.eE+-".indexOf(c) >= 0);
  }

  /** As an instant; null when it is none. A text needs its offset; a number counts from 1970. */
  static Instant instant(Object value) {
    if (value instanceof Instant instant) {
      return instant;
    }
    try {
      BigDecimal number = number(value);
      if (number != null) {
        if (number.precision() - number.scale() > 18) {
          return null;
        }
        long count = number.longValue();
        return Math.abs(count) < LEAST_MILLIS
            ? Instant.ofEpochSecond(count)
            : Instant.ofEpochMilli(count);
      }
      return value instanceof String text && text.length() < 64
          ? OffsetDateTime.parse(text.strip()).toInstant()
          : null;
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
