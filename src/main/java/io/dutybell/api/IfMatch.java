package io.dutybell.api;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code If-Match}: the versions of an entity with which a change is still wanted.
 *
 * @param any whether every version is wanted
 * @param versions the wanted versions; those of weak tags are not among them, because weak tags
 *     never fit
 */
record IfMatch(boolean any, Set<String> versions) {

  private static final IfMatch WHATEVER = new IfMatch(true, Set.of());

  /** A tag or nothing, and what ends it. */
  private static final Pattern TAG =
      Pattern.compile(
          "[ \\t]*+(?:(W/)?+\"([\\x21\\x23-\\x7e\\x80-\\xff]*+)\")?+[ \\t]*+(?:,|(\\z))");

  IfMatch {
    versions = Set.copyOf(versions);
  }

  /**
   * Reads the header.
   *
   * @param header as sent; null when there is none
   * @throws Problem 400 when it is not {@code *} or a list of tags
   */
  static IfMatch of(String header) {
    if (header == null || header.strip().equals("*")) {
      return WHATEVER;
    }
    Set<String> versions = new HashSet<>();
    boolean isEmpty = true;
    boolean isEnd = false;
    Matcher tag = TAG.matcher(header);
    for (int at = 0; !isEnd; at = tag.end()) {
      if (!tag.region(at, header.length()).lookingAt()) {
        throw unreadable();
      }
      isEnd = tag.group(3) != null;
      isEmpty &= tag.group(2) == null;
      if (tag.group(2) != null && tag.group(1) == null) {
        versions.add(tag.group(2));
      }
    }
    if (isEmpty) {
      throw unreadable();
    }
    return new IfMatch(false, versions);
  }

  private static Problem unreadable() {
    return Problem.badRequest(
        "the header If-Match must be * or a list of entity tags as ETag gave them, each in quotes");
  }

  /**
   * Refuses, with 412, a change of an entity that is no longer as the caller has seen it.
   *
   * @param current gives the entity's version, or null when it has none; asked only when it matters
   */
  void require(Supplier<String> current) {
    if (any) {
      return;
    }
    String version = current.get();
    if (version == null || !versions.contains(version)) {
      throw Problem.of(
          Answer.error(
              412,
              "PRECONDITION_FAILED",
              "it is no longer as If-Match says; get it again and decide anew"));
    }
  }
}
