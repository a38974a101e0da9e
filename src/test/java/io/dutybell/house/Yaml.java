package io.dutybell.house;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** YAML as maps, lists and scalars, read by the parser that Camel reads it with. */
final class Yaml {

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setAllowDuplicateKeys(false).setUseMarks(true).build();

  private Yaml() {}

  /** The document. Throws an unchecked exception, with line and column, when it is not YAML. */
  static Object parse(String text) {
    return new Load(SETTINGS).loadFromString(text);
  }

  /** The value under these keys, or null when one of them is missing. */
  static Object at(Object node, String... keys) {
    Object found = node;
    for (String key : keys) {
      found = found instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return found;
  }

  /** The text under these keys, or an empty text when there is none. */
  static String text(Object node, String... keys) {
    return Objects.toString(at(node, keys), "");
  }

  /** The value as a list: itself, its items, or nothing. */
  static Collection<?> list(Object node) {
    return node == null ? List.of() : node instanceof Collection<?> items ? items : List.of(node);
  }

  /** Shows every key of every map at or below the node, with its value, from the outside in. */
  static void walk(Object node, BiConsumer<String, Object> visitor) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            visitor.accept(String.valueOf(key), value);
            walk(value, visitor);
          });
    } else if (node instanceof Collection<?> items) {
      items.forEach(item -> walk(item, visitor));
    }
  }

  /** A scalar, and how many lines of the file it takes. */
  record Scalar(String value, int lines, int startsAtLine) {}

  /** Every scalar of the document, in order. */
  static List<Scalar> scalars(String text) {
    List<Scalar> scalars = new ArrayList<>();
    new Parse(SETTINGS)
        .parseString(text)
        .forEach(
            event -> {
              if (event instanceof ScalarEvent scalar) {
                scalars.add(scalar(text, scalar));
              }
            });
    return scalars;
  }

  private static Scalar scalar(String text, ScalarEvent event) {
    Mark start = event.getStartMark().orElseThrow();
    Mark end = event.getEndMark().orElseThrow();
    boolean block =
        event.getScalarStyle() == ScalarStyle.LITERAL
            || event.getScalarStyle() == ScalarStyle.FOLDED;
    int from = text.offsetByCodePoints(0, start.getIndex());
    int to = text.offsetByCodePoints(0, end.getIndex());
    long written =
        text.substring(from, to)
            .lines()
            .skip(block ? 1 : 0)
            .filter(line -> !line.isBlank() && !(block && line.strip().startsWith("#")))
            .count();
    return new Scalar(event.getValue(), (int) written, start.getLine() + 1);
  }
}
