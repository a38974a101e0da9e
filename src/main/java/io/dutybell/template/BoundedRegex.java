package io.dutybell.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in RE2 syntax, whose size is bounded and whose work is counted: a search
 * takes time in proportion to the text, but a text may be searched again from every place in it.
 */
final class BoundedRegex {

  /**
   * The size that a pattern may have before it is compiled. It is a bound from above, so it is
   * larger than what the compiled program may have.
   */
  private static final long MAX_ESTIMATE = 100_000;

  /** How many instructions are looked at in the time in which a function reads a character. */
  private static final int INSTRUCTIONS = 8;

  private static final java.util.regex.Pattern COUNT =
      java.util.regex.Pattern.compile("(.?)\\{([0-9]{1,4})(?:,([0-9]{0,4}))?\\}");

  private final Pattern pattern;
  private final int cost;

  private BoundedRegex(Pattern pattern) {
    this.pattern = pattern;
    this.cost = 1 + pattern.programSize() / INSTRUCTIONS;
  }

  /**
   * Reads a regular expression.
   *
   * @throws IllegalArgumentException if it is too large or no regular expression; the message says
   *     why, and reads on from "the regular expression …"
   */
  static BoundedRegex of(String source) {
    if (source.length() > Template.MAX_REGEX_LENGTH) {
      throw new IllegalArgumentException(
          "has more than " + Template.MAX_REGEX_LENGTH + " characters");
    }
    if (estimate(source) > MAX_ESTIMATE) {
      throw tooLarge();
    }
    try {
      Pattern pattern = Pattern.compile(source);
      if (pattern.programSize() > Template.MAX_REGEX_SIZE) {
        throw tooLarge();
      }
      return new BoundedRegex(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "is none in RE2 syntax: " + e.getDescription() + " at " + e.getPattern(), e);
    }
  }

  private static IllegalArgumentException tooLarge() {
    return new IllegalArgumentException(
        "is too large when its repetitions are written out, with more than "
            + Template.MAX_REGEX_SIZE
            + " instructions");
  }

  /**
   * A size that the program cannot exceed by much. Compiling would write out all repetitions, and
   * those of groups multiply what is in the group, so they are looked at before.
   */
  private static double estimate(String source) {
    double groups = 1;
    int largest = 1;
    java.util.regex.Matcher count = COUNT.matcher(source);
    while (count.find()) {
      boolean isOpen = count.group(3) == null || count.group(3).isEmpty();
      int times = Integer.parseInt(isOpen ? count.group(2) : count.group(3)) + 1;
      if (count.group(1).equals(")")) {
        groups *= times;
      } else {
        largest = Math.max(largest, times);
      }
    }
    return source.length() * groups * largest;
  }

  int groupCount() {
    return pattern.groupCount();
  }

  /** Searches the text; each character that is looked at costs work. */
  Matcher matcher(String text, Work work) {
    return pattern.matcher(new Counted(text, work, cost));
  }

  /** Text that counts how often it is read. */
  private record Counted(String text, Work work, int cost) implements CharSequence {

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      work.spend(cost);
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
