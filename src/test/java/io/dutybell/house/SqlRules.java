package io.dutybell.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every SQL file is named in the code, and every name in the code has its file; a statement that
 * takes whole columns on one database is given batches.
 */
final class SqlRules {

  private static final String FOLDER = "src/main/resources/sql";
  private static final Pattern FILE =
      Pattern.compile("([a-z][a-z0-9_]*/[a-z][a-z0-9-]*)(?:\\.(h2|postgresql))?\\.sql");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
  private static final Pattern NAME = Pattern.compile("([a-z][a-z0-9_]*)/[a-z][a-z0-9-]*");
  private static final Pattern CALL =
      Pattern.compile(
          "\\.(list|first|update|insert|batch)\\(\\s*\"([a-z][a-z0-9_]*/[a-z][a-z0-9-]*)\"");
  private static final Pattern COLUMN = Pattern.compile(":[a-zA-Z]+\\[]");

  private SqlRules() {}

  /** What is wrong, each with its file; empty when every rule is kept. */
  static List<String> violations(ProjectFiles files) {
    List<String> violations = new ArrayList<>();
    Map<String, Set<String>> statements = statements(files, violations);
    Set<String> tables =
        statements.keySet().stream()
            .map(name -> name.substring(0, name.indexOf('/')))
            .collect(Collectors.toSet());
    Set<String> takesColumns = takesColumns(files);
    Set<String> used = new TreeSet<>();
    for (Path file : files.in("src/main/java", ".java")) {
      Matcher call = CALL.matcher(ProjectFiles.read(file));
      while (call.find()) {
        if (takesColumns.contains(call.group(2)) && !call.group(1).equals("batch")) {
          violations.add(
              files.name(file)
                  + ": "
                  + call.group(2)
                  + " takes whole columns; call batch, with one item if there is only one");
        }
      }
      for (String name : namesIn(ProjectFiles.read(file), tables)) {
        used.add(name);
        if (!statements.containsKey(name)) {
          violations.add(
              files.name(file)
                  + ": names the statement "
                  + name
                  + ", which has no file in "
                  + FOLDER);
        }
      }
    }
    String yaml =
        files.in("routes", ".yaml", ".yml").stream()
            .map(ProjectFiles::read)
            .collect(Collectors.joining("\n"));
    statements.forEach(
        (name, dialects) -> {
          if (!used.contains(name) && !yaml.contains(name)) {
            violations.add(FOLDER + "/" + name + ": is not used in Java or YAML");
          }
          if (!dialects.contains("") && dialects.size() == 1) {
            violations.add(
                FOLDER + "/" + name + ": is there for " + dialects.iterator().next() + " only");
          }
        });
    return violations;
  }

  private static Set<String> takesColumns(ProjectFiles files) {
    Set<String> names = new TreeSet<>();
    for (Path path : files.in(FOLDER, "")) {
      Matcher parts = FILE.matcher(files.name(path).substring(FOLDER.length() + 1));
      if (parts.matches() && COLUMN.matcher(ProjectFiles.read(path)).find()) {
        names.add(parts.group(1));
      }
    }
    return names;
  }

  private static Map<String, Set<String>> statements(ProjectFiles files, List<String> violations) {
    Map<String, Set<String>> statements = new TreeMap<>();
    for (Path path : files.in(FOLDER, "")) {
      String file = files.name(path).substring(FOLDER.length() + 1);
      Matcher parts = FILE.matcher(file);
      if (parts.matches()) {
        String dialect = parts.group(2) == null ? "" : parts.group(2);
        statements.computeIfAbsent(parts.group(1), n -> new TreeSet<>()).add(dialect);
      } else {
        violations.add(FOLDER + "/" + file + ": is not called <table>/<what-it-does>.sql");
      }
    }
    return statements;
  }

  private static Set<String> namesIn(String java, Set<String> tables) {
    Set<String> names = new TreeSet<>();
    Matcher literal = LITERAL.matcher(java);
    while (literal.find()) {
      Matcher name = NAME.matcher(literal.group(1));
      if (name.matches() && tables.contains(name.group(1))) {
        names.add(literal.group(1));
      }
    }
    Matcher call = CALL.matcher(java);
    while (call.find()) {
      names.add(call.group(2));
    }
    return names;
  }
}
