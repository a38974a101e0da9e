package io.dutybell.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the generic events of {@code /api/events}. A body is checked before it is stored, so that
 * its sender learns about mistakes, and read again from the store. Texts that are too long are not
 * mistakes: they are cut at the bounds of {@link ContentBuilder}. Thread-safe.
 */
public final class GenericReader {

  private static final Set<String> TYPES = Set.of("ALERT", "ACCEPT", "RESOLVE");
  private static final List<String> TEXTS =
      List.of("integrationKey", "apiKey", "summary", "details", "alertKey", "routingKey");

  /** Longer ones are nobody's, so nothing is stored under them, and looking for them takes long. */
  private static final int MAX_KEY = 200;

  private static final int MAX_LOG = 2_000;
  private static final int MAX_LOGS = 20;

  /** What checking a body came to. */
  public sealed interface Result {}

  /**
   * The body is wrong.
   *
   * @param mistakes a sentence for each mistake, which names the field and says what is right;
   *     never empty
   */
  public record Wrong(List<String> mistakes) implements Result {}

  /**
   * The body can be stored.
   *
   * @param integrationKey whose event it is, never null
   * @param alertKey in the form in which it will be stored; null if the event names none, and then
   *     {@link #read} uses the receipt's id
   */
  public record Right(String integrationKey, String alertKey) implements Result {}

  /** Checks a body before it is stored. Never throws. */
  public Result validate(byte[] body) {
    JsonNode event;
    try {
      Json.Parsed parsed = Json.parse(Json.text(body));
      if (parsed.restAt() > 0) {
        return wrong("The body goes on after the JSON object, at byte " + parsed.restAt() + ".");
      }
      event = parsed.value();
    } catch (Json.NotJson e) {
      return wrong("The body must be a JSON object; it " + e.getMessage() + ".");
    }
    if (!event.isObject()) {
      return wrong("The body must be a JSON object.");
    }
    Mistakes mistakes = new Mistakes(event);
    TEXTS.forEach(mistakes::text);
    if (text(event, "integrationKey") == null && text(event, "apiKey") == null) {
      mistakes.absent("integrationKey", "the integration key of an alert source, as text");
    }
    mistakes.oneOf("eventType", TYPES);
    if (isMissing(event.path("eventType"))) {
      mistakes.absent("eventType", "ALERT, ACCEPT or RESOLVE");
    }
    if ("ALERT".equals(event.path("eventType").asText()) && text(event, "summary") == null) {
      mistakes.absent("summary", "a text that is not blank, for the eventType ALERT");
    }
    // A client of ilert's sends what is not set as an empty text.
    if (!event.path("priority").isTextual() || text(event, "priority") != null) {
      mistakes.oneOf("priority", Set.of("HIGH", "LOW"));
    }
    mistakes.severity();
    mistakes.webAddresses("images", "src", "href", "alt");
    mistakes.webAddresses("links", "href", "text");
    mistakes.labels();
    mistakes.object("customDetails");
    mistakes.textsOrObjects("comments");
    mistakes.textsOrObjects("logs");
    return mistakes.found.isEmpty()
        ? new Right(integrationKey(event).strip(), AlertKey.of(text(event, "alertKey")))
        : new Wrong(List.copyOf(mistakes.found));
  }

  /**
   * The event of a receipt. There is exactly one and nothing is thrown: a body that cannot be read
   * after all becomes an event in state UNRECOGNISED.
   */
  public List<Event> read(Receipt receipt) {
    return read(receipt, false);
  }

  /**
   * The same.
   *
   * @param keepsFields whether the event keeps its fields as they came
   */
  public List<Event> read(Receipt receipt, boolean keepsFields) {
    Event.Content content;
    SentFields sent = null;
    try {
      JsonNode event = Json.parse(Json.text(receipt.body())).value();
      content = content(event, receipt);
      sent = keepsFields ? SentFields.of(event) : null;
    } catch (Json.NotJson e) {
      content = Event.Content.nothing(State.UNRECOGNISED, "The body " + e.getMessage() + ".");
    } catch (RuntimeException e) {
      content =
          Event.Content.nothing(
              State.UNRECOGNISED,
              "Dutybell failed to read this body ("
                  + e.getClass().getSimpleName()
                  + "); please report it with the body.");
    }
    return List.of(
        new Event(
            receipt.id(),
            null,
            0,
            receipt.sourceId(),
            receipt.receivedAt(),
            content,
            null,
            sent,
            List.of()));
  }

  /**
   * The body as it may be stored: every occurrence of the key is overwritten with as many {@code
   * *}, also where it is written with JSON escapes.
   *
   * @param key the integration key; nothing happens if it is null, empty or too long to be one
   * @return a copy
   */
  public byte[] withoutKey(byte[] body, String key) {
    byte[] masked = body.clone();
    if (key == null || key.isEmpty() || key.length() > MAX_KEY) {
      return masked;
    }
    byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i + wanted.length <= masked.length; i++) {
      if (Arrays.equals(masked, i, i + wanted.length, wanted, 0, wanted.length)) {
        Arrays.fill(masked, i, i + wanted.length, (byte) '*');
        i += wanted.length - 1;
      }
    }
    maskEscaped(masked, key);
    return masked;
  }

  /** Overwrites whole texts that hold the key although its bytes are not there. */
  private static void maskEscaped(byte[] masked, String key) {
    int from = 0;
    while (from < masked.length) {
      if (masked[from++] == '"') {
        int end = endOfText(masked, from);
        String text = new String(masked, from, end - from, StandardCharsets.UTF_8);
        if (text.indexOf('\\') >= 0 && unescaped(text).contains(key)) {
          Arrays.fill(masked, from, end, (byte) '*');
        }
        from = end + 1;
      }
    }
  }

  private static String unescaped(String text) {
    try {
      return Json.parse('"' + text + '"').value().asText();
    } catch (Json.NotJson e) {
      return "";
    }
  }

  private static int endOfText(byte[] json, int from) {
    int i = from;
    while (i < json.length && json[i] != '"') {
      i += json[i] == '\\' ? 2 : 1;
    }
    return Math.min(i, json.length);
  }

  private static Event.Content content(JsonNode event, Receipt receipt) {
    State state =
        switch (event.path("eventType").asText()) {
          case "ALERT" -> State.FIRING;
          case "ACCEPT" -> State.ACCEPTED;
          case "RESOLVE" -> State.OK;
          default -> State.UNRECOGNISED;
        };
    if (state == State.UNRECOGNISED) {
      return Event.Content.nothing(state, "Its eventType is not ALERT, ACCEPT or RESOLVE.");
    }
    String key = AlertKey.of(text(event, "alertKey"));
    String summary = text(event, "summary");
    String details = text(event, "details");
    String priority = text(event, "priority");
    ContentBuilder content =
        new ContentBuilder(Variant.GENERIC, state)
            .alertKey(key == null ? receipt.id().toString() : key)
            .severity(SeverityWord.read(event.path("severity").asText(null)))
            .summary(summary == null ? "" : summary)
            .details(details == null ? "" : details)
            .priority(priority == null ? null : Priority.valueOf(priority))
            .routingKey(text(event, "routingKey"));
    event
        .path("images")
        .forEach(i -> content.image(text(i, "src"), text(i, "href"), text(i, "alt")));
    event.path("links").forEach(link -> content.link(text(link, "text"), text(link, "href")));
    event.path("comments").forEach(comment -> content.comment(spoken(comment, "content")));
    Map<String, Object> custom = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : event.path("customDetails").properties()) {
      custom.put(field.getKey(), field.getValue());
    }
    custom.forEach(content::custom);
    JsonNode labels = event.path("labels");
    content.custom("labels", labels.isEmpty() ? null : labels);
    List<String> logs = logs(event.path("logs"));
    content.custom("logs", logs.isEmpty() ? null : logs);
    return content.build();
  }

  private static List<String> logs(JsonNode many) {
    List<String> logs = new ArrayList<>();
    for (JsonNode log : many) {
      if (logs.size() == MAX_LOGS) {
        break;
      }
      String line = log.isTextual() ? log.textValue() : Json.text(log);
      logs.add(Text.block(line == null ? "" : line, MAX_LOG));
    }
    return logs;
  }

  private static String spoken(JsonNode comment, String name) {
    return comment.isTextual() ? comment.textValue() : text(comment, name);
  }

  private static String integrationKey(JsonNode event) {
    String key = text(event, "integrationKey");
    return key == null ? text(event, "apiKey") : key;
  }

  /** The text in this field as it is, even {@code null} in letters; null if absent or blank. */
  private static String text(JsonNode event, String name) {
    JsonNode value = event.path(name);
    return value.isTextual() && !value.textValue().isBlank() ? value.textValue() : null;
  }

  private static boolean isMissing(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static Wrong wrong(String mistake) {
    return new Wrong(List.of(mistake));
  }

  /** The mistakes of one event, in sentences. A field that is missing or null is never one here. */
  private static final class Mistakes {

    private final JsonNode event;
    private final List<String> found = new ArrayList<>();

    Mistakes(JsonNode event) {
      this.event = event;
    }

    void absent(String field, String right) {
      if (found.stream().noneMatch(mistake -> mistake.startsWith(field + " "))) {
        must(field, "is required: " + right);
      }
    }

    void text(String field) {
      JsonNode value = event.path(field);
      if (!isMissing(value) && !value.isTextual()) {
        must(field, "must be a text");
      }
    }

    void oneOf(String field, Set<String> words) {
      JsonNode value = event.path(field);
      if (!isMissing(value) && !(value.isTextual() && words.contains(value.textValue()))) {
        must(field, "must be one of " + String.join(", ", words.stream().sorted().toList()));
      }
    }

    void severity() {
      JsonNode value = event.path("severity");
      boolean readable = value.isTextual() || value.isIntegralNumber();
      if (!isMissing(value) && !(readable && SeverityWord.read(value.asText()) != null)) {
        must("severity", "must be one of CRITICAL, WARN, INFO, or a number from 1 (worst) to 5");
      }
    }

    void object(String field) {
      JsonNode value = event.path(field);
      if (!isMissing(value) && !value.isObject()) {
        must(field, "must be an object");
      }
    }

    void labels() {
      object("labels");
      for (Map.Entry<String, JsonNode> label : event.path("labels").properties()) {
        if (label.getValue().isContainerNode()) {
          must(at("labels", label.getKey()), "must be a text");
        }
      }
    }

    void textsOrObjects(String field) {
      for (int i = 0; i < array(field).size(); i++) {
        JsonNode value = event.path(field).get(i);
        if (!value.isTextual() && !value.isObject()) {
          must(field + "[" + i + "]", "must be a text or an object");
        } else if (field.equals("comments")
            && value.isObject()
            && !value.path("content").isTextual()) {
          must(field + "[" + i + "].content", "must be a text");
        }
      }
    }

    /** Objects with an address, and with texts that may be missing. */
    void webAddresses(String field, String address, String... texts) {
      for (int i = 0; i < array(field).size(); i++) {
        JsonNode value = event.path(field).get(i);
        String at = field + "[" + i + "]";
        if (!value.isObject()) {
          must(at, "must be an object");
          continue;
        }
        if (!WebAddress.isWeb(value.path(address).asText(null))) {
          must(at + "." + address, "must be an http or https URL");
        }
        for (String text : texts) {
          if (!isMissing(value.path(text)) && !value.path(text).isTextual()) {
            must(at + "." + text, "must be a text");
          }
        }
      }
    }

    private JsonNode array(String field) {
      JsonNode value = event.path(field);
      if (!isMissing(value) && !value.isArray()) {
        must(field, "must be an array");
        return MissingNode.getInstance();
      }
      return value;
    }

    private static String at(String field, String name) {
      return field + "." + Text.line(name, 60);
    }

    /** Adds a mistake; a hundred of them are enough to find the first. */
    private void must(String field, String rule) {
      if (found.size() < 100) {
        found.add(field + " " + rule + ".");
      }
    }
  }
}
