package io.dutybell.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an event offers to templates and conditions: docs/templates.md, "What an event offers", has
 * the names. Every field that was sent is there under its own name, unless Dutybell's own name for
 * something is the same; {@code raw} holds all of them just as they came.
 */
public final class EventScope {

  /** What was sent, untouched. */
  public static final String RAW = "raw";

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** What lets the caller in is no part of the event. */
  private static final Set<String> SECRETS = Set.of("integrationKey", "apiKey");

  private EventScope() {}

  /**
   * Everything about the event, by name: maps, lists, texts, numbers and booleans. What is not
   * known is not there. Takes as long as the event is large; build it only when it is used.
   *
   * @param event read with its fields; of one that was read without them only what Dutybell made of
   *     them is there
   * @param sourceName the name of its alert source; may be null
   */
  public static Map<String, Object> of(Event event, String sourceName) {
    Event.Content content = event.content();
    Map<String, Object> raw = event.sent() == null ? new LinkedHashMap<>() : event.sent().plain();
    boolean isGeneric = content.variant() == Variant.GENERIC;
    if (isGeneric) {
      raw.keySet().removeAll(SECRETS);
    }
    Map<String, Object> scope = new LinkedHashMap<>();
    raw.forEach((name, value) -> scope.put(name, nested(name, value)));
    scope.values().removeIf(value -> value == null);
    Map<String, Object> custom = content.customDetails();
    if (!isGeneric) {
      custom.forEach(scope::putIfAbsent);
      addIfMissing(scope, "ruleName", custom.get("alertName"));
      addIfMissing(scope, "metricName", custom.get("metric"));
      addIfMissing(
          scope, "instance", instance(custom.get("instanceName"), custom.get("instanceId")));
      overrule(scope, custom, "value", "unit", "expression", "dimensions");
      if (!(scope.get("labels") instanceof Map)) {
        overrule(scope, custom, "labels");
      }
    } else {
      addIfMissing(scope, "customDetails", custom);
    }
    addIfMissing(scope, "eventType", type(event));
    set(scope, "variant", content.variant().name());
    set(scope, "state", content.state().name());
    set(scope, "severity", content.severity() == null ? null : content.severity().name());
    set(scope, "priority", content.priority() == null ? null : content.priority().name());
    set(scope, "summary", empty(content.summary()));
    set(scope, "details", empty(content.details()));
    set(scope, "alertKey", content.alertKey());
    set(scope, "routingKey", content.routingKey());
    set(scope, "episode", content.episode());
    set(scope, "valueWithUnit", content.value());
    set(scope, "occurredAt", instant(content.occurredAt()));
    set(scope, "receivedAt", instant(event.receivedAt()));
    set(scope, "sourceId", event.sourceId());
    set(scope, "sourceName", sourceName);
    set(
        scope,
        "links",
        content.links().stream().map(l -> Map.of("text", l.text(), "href", l.href())).toList());
    set(scope, "comments", content.comments());
    set(scope, RAW, raw);
    return scope;
  }

  /** The same fit to be shown: no more than 500 values, and texts of at most 2,000 characters. */
  public static Map<String, Object> shown(Event event, String sourceName) {
    return PlainValues.of(of(event, sourceName));
  }

  /** A rule may be named "null"; elsewhere that word, and an empty text, are no value. */
  private static Object nested(String name, Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    if (name.equals("alertName")) {
      return text.isBlank() ? null : text;
    }
    return Text.present(text) == null ? null : json(text);
  }

  /** Objects and lists that came as JSON text can be looked into; any other text stays one. */
  private static Object json(String text) {
    String stripped = text.strip();
    if (stripped.charAt(0) != '{' && stripped.charAt(0) != '[') {
      return text;
    }
    try {
      Json.Parsed parsed = Json.parse(stripped);
      return parsed.restAt() == 0 ? SentFields.plain(parsed.value()) : text;
    } catch (Json.NotJson e) {
      return text;
    }
  }

  private static String instance(Object name, Object id) {
    if (name == null || id == null || name.equals(id)) {
      return name == null ? (id == null ? null : id.toString()) : name.toString();
    }
    return name + " (" + id + ")";
  }

  private static String type(Event event) {
    if (event.type() != null) {
      return event.type().name();
    }
    return switch (event.content().state()) {
      case FIRING -> EventType.ALERT.name();
      case OK -> EventType.RESOLVE.name();
      case ACCEPTED -> EventType.ACCEPT.name();
      default -> null;
    };
  }

  private static void overrule(
      Map<String, Object> scope, Map<String, Object> custom, String... names) {
    for (String name : names) {
      Object value = custom.get(name);
      if (value != null) {
        scope.put(name, value);
      }
    }
  }

  private static void addIfMissing(Map<String, Object> scope, String name, Object value) {
    if (value != null) {
      scope.putIfAbsent(name, value);
    }
  }

  /** One name means one thing, whatever a sender calls so. */
  private static void set(Map<String, Object> scope, String name, Object value) {
    if (value == null) {
      scope.remove(name);
    } else {
      scope.put(name, value);
    }
  }

  private static String empty(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static String instant(Instant at) {
    return at == null ? null : INSTANT.format(at);
  }
}
