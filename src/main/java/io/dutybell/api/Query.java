package io.dutybell.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The query parameters of a call, each with all its values. Every reading method throws a {@link
 * Problem} that names the parameter when a value makes no sense.
 */
public final class Query {

  private static final int MOST_VALUES = 50;
  private static final int LONGEST = 500;

  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads the part of a URL after the question mark.
   *
   * @param raw as sent, percent-encoded; null when there is none
   */
  public static Query parse(String raw) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (value.length() > LONGEST) {
        throw Problem.invalid(shown(name), "is longer than " + LONGEST + " characters");
      }
      values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      if (values.get(name).size() > MOST_VALUES) {
        throw Problem.invalid(shown(name), "has more than " + MOST_VALUES + " values");
      }
    }
    return new Query(values);
  }

  /** All non-empty values, in order; empty when there is none. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of()).stream().filter(v -> !v.isBlank()).toList();
  }

  /** All values, of which each may hold several with commas between. */
  public Set<String> names(String name) {
    return all(name).stream()
        .flatMap(names -> Stream.of(names.split(",")))
        .collect(Collectors.toSet());
  }

  /** The last value. */
  public Optional<String> text(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The last value as a whole number within the limits. */
  public Optional<Integer> number(String name, int least, int most) {
    return text(name)
        .map(
            value -> {
              if (value.matches("\\d{1,9}")) {
                int number = Integer.parseInt(value);
                if (number >= least && number <= most) {
                  return number;
                }
              }
              throw Problem.invalid(name, "must be a whole number from " + least + " to " + most);
            });
  }

  /** All values as numbers of resources. */
  public List<Long> ids(String name) {
    List<Long> ids = new ArrayList<>();
    for (String value : all(name)) {
      if (!Call.isId(value)) {
        throw Problem.invalid(name, "must be the id of a resource, a whole number");
      }
      ids.add(Long.parseLong(value));
    }
    return ids;
  }

  /** The last value as the number of a resource. */
  public Optional<Long> id(String name) {
    List<Long> ids = ids(name);
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(ids.size() - 1));
  }

  /** All values as words of a list, once each. */
  public <E extends Enum<E>> Set<E> words(String name, Class<E> type) {
    Set<E> words = new TreeSet<>();
    for (String value : all(name)) {
      words.add(Fields.word(name, value, type));
    }
    return words;
  }

  /** All values as instants. */
  public List<Instant> instants(String name) {
    List<Instant> instants = new ArrayList<>();
    for (String value : all(name)) {
      instants.add(instant(name, value));
    }
    return instants;
  }

  /** The last value as a duration of at most this length. */
  public Optional<Duration> duration(String name, Duration most) {
    return text(name).map(value -> Fields.duration(name, value, Duration.ZERO, most));
  }

  /**
   * An instant with its offset, such as {@code 2026-11-22T15:06:00Z}. A plus sign that was not
   * encoded arrives as a space.
   */
  static Instant instant(String name, String value) {
    try {
      Instant instant =
          OffsetDateTime.parse(value.strip().toUpperCase(Locale.ROOT).replace(' ', '+'))
              .toInstant();
      if (instant.isBefore(Fields.EARLIEST) || instant.isAfter(Fields.LATEST)) {
        throw Problem.invalid(name, "must be between the years 1970 and 9999");
      }
      return instant;
    } catch (DateTimeException e) {
      throw Problem.invalid(
          name, "must be an instant with its offset, such as 2026-11-22T15:06:00.000Z");
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("the query string is not percent-encoded correctly");
    }
  }

  private static String shown(String name) {
    return name.length() > 50 ? "a query parameter" : name;
  }
}
