package io.dutybell.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must not stand anywhere in the sources. */
final class WordingRules {

  /** These files name what they forbid. */
  private static final String HOUSE = "src/test/java/io/dutybell/house/";

  private static final Pattern LEFT_OVER = Pattern.compile("\\b(TODO|FIXME)\\b");
  private static final Pattern SLEEP =
      Pattern.compile("\\bThread\\s*\\.\\s*sleep\\b|\\bTimeUnit\\.\\w+\\.sleep\\b");
  private static final Pattern MOCK =
      Pattern.compile("\\b(org\\.mockito|easymock|jmockit|powermock)\\b");

  private WordingRules() {}

  /** What is wrong, each with file and line; empty when every rule is kept. */
  static List<String> violations(ProjectFiles files) {
    List<String> violations = new ArrayList<>();
    String[] sources = {
      ".java", ".yaml", ".yml", ".sql", ".properties", ".html", ".css", ".js", ".json", ".xml"
    };
    for (String folder : List.of("src", "routes")) {
      for (Path file : files.in(folder, sources)) {
        find(files, file, LEFT_OVER, "is left over; finish it or leave it out", violations);
      }
    }
    for (Path file : files.in("src/test/java", ".java")) {
      find(files, file, SLEEP, "makes a test slow or flaky; turn the clock or await", violations);
      find(files, file, MOCK, "mocks; use the real thing", violations);
    }
    return violations;
  }

  private static void find(
      ProjectFiles files, Path file, Pattern pattern, String why, List<String> violations) {
    String name = files.name(file);
    if (name.startsWith(HOUSE) || name.endsWith(".min.js")) {
      return;
    }
    int number = 0;
    for (String line : ProjectFiles.read(file).lines().toList()) {
      number++;
      Matcher found = pattern.matcher(line);
      if (found.find()) {
        violations.add(name + ":" + number + ": '" + found.group() + "' " + why);
      }
    }
  }
}
