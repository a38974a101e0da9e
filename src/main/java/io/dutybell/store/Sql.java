package io.dutybell.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement from {@code sql/<table>/<what-it-does>.sql}, with {@code :names} for its
 * parameters. Where a database needs its own form, the file is {@code
 * <what-it-does>.postgresql.sql} or {@code .h2.sql}.
 *
 * @param name the file's path without folder {@code sql} and without ending
 * @param text the statement with {@code ?} for every parameter
 * @param positions where each parameter stands, counted from 1
 */
record Sql(String name, String text, Map<String, List<Integer>> positions) {

  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*--.*$");
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z][A-Za-z0-9]*)");

  /**
   * Reads a statement from the class path; a missing file is a mistake of the program and throws.
   */
  static Sql load(String name, Dialect dialect) {
    String own = "/sql/" + name + "." + dialect.suffix() + ".sql";
    String common = "/sql/" + name + ".sql";
    try (InputStream ownFile = Sql.class.getResourceAsStream(own);
        InputStream commonFile = Sql.class.getResourceAsStream(common)) {
      InputStream file = ownFile != null ? ownFile : commonFile;
      if (file == null) {
        throw new IllegalArgumentException("no SQL file " + common);
      }
      return parse(name, new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Sql parse(String name, String source) {
    Map<String, List<Integer>> positions = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(COMMENT.matcher(source).replaceAll(""));
    StringBuilder text = new StringBuilder();
    int count = 0;
    while (matcher.find()) {
      positions.computeIfAbsent(matcher.group(1), p -> new ArrayList<>()).add(++count);
      matcher.appendReplacement(text, "?");
    }
    matcher.appendTail(text);
    return new Sql(name, text.toString().strip(), positions);
  }
}
