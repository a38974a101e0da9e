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

  /** The last place up to {@code end} at which a character begins, as people see characters. */
  private int characterEnd(int end) {
    int start = lookFrom(end);
    int last = start;
    Matcher characters = CHARACTER.matcher(text).region(start, text.length());
    while (characters.find() && characters.end() <= end) {
      last = characters.end();
    }
    return last > start || isAscii(start) ? last : whole(end);
  }

  /**
   * A place before {@code end} from which characters can be told apart: an ASCII character, the
   * first of a row of flags, or one that is far enough away.
   */
  private int lookFrom(int end) {
    int farthest = end - LONGEST_CHARACTER;
    for (int i = end - 1; i > farthest; i--) {
      if (isAscii(i)) {
        return i;
      }
    }
    int start = Character.isLowSurrogate(text.charAt(farthest)) ? farthest - 1 : farthest;
    while (start > 1 && isPartOfFlag(text.codePointBefore(start))) {
      start -= 2;
    }
    return start;
  }

  private boolean isAscii(int place) {
    return text.charAt(place) < 0x80;
  }

  private static boolean isPartOfFlag(int c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
  }

  private int whole(int end) {
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }
}
