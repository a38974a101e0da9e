package io.dutybell.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that grows up to a limit and is cut between two characters as people see them. */
final class Output {

  private static final String MARK = "…";

  /** No character that people see is longer, apart from those that are made to be. */
  private static final int LONGEST_CHARACTER = 64;

  private static final Pattern CHARACTER = Pattern.compile("\\X");

  private final StringBuilder text = new StringBuilder();
  private final int limit;

  Output(int limit) {
    this.limit = limit;
  }

  /**
   * Adds a text.
   *
   * @throws Work.Stopped if it is too long; as much as fits is there, and what is needed to see
   *     where the last character ends
   */
  void add(CharSequence more) {
    int room = limit + LONGEST_CHARACTER - text.length();
    text.append(more, 0, Math.min(more.length(), room));
    if (text.length() > limit) {
      throw new Work.Stopped();
    }
  }

  /** All of it, which may only be asked for when nothing was too long. */
  String whole() {
    return text.toString();
  }

  /** What is there, fit to be stored. */
  RenderedText finished(boolean cut) {
    if (!cut) {
      return new RenderedText(Storable.text(text), false);
    }
    int end = text.length() < limit ? text.length() : characterEnd(limit - MARK.length());
    text.setLength(end);
    return new RenderedText(Storable.text(text) + MARK, true);
  }

  /** The last place up to {@code end} at which a character begins. */
  private int characterEnd(int end) {
    int start = Math.max(0, end - LONGEST_CHARACTER);
    for (int i = end; i > start; i--) {
      if (text.charAt(i - 1) < 0x80) {
        start = i - 1;
      }
    }
    if (Character.isLowSurrogate(text.charAt(start))) {
      start++;
    }
    int last = start;
    Matcher characters = CHARACTER.matcher(text).region(start, text.length());
    while (characters.find() && characters.end() <= end) {
      last = characters.end();
    }
    return last > start ? last : whole(end);
  }

  private int whole(int end) {
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }
}
