package io.dutybell.template;

import java.util.Map;

/**
 * Where names are looked up: the value of a section, and around it those of the sections it stands
 * in.
 *
 * @param value the value of the innermost section, or the scope; may be null in a list
 * @param outer null for the scope
 */
record Frame(Object value, Frame outer) {

  /** What has this name in the innermost object that knows it; null if none does. */
  Object find(String name) {
    for (Frame frame = this; frame != null; frame = frame.outer) {
      if (frame.value instanceof Map<?, ?> object && object.containsKey(name)) {
        return object.get(name);
      }
    }
    return null;
  }
}
