package io.dutybell.template;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What the values of an event mean to a template. */
final class Values {

  /** Numbers with more zeros than this keep their exponent. */
  private static final int MOST_ZEROS = 40;

  private static final int MOST_DIGITS_OF_A_PLACE = 9;

  private Values() {}

  /** The field of an object, or of a list when the name is a number; null if there is none. */
  static Object field(Object value, String name) {
    if (value instanceof Map<?, ?> object) {
      return object.get(name);
    }
    return value instanceof List<?> && isPlace(name) ? item(value, Integer.parseInt(name)) : null;
  }

  private static boolean isPlace(String name) {
    return !name.isEmpty()
        && name.length() <= MOST_DIGITS_OF_A_PLACE
        && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The item of a list; null if there is none. */
  static Object item(Object value, int index) {
    return value instanceof List<?> list && index < list.size() ? list.get(index) : null;
  }

  /** Whether a section is rendered: not for null, false, and empty texts, lists and objects. */
  static boolean isTrue(Object value) {
    if (value == null || Boolean.FALSE.equals(value)) {
      return false;
    }
    if (value instanceof CharSequence text) {
      return text.length() > 0;
    }
    if (value instanceof Collection<?> list) {
      return !list.isEmpty();
    }
    return !(value instanceof Map<?, ?> object) || !object.isEmpty();
  }

  /** The value as text: empty for null, compact JSON for lists and objects. */
  static String text(Object value, Work work) {
    if (value instanceof Map<?, ?> || value instanceof Collection<?>) {
      Output json = new Output(Integer.MAX_VALUE / 2);
      JsonText.write(value, json, work);
      return json.whole();
    }
    return plain(value);
  }

  /** Adds the value as text. */
  static void write(Object value, Output output, Work work) {
    if (value instanceof Map<?, ?> || value instanceof Collection<?>) {
      JsonText.write(value, output, work);
    } else {
      output.add(plain(value));
    }
  }

  /** The text of a value that is neither a list nor an object. */
  static String plain(Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof Number number ? number(number) : value.toString();
  }

  /** A number as people write it: without an exponent where that is bearable. */
  private static String number(Number number) {
    if (number instanceof Double || number instanceof Float) {
      return Double.isFinite(number.doubleValue())
          ? decimal(new BigDecimal(number.toString()))
          : number.toString();
    }
    return number instanceof BigDecimal decimal ? decimal(decimal) : number.toString();
  }

  private static String decimal(BigDecimal number) {
    return Math.abs((long) number.scale()) <= MOST_ZEROS
        ? number.toPlainString()
        : number.toString();
  }
}
