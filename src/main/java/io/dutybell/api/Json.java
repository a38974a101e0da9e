package io.dutybell.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** Makes JSON objects whose fields keep their order and may be null. */
final class Json {

  private Json() {}

  /** An object of names and values in turn. */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }
}
