package io.dutybell.template;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;

/** Functions with regular expressions. */
final class RegexFunctions {

  private static final BoundedRegex URL = BoundedRegex.of("(?i)https?://[^\\s<>\"'\\\\{}|^`]+");
  private static final String AFTER_URLS = ".,;:!?)]";

  private RegexFunctions() {}

  /** The first match, or what is in one of its groups: the first one, if there are any. */
  static TemplateFunction take(Arguments arguments) {
    BoundedRegex regex = regex(arguments);
    int group = arguments.number(1, Math.min(1, regex.groupCount()), 0, regex.groupCount());
    return (value, work) -> value == null ? null : first(regex, group, value, work);
  }

  private static String first(BoundedRegex regex, int group, Object value, Work work) {
    String text = TextFunctions.read(value, work);
    Matcher matcher = regex.matcher(text, work);
    return matcher.find() && matcher.start(group) >= 0
        ? text.substring(matcher.start(group), matcher.end(group))
        : null;
  }

  /** The first http or https URL, without what ends the sentence it stands in. */
  static TemplateFunction url(Arguments none) {
    return (value, work) -> value == null ? null : withoutEnd(first(URL, 0, value, work));
  }

  private static String withoutEnd(String url) {
    if (url == null) {
      return null;
    }
    int end = url.length();
    while (AFTER_URLS.indexOf(url.charAt(end - 1)) >= 0) {
      end--;
    }
    return url.substring(0, end);
  }

  static TemplateFunction replaceAll(Arguments arguments) {
    BoundedRegex regex = regex(arguments);
    List<Part> parts = parts(arguments, regex.groupCount());
    return (value, work) -> {
      if (value == null) {
        return null;
      }
      String text = TextFunctions.read(value, work);
      Matcher matcher = regex.matcher(text, work);
      StringBuilder replaced = new StringBuilder();
      int from = 0;
      for (int at = 0; at <= text.length() && matcher.find(at); at = next(text, matcher)) {
        replaced.append(text, from, matcher.start());
        for (Part part : parts) {
          int length = replaced.length();
          part.add(replaced, text, matcher);
          work.spend(1L + replaced.length() - length);
        }
        from = matcher.end();
      }
      return replaced.append(text, from, text.length()).toString();
    };
  }

  /** Where to search on. By itself RE2/J would go into the middle of a surrogate pair. */
  private static int next(String text, Matcher found) {
    int end = found.end();
    boolean isEmpty = found.start() == end;
    return isEmpty && end < text.length()
        ? text.offsetByCodePoints(end, 1)
        : end + (isEmpty ? 1 : 0);
  }

  /** A piece of a replacement: a text, or what is in a group when there is none. */
  private record Part(String fixed, int group) {

    void add(StringBuilder replaced, String text, Matcher matcher) {
      if (fixed != null) {
        replaced.append(fixed);
      } else if (matcher.start(group) >= 0) {
        replaced.append(text, matcher.start(group), matcher.end(group));
      }
    }
  }

  /** {@code $1} to {@code $9} are groups, {@code $0} is all, {@code $$} a dollar. */
  private static List<Part> parts(Arguments arguments, int groups) {
    String text = arguments.text(1);
    List<Part> parts = new ArrayList<>();
    StringBuilder fixed = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i) == '$' && i + 1 < text.length() ? text.charAt(i + 1) : 0;
      if (next >= '0' && next <= '9') {
        if (next - '0' > groups) {
          throw arguments.mistake(
              1, "names group $" + next + ", but the regular expression has " + groups);
        }
        parts.add(new Part(fixed.toString(), -1));
        parts.add(new Part(null, next - '0'));
        fixed.setLength(0);
        i++;
      } else {
        fixed.append(text.charAt(i));
        i += next == '$' ? 1 : 0;
      }
    }
    parts.add(new Part(fixed.toString(), -1));
    return List.copyOf(parts);
  }

  private static BoundedRegex regex(Arguments arguments) {
    try {
      return BoundedRegex.of(arguments.textToFind(0));
    } catch (IllegalArgumentException e) {
      throw arguments.mistake(0, "is a regular expression that " + e.getMessage());
    }
  }
}
