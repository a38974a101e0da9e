package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Function;

/**
 * One call of the API, free of how it came.
 *
 * @param path the parameters in the path by name, decoded
 * @param query the query parameters
 * @param json the body; null when there is none
 * @param caller who calls
 * @param operation what is called, such as {@code replace-alert-source}; null within another call
 * @param ifMatch the header {@code If-Match} as sent; null when there is none
 * @param changes keeps what the call changes; null within another call, whose change it is part of
 */
public record Call(
    Map<String, String> path,
    Query query,
    JsonNode json,
    Caller caller,
    String operation,
    String ifMatch,
    Changes changes) {

  public Call {
    path = Map.copyOf(path);
  }

  /** A call within another one: what it changes belongs to that one, and so does the answer. */
  Call(Map<String, String> path, Query query, JsonNode json, Caller caller) {
    this(path, query, json, caller, null, null, null);
  }

  /**
   * Makes a change and its entry in the audit log one transaction, which is kept if both can be.
   *
   * @param work makes the change; it may change nothing but the database, because it may be taken
   *     back and run again
   */
  Answer change(Function<Call, Answer> work) {
    return changes == null ? work.apply(this) : changes.keep(this, work);
  }

  /**
   * Refuses, with 412, to change an entity that is no longer as the caller has seen it. To be
   * called when it is clear that there is one and that the caller may change it, and before
   * anything else about the change can be refused.
   *
   * @param was the entity's JSON, as it is now
   */
  void expect(Object was) {
    expect(Configured.of(was));
  }

  /** As the other, for what has secrets that its JSON does not show. */
  void expect(Configured was) {
    if (changes != null) {
      changes.expect(this, was);
    }
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
