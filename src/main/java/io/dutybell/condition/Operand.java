package io.dutybell.condition;

import java.util.List;
import java.util.Map;

/** A value in a condition, or where one is found. */
sealed interface Operand {

  /** What it is worth; null is nil. */
  Object value(Facts facts);

  /**
   * A value that stands in the condition.
   *
   * @param value a text, a number, true, false, null, or a list of such
   */
  record Literal(Object value) implements Operand {
    @Override
    public Object value(Facts facts) {
      return value;
    }
  }

  /** The present of the facts. */
  record Now() implements Operand {
    @Override
    public Object value(Facts facts) {
      return facts.now();
    }
  }

  /**
   * A field of the subject.
   *
   * @param field its name
   * @param further the way on from there: names, and numbers of places in lists
   */
  record Path(String field, List<Object> further) implements Operand {
    @Override
    public Object value(Facts facts) {
      Object value = facts.field(field);
      for (Object step : further) {
        if (step instanceof Integer place) {
          value =
              value instanceof List<?> list && place < list.size()
                  ? list.get(place)
                  : value instanceof Map<?, ?> map ? map.get(String.valueOf(place)) : null;
        } else {
          value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
      }
      return value;
    }
  }
}
