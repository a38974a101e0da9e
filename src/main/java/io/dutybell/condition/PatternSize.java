package io.dutybell.condition;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a regular expression gets when its repetitions are written out, at the least roughly:
 * it has to be known before anything is made of the expression. Never fails; what is no regular
 * expression is found by whoever reads it.
 */
final class PatternSize {

  private static final long HUGE = 1L << 40;

  private final Deque<Long> outer = new ArrayDeque<>();
  private final String text;
  private long sum;
  private long last;
  private int at;

  private PatternSize(String text) {
    this.text = text;
  }

  static long of(String text) {
    return new PatternSize(text).count();
  }

  private long count() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '(' -> {
          outer.push(sum);
          sum = 0;
          last = 0;
          at++;
        }
        case ')' -> {
          last = sum + 1;
          sum = Math.min(HUGE, last + (outer.isEmpty() ? 0 : outer.pop()));
          at++;
        }
        case '{' -> repeat();
        case '[' -> atom(endOfClass());
        case '\\' -> atom(at + 2);
        default -> atom(at + 1);
      }
    }
    while (!outer.isEmpty()) {
      sum = Math.min(HUGE, sum + outer.pop());
    }
    return sum;
  }

  private void atom(int end) {
    last = 1;
    sum = Math.min(HUGE, sum + 1);
    at = end;
  }

  /** A class ends with the first bracket that is neither escaped nor its first character. */
  private int endOfClass() {
    int i = at + 1;
    if (i < text.length() && text.charAt(i) == '^') {
      i++;
    }
    for (int first = i; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == ']' && i > first) {
        return i + 1;
      }
    }
    return text.length();
  }

  private void repeat() {
    long most = 1;
    long number = 0;
    int i = at + 1;
    for (; i < text.length() && text.charAt(i) != '}'; i++) {
      char c = text.charAt(i);
      number = c >= '0' && c <= '9' ? Math.min(HUGE, number * 10 + (c - '0')) : 0;
      most = Math.max(most, number);
    }
    if (i >= text.length()) {
      atom(at + 1);
      return;
    }
    long repeated = last > HUGE / most ? HUGE : last * most;
    sum = Math.min(HUGE, sum - last + repeated);
    last = repeated;
    at = i + 1;
  }
}
