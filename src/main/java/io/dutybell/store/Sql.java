package io.dutybell.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement from {@code sql/<table>/<what-it-does>.sql}, with {@code :names} for its
 * parameters. Where a database needs its own form, the file is {@code
 * <what-it-does>.postgresql.sql} or {@code .h2.sql}. A line that ends in {@code -- when <part>}
 * belongs to the statement only when that part is asked for, so that a query with optional filters
 * gives the database just the conditions that are in force. A line that ends in {@code -- for each
 * <part>} stands there once for every {@code <part>-1}, {@code <part>-2}, … that is asked for, with
 * that number for {@code #}.
 *
 * @param name the file's path without folder {@code sql} and without ending
 * @param text the statement with {@code ?} for every parameter
 * @param positions where each parameter stands, counted from 1
 * @param takesRows whether its parameters are whole columns, written {@code :name[]}: it is then
 *     run once for many rows
 */
record Sql(String name, String text, Map<String, List<Integer>> positions, boolean takesRows) {

  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*--.*$");
  private static final Pattern OPTIONAL = Pattern.compile("(?m)^(.*)-- when ([a-z-]+)[ ]*$");
  private static final Pattern REPEATED = Pattern.compile("(?m)^(.*)-- for each ([a-z-]+)[ ]*\\R?");
  private static final Pattern NUMBERED = Pattern.compile("(.+)-([0-9]+)");
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z][A-Za-z0-9]*)(\\[\\])?");

  /**
   * Reads a statement from the class path; a missing file is a mistake of the program and throws.
   */
  static Sql load(String name, Dialect dialect, Set<String> parts) {
    String own = "/sql/" + name + "." + dialect.suffix() + ".sql";
    String common = "/sql/" + name + ".sql";
    try (InputStream ownFile = Sql.class.getResourceAsStream(own);
        InputStream commonFile = Sql.class.getResourceAsStream(common)) {
      InputStream file = ownFile != null ? ownFile : commonFile;
      if (file == null) {
        throw new IllegalArgumentException("no SQL file " + common);
      }
      String source = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return parse(name, choose(name, source, parts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether some of these parts stand for lines that are repeated. */
  static boolean isRepeated(Set<String> parts) {
    return parts.stream().anyMatch(part -> NUMBERED.matcher(part).matches());
  }

  /** The source with the optional lines of these parts, and without those of any other. */
  static String choose(String name, String source, Set<String> parts) {
    Set<String> unknown = new HashSet<>(parts);
    Matcher matcher = OPTIONAL.matcher(repeat(source, parts, unknown));
    StringBuilder chosen = new StringBuilder();
    while (matcher.find()) {
      unknown.remove(matcher.group(2));
      matcher.appendReplacement(
          chosen,
          parts.contains(matcher.group(2)) ? Matcher.quoteReplacement(matcher.group(1)) : "");
    }
    matcher.appendTail(chosen);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("statement " + name + " has no part " + unknown);
    }
    return chosen.toString();
  }

  private static String repeat(String source, Set<String> parts, Set<String> unknown) {
    Matcher matcher = REPEATED.matcher(source);
    StringBuilder repeated = new StringBuilder();
    while (matcher.find()) {
      StringBuilder lines = new StringBuilder();
      for (int i = 1; parts.contains(matcher.group(2) + "-" + i); i++) {
        unknown.remove(matcher.group(2) + "-" + i);
        lines.append(matcher.group(1).replace("#", Integer.toString(i))).append('\n');
      }
      matcher.appendReplacement(repeated, Matcher.quoteReplacement(lines.toString()));
    }
    return matcher.appendTail(repeated).toString();
  }

  static Sql parse(String name, String source) {
    Map<String, List<Integer>> positions = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(COMMENT.matcher(source).replaceAll(""));
    StringBuilder text = new StringBuilder();
    int count = 0;
    int columns = 0;
    while (matcher.find()) {
      columns += matcher.group(2) == null ? 0 : 1;
      positions.computeIfAbsent(matcher.group(1), p -> new ArrayList<>()).add(++count);
      matcher.appendReplacement(text, "?");
    }
    matcher.appendTail(text);
    if (columns > 0 && columns < count) {
      throw new IllegalArgumentException(
          "statement " + name + " mixes columns (:name[]) and single values (:name)");
    }
    return new Sql(name, text.toString().strip(), positions, columns > 0);
  }

  /** Where a parameter stands; one that the statement does not have is a mistake of the program. */
  List<Integer> positionsOf(String param) {
    List<Integer> found = positions.get(param);
    if (found == null) {
      throw new IllegalArgumentException("statement " + name + " has no parameter :" + param);
    }
    return found;
  }
}
