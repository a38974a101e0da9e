package io.dutybell.condition;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** A regular expression that takes time in proportion to the text, whatever either of them is. */
final class LinearPattern {

  private static final int LONGEST = 1_000;

  /** Steps that the expression may need for one character. */
  private static final int LARGEST = 2_000;

  /** An expression that is none. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message, null, false, false);
    }
  }

  private final Pattern pattern;
  private final int size;

  private LinearPattern(Pattern pattern) {
    this.pattern = pattern;
    this.size = Math.max(1, pattern.programSize());
  }

  /**
   * Reads an expression.
   *
   * @throws Refused when it is none, or would take too long
   */
  static LinearPattern of(String text, boolean exact) throws Refused {
    if (text.length() > LONGEST) {
      throw new Refused("a regular expression may have " + LONGEST + " characters");
    }
    if (PatternSize.of(text) > LARGEST) {
      throw new Refused("the regular expression repeats too much");
    }
    try {
      LinearPattern pattern =
          new LinearPattern(Pattern.compile(text, exact ? 0 : Pattern.CASE_INSENSITIVE));
      if (pattern.size > LARGEST) {
        throw new Refused("the regular expression is too large");
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new Refused("the regular expression has a mistake: " + e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      throw new Refused("the regular expression cannot be read");
    }
  }

  /** Whether it is found anywhere in the text. */
  boolean isFoundIn(String text, Effort effort) {
    if (!effort.spend((long) size * (text.length() + 1))) {
      return false;
    }
    Matcher matcher = pattern.matcher(text);
    return matcher.find();
  }
}
