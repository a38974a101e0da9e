package io.dutybell.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every line of {@code application.properties} is explained by the comment above it. */
final class SettingsRules {

  private static final Pattern SENTENCE = Pattern.compile("(?s).*\\p{Lu}.*\\w.*\\.(\\s.*)?");
  private static final Pattern QUANTITY =
      Pattern.compile("(?:\\{\\{[^{}]*:)?-?\\d[\\d_]*(?:\\.\\d+)?(?:}})?");
  private static final Pattern UNIT =
      Pattern.compile(
          "(?i)\\b(milliseconds?|ms|seconds?|minutes?|hours?|days?|bytes?|[kmg]i?b|megabytes?|percent"
              + "|per (second|minute|hour)|ports?|characters|levels?|times|number of|how many|at most"
              + "|most|least|connections?|threads?|workers?|requests?|callbacks?|events?|alerts?"
              + "|notifications?|messages?|attempts?|rows?|files?|steps?|entries|nodes?|status)\\b|%");

  private SettingsRules() {}

  /** What is wrong, each with its line; empty when every rule is kept. */
  static List<String> violations(ProjectFiles files) {
    Path file = files.root().resolve("application.properties");
    return Files.exists(file) ? check(ProjectFiles.read(file)) : List.of();
  }

  private static List<String> check(String text) {
    List<String> violations = new ArrayList<>();
    StringBuilder comment = new StringBuilder();
    boolean continues = false;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String stripped = line.strip();
      if (continues) {
        continues = endsOpen(stripped);
      } else if (stripped.startsWith("#") || stripped.startsWith("!")) {
        comment.append(stripped.substring(1).strip()).append('\n');
      } else {
        if (!stripped.isEmpty()) {
          checkProperty(
              "application.properties:" + number, stripped, comment.toString(), violations);
          continues = endsOpen(stripped);
        }
        comment.setLength(0);
      }
    }
    return violations;
  }

  private static boolean endsOpen(String line) {
    return line.endsWith("\\");
  }

  private static void checkProperty(
      String where, String line, String comment, List<String> violations) {
    String[] parts = line.split("\\s*[=:]\\s*", 2);
    String name = where + ": " + parts[0];
    if (!SENTENCE.matcher(comment).matches()) {
      violations.add(name + " needs a comment above it, a sentence with a capital and a full stop");
      return;
    }
    Matcher quantity = QUANTITY.matcher(parts.length > 1 ? parts[1] : "");
    if (quantity.matches() && !UNIT.matcher(comment).find()) {
      violations.add(name + " is a quantity, and its comment does not say of what (its unit)");
    }
  }
}
