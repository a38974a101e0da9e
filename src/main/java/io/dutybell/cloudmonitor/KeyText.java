package io.dutybell.cloudmonitor;

/** Joins the parts of an alert key so that a person can read them and no two sets look the same. */
final class KeyText {

  private KeyText() {}

  /** The parts with a bar between them; a null part is empty. */
  static String join(String... parts) {
    StringBuilder key = new StringBuilder(128);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        key.append('|');
      }
      if (parts[i] != null) {
        escape(key, parts[i], "");
      }
    }
    return key.toString();
  }

  /** Appends the text with a backslash before backslashes, bars and these characters. */
  static void escape(StringBuilder to, String text, String characters) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == '|' || characters.indexOf(c) >= 0) {
        to.append('\\');
      }
      to.append(c);
    }
  }
}
