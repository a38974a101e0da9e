package io.dutybell.cloudmonitor;

import io.dutybell.event.Severity;
import io.dutybell.event.State;
import io.dutybell.event.Text;
import java.util.Locale;

/**
 * The default summary, put together from what is there: {@code [CRITICAL] CPUUtilization 97.3 % >=
 * 95 on prod-web-01 (i-bp1) – Web server load}.
 */
final class Summary {

  private static final int MAX_PART = 200;

  private final Words words;
  private final StringBuilder text = new StringBuilder(160);

  /**
   * Begins with how bad it is and what it is about: the first of these subjects that is not null,
   * which need not exist.
   */
  Summary(Words words, State state, Severity severity, String... subjects) {
    this.words = words;
    text.append('[').append(words.tag(state, severity)).append("] ");
    String subject = words.get("summary.untitled");
    for (String candidate : subjects) {
      if (Text.present(candidate) != null) {
        subject = candidate;
        break;
      }
    }
    text.append(Text.cut(subject.strip(), MAX_PART));
  }

  /** Adds {@code before + part}, unless there is no part. */
  Summary add(String before, String part) {
    if (Text.present(part) != null) {
      text.append(before).append(Text.cut(part.strip(), MAX_PART));
    }
    return this;
  }

  /** Adds the name of the rule, or another text, unless the summary says it already. */
  Summary named(String name) {
    boolean isSaid = name != null && text.indexOf(Text.cut(name.strip(), MAX_PART)) >= 0;
    return isSaid ? this : add(" – ", name);
  }

  /** Adds the resource by name and id. */
  Summary on(String name, String id) {
    return on(resource(name, id));
  }

  /** Adds the resource; nothing for null. */
  Summary on(String resource) {
    return add(words.get("summary.on"), resource);
  }

  private static String resource(String name, String id) {
    if (name == null || id == null || name.equals(id)) {
      return name == null ? id : name;
    }
    return name + " (" + id + ")";
  }

  /** A value with its unit; null without a value. */
  static String measured(String value, String unit) {
    return value == null || unit == null ? value : value + " " + unit;
  }

  /** The word in upper case for comparing; empty for null. */
  static String upper(String word) {
    return word == null ? "" : word.strip().toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
