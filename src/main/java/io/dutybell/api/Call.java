package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One call of the API, free of how it came.
 *
 * @param path the parameters in the path by name, decoded
 * @param query the query parameters
 * @param json the body; null when there is none
 * @param caller who calls
 */
public record Call(Map<String, String> path, Query query, JsonNode json, Caller caller) {

  public Call {
    path = Map.copyOf(path);
  }

  /** A parameter of the path. */
  String param(String name) {
    return path.get(name);
  }

  /** A parameter of the path that is a resource's number; anything else does not exist. */
  long id(String name) {
    String value = path.get(name);
    if (!isId(value)) {
      throw Problem.notFound("there is nothing with id " + (value.length() > 50 ? "…" : value));
    }
    return Long.parseLong(value);
  }

  /** Whether a text can be the number of a resource. */
  static boolean isId(String text) {
    return text.matches("\\d{1,18}");
  }

  /** The fields of the body, which must be an object. */
  Fields fields() {
    return Fields.of(json);
  }

  /** Which page of a list is asked for. */
  Page page() {
    return Page.of(query);
  }
}
