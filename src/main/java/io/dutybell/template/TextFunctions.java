package io.dutybell.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Functions that make a text of a text. */
final class TextFunctions {

  private static final int LONGEST = 1_000_000;

  private TextFunctions() {}

  static TemplateFunction lowerCase(Arguments none) {
    return onText(text -> text.toLowerCase(Locale.ROOT));
  }

  static TemplateFunction upperCase(Arguments none) {
    return onText(text -> text.toUpperCase(Locale.ROOT));
  }

  static TemplateFunction trim(Arguments none) {
    return onText(String::strip);
  }

  /** As part of a URL: everything but letters, digits and {@code .-*_} as {@code %XX}. */
  static TemplateFunction urlEncode(Arguments none) {
    return onText(text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /** Counted in characters, not UTF-16 units; places behind the end count as the end. */
  static TemplateFunction substring(Arguments arguments) {
    int start = arguments.number(0, 0, 0, LONGEST);
    int end = arguments.number(1, LONGEST, 0, LONGEST);
    if (end < start) {
      throw arguments.mistake(1, "must not be before argument 1, where the text begins");
    }
    return onText(
        text -> {
          int from = place(text, 0, start);
          return text.substring(from, place(text, from, end - start));
        });
  }

  private static int place(String text, int from, int characters) {
    return text.codePointCount(from, text.length()) <= characters
        ? text.length()
        : text.offsetByCodePoints(from, characters);
  }

  static TemplateFunction replaceAll(Arguments arguments) {
    String old = arguments.textToFind(0);
    String young = arguments.text(1);
    return (value, work) -> {
      if (value == null) {
        return null;
      }
      String text = read(value, work);
      StringBuilder replaced = new StringBuilder();
      int from = 0;
      for (int at = text.indexOf(old); at >= 0; at = text.indexOf(old, from)) {
        work.spend(young.length() + 1L);
        replaced.append(text, from, at).append(young);
        from = at + old.length();
      }
      return replaced.append(text, from, text.length()).toString();
    };
  }

  static TemplateFunction splitTakeAt(Arguments arguments) {
    String delimiter = arguments.textToFind(0);
    int index = arguments.number(1, 0, 0, LONGEST);
    return onText(
        text -> {
          int start = 0;
          for (int i = 0; i < index; i++) {
            int found = text.indexOf(delimiter, start);
            if (found < 0) {
              return null;
            }
            start = found + delimiter.length();
          }
          int end = text.indexOf(delimiter, start);
          return end < 0 ? text.substring(start) : text.substring(start, end);
        });
  }

  /** The only function that makes something of nothing. */
  static TemplateFunction orElse(Arguments arguments) {
    String other = arguments.text(0);
    return (value, work) -> value == null || "".equals(value) ? other : value;
  }

  /** The function that applies to the text of every value but null, of which it makes null. */
  static TemplateFunction onText(UnaryOperator<String> function) {
    return (value, work) -> {
      if (value == null) {
        return null;
      }
      String result = function.apply(read(value, work));
      work.spend(result == null ? 0 : result.length());
      return result;
    };
  }

  /** The value as text, for which work is spent. */
  static String read(Object value, Work work) {
    String text = Values.text(value, work);
    work.spend(text.length());
    return text;
  }
}
