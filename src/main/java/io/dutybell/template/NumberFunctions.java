package io.dutybell.template;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Functions on numbers, and on texts that are numbers. */
final class NumberFunctions {

  private static final int MOST_DECIMALS = 20;
  private static final int LONGEST = 100;

  private NumberFunctions() {}

  /** Rounds half up, away from zero; what is no number stays as it is. */
  static TemplateFunction round(Arguments arguments) {
    int decimals = arguments.number(0, 0, 0, MOST_DECIMALS);
    return (value, work) -> {
      BigDecimal number = number(value);
      return number == null ? value : number.setScale(decimals, RoundingMode.HALF_UP);
    };
  }

  /** The value as a number of a bearable size; null if it is none. */
  static BigDecimal number(Object value) {
    if (!(value instanceof Number) && !(value instanceof CharSequence)) {
      return null;
    }
    if (value instanceof CharSequence text && text.length() > LONGEST) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(value.toString().strip());
      boolean isBearable =
          Math.abs((long) number.scale()) <= LONGEST && number.precision() <= LONGEST;
      return isBearable ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
