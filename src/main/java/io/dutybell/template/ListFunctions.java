package io.dutybell.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Functions on lists and objects. */
final class ListFunctions {

  private ListFunctions() {}

  /** The items, nulls left out, with a text in between; what is no list stays as it is. */
  static TemplateFunction join(Arguments arguments) {
    String between = arguments.text(0, ", ");
    return (value, work) ->
        value instanceof Collection<?> list
            ? joined(list, UnaryOperator.identity(), between, work)
            : value;
  }

  /** The fields with one name of all objects in the list; nothing of what is no list. */
  static TemplateFunction joinField(Arguments arguments) {
    String name = arguments.text(0);
    String between = arguments.text(1, "\n");
    return (value, work) ->
        value instanceof Collection<?> list
            ? joined(list, item -> Values.field(item, name), between, work)
            : null;
  }

  private static String joined(
      Collection<?> list, UnaryOperator<Object> part, String between, Work work) {
    StringBuilder joined = new StringBuilder();
    boolean isFirst = true;
    for (Object item : list) {
      work.step();
      Object value = part.apply(item);
      if (value != null) {
        String text = TextFunctions.read(value, work);
        work.spend(between.length());
        joined.append(isFirst ? "" : between).append(text);
        isFirst = false;
      }
    }
    return joined.toString();
  }

  /**
   * The fields of an object as a list of objects with {@code key} and {@code value}; nothing of
   * what is no object.
   */
  static TemplateFunction entries(Arguments none) {
    return (value, work) -> {
      if (!(value instanceof Map<?, ?> object)) {
        return null;
      }
      List<Map<String, Object>> entries = new ArrayList<>();
      for (Map.Entry<?, ?> field : object.entrySet()) {
        work.step();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("key", field.getKey());
        entry.put("value", field.getValue());
        entries.add(entry);
      }
      return entries;
    };
  }
}
