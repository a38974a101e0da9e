package io.dutybell.api;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a call is answered with.
 *
 * @param status the HTTP status
 * @param body what to say as JSON: maps, lists, texts, numbers, instants; null for no body; with a
 *     {@code Content-Type} among the headers, a text that is sent as it is
 * @param headers further response headers, never null
 * @param change what the call changed, for the audit log; null when that is nothing worth keeping
 * @param entity what is shown, as it is configured; null when that is not one entity
 */
public record Answer(
    int status, Object body, Map<String, String> headers, Change change, Configured entity) {

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** An answer that does not show one entity. */
  public Answer(int status, Object body, Map<String, String> headers, Change change) {
    this(status, body, headers, change, null);
  }

  /** 200 with one entity. */
  static Answer entity(Object json) {
    return ok(json).showing(new Configured(json, null));
  }

  /** 200 with this. */
  public static Answer ok(Object body) {
    return new Answer(200, body, Map.of(), null);
  }

  /** 201 with what was made. */
  public static Answer created(Object body) {
    return new Answer(201, body, Map.of(), null);
  }

  /** 204. */
  public static Answer noContent() {
    return new Answer(204, null, Map.of(), null);
  }

  /**
   * An error in the one shape that all errors have.
   *
   * @param status 400 to 599
   * @param code a word for programs, such as {@code NOT_FOUND}
   * @param message a sentence for people: what is wrong and what to do
   */
  public static Answer error(int status, String code, String message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", status);
    body.put("code", code);
    body.put("message", message);
    return new Answer(status, body, Map.of(), null);
  }

  /** The same answer with one more header. */
  public Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, body, more, change, entity);
  }

  /** The same answer, which shows this entity, or a part of it. */
  Answer showing(Configured shown) {
    return new Answer(status, body, headers, change, shown);
  }

  /** The same answer, after the audit log has its change. */
  Answer noted() {
    return new Answer(status, body, headers, null, entity);
  }

  /**
   * The same answer, which says for the audit log what was changed.
   *
   * @param resource the kind, such as {@code alert-source}
   * @param id the resource's id
   * @param was its JSON before; null when it is new
   * @param became its JSON afterwards; null when it is gone
   */
  Answer changing(String resource, Object id, Object was, Object became) {
    return changing(resource, id, Configured.of(was), Configured.of(became));
  }

  /** As the other, for what has secrets that its JSON does not show. */
  Answer changing(String resource, Object id, Configured was, Configured became) {
    Change noted = new Change(resource, String.valueOf(id), was, became);
    boolean isOne =
        became != null && became.json() instanceof Map<?, ?> map && map.containsKey("id");
    return new Answer(status, body, headers, noted, entity == null && isOne ? became : entity);
  }
}
