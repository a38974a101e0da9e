package io.dutybell.event;

/** Bounds for text that came from outside. */
public final class Texts {

  private Texts() {}

  /**
   * The text, or its beginning with a mark of omission.
   *
   * @param text may be null, and is then given back
   * @param most the most characters to give; a character outside the basic plane is never cut in
   *     two
   */
  public static String cut(String text, int most) {
    if (text == null || text.length() <= most) {
      return text;
    }
    int end = most - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
