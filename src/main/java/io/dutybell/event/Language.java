package io.dutybell.event;

import java.util.Locale;

/** The languages in which Dutybell writes an alert's default texts. */
public enum Language {
  /** English. */
  EN,
  /** Simplified Chinese. */
  ZH;

  /**
   * The language of a tag such as {@code en}, {@code zh} or {@code zh-CN}; null if it is none of
   * the two, or null.
   */
  public static Language of(String tag) {
    String word = tag == null ? "" : tag.strip().toLowerCase(Locale.ROOT);
    for (Language language : values()) {
      String code = language.code();
      if (word.equals(code) || word.startsWith(code + "-") || word.startsWith(code + "_")) {
        return language;
      }
    }
    return null;
  }

  /** Its ISO 639 code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
