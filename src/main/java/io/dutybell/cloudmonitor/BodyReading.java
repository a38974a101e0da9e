package io.dutybell.cloudmonitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.event.Event;
import io.dutybell.event.Json;
import io.dutybell.event.Receipt;
import io.dutybell.event.SentFields;
import io.dutybell.event.State;
import io.dutybell.event.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Recognises the shapes in one body and collects their events, and what was wrong on the way. */
final class BodyReading {

  /** Fields that may hold the whole callback: of a push channel and of ARMS templates. */
  private static final List<String> WRAPPERS = List.of("body", "data", "content");

  private static final int MAX_WRAPPED = 3;
  private static final int MAX_NAME = 60;

  private final Receipt receipt;
  private final Words words;
  private final boolean keepsFields;
  private final List<Event.Content> found = new ArrayList<>(1);
  private final List<SentFields> sent = new ArrayList<>(1);
  private String mistake;

  /**
   * @param words in which the texts of the events are written
   * @param keepsFields whether the fields of the events are kept as they came
   */
  BodyReading(Receipt receipt, Words words, boolean keepsFields) {
    this.receipt = receipt;
    this.words = words;
    this.keepsFields = keepsFields;
  }

  /** The events found, at most {@link CloudMonitorReader#MAX_EVENTS}. */
  List<Event.Content> found() {
    return found;
  }

  /** The fields of the event found at this place; null where they are not kept or it has none. */
  SentFields sent(int position) {
    return position < sent.size() ? sent.get(position) : null;
  }

  private void add(Event.Content content, Supplier<SentFields> fields) {
    found.add(content);
    if (keepsFields) {
      sent.add(fields.get());
    }
  }

  /** The first thing that was wrong, in a sentence; null if nothing was. */
  String mistake() {
    return mistake;
  }

  /** Reads a body that begins like JSON. */
  void json(String text) {
    try {
      Json.Parsed parsed = Json.parse(text);
      value(parsed.value(), 0);
      if (parsed.restAt() > 0 && !found.isEmpty()) {
        noteLast("What follows the JSON value at byte " + parsed.restAt() + " was left out.");
      }
      mistaken("The body is JSON, but in none of the shapes that CloudMonitor sends.");
    } catch (Json.NotJson e) {
      mistaken("The body begins like JSON but " + e.getMessage() + ".");
    }
  }

  /** Reads a form, of a body or of a query. */
  void form(Map<String, String> fields) {
    if (fields.containsKey("alertState")) {
      add(
          ThresholdCallback.read(new Fields(fields), receipt, words),
          () -> SentFields.ofForm(fields));
      return;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      object.set(field.getKey(), formValue(field.getKey(), field.getValue()));
    }
    object(object, 0);
    if (object.properties().stream().anyMatch(field -> field.getValue().isContainerNode())) {
      mistaken("The form holds JSON, but in none of the shapes that CloudMonitor sends.");
    }
  }

  /** Reads a form whose first field is JSON that nobody escaped: no {@code &} ends it. */
  void unescaped(String form) {
    String value = form.substring(form.indexOf('=') + 1);
    if (Nested.beginsLikeJson(value)) {
      json(value);
    }
  }

  private JsonNode formValue(String name, String text) {
    JsonNode parsed = Nested.beginsLikeJson(text) ? parsed(name, text) : null;
    return parsed == null ? JsonNodeFactory.instance.textNode(text) : parsed;
  }

  /** The JSON in a field; null, and a mistake, if it is none. */
  private JsonNode parsed(String name, String text) {
    try {
      return Json.parse(Json.withoutMark(text)).value();
    } catch (Json.NotJson e) {
      mistaken(
          "The field "
              + Text.line(name, MAX_NAME)
              + " begins like JSON but "
              + e.getMessage()
              + ".");
      return null;
    }
  }

  private void value(JsonNode value, int wrapped) {
    if (value instanceof ObjectNode object) {
      object(object, wrapped);
    } else if (value.isArray()) {
      array(value, wrapped);
    }
  }

  /** Elements that are no events are one event of their own, unless none is one. */
  private void array(JsonNode array, int wrapped) {
    int before = found.size();
    int strangers = 0;
    int firstStranger = 0;
    for (int i = 0; i < array.size(); i++) {
      if (isFull(array.size() - i)) {
        return;
      }
      int soFar = found.size();
      if (array.get(i) instanceof ObjectNode object) {
        object(object, wrapped);
      }
      if (found.size() == soFar) {
        firstStranger = strangers++ == 0 ? i + 1 : firstStranger;
      }
    }
    if (strangers > 0 && found.size() > before && !isFull(strangers)) {
      add(
          Event.Content.nothing(
              State.UNRECOGNISED,
              strangers
                  + " of the "
                  + array.size()
                  + " elements have none of the shapes that CloudMonitor sends; the first of them"
                  + " is number "
                  + firstStranger
                  + "."),
          () -> null);
    }
  }

  private void object(ObjectNode object, int wrapped) {
    if (ArmsNotification.matches(object)) {
      alerts(object);
    } else if (EventSubscription.matches(object)) {
      add(EventSubscription.read(object, receipt, words), () -> SentFields.of(object));
    } else if (CloudMonitor2.matches(object)) {
      add(CloudMonitor2.read(object, receipt, words), () -> SentFields.of(object));
    } else if (ThresholdCallback.matches(object)) {
      add(ThresholdCallback.read(Fields.of(object), receipt, words), () -> SentFields.of(object));
    } else if (SystemEvent.matches(object)) {
      add(SystemEvent.read(object, receipt, words), () -> SentFields.of(object));
    } else if (wrapped < MAX_WRAPPED) {
      unwrap(object, wrapped);
    }
  }

  private void alerts(ObjectNode notification) {
    JsonNode alerts = notification.path("alerts");
    SentFields.Around around = new SentFields.Around(notification, "alerts");
    for (int i = 0; i < alerts.size(); i++) {
      if (isFull(alerts.size() - i)) {
        return;
      }
      JsonNode alert = alerts.get(i);
      if (alert.isObject()) {
        add(
            ArmsNotification.read(notification, alert, receipt, words),
            () -> SentFields.of(alert, around));
      }
    }
  }

  private void unwrap(ObjectNode object, int wrapped) {
    int before = found.size();
    for (String name : WRAPPERS) {
      JsonNode inner = object.path(name);
      JsonNode value = Nested.isJsonText(inner) ? parsed(name, inner.textValue()) : inner;
      if (value != null) {
        value(value, wrapped + 1);
      }
      if (found.size() > before) {
        return;
      }
    }
    if (object.has("msgtype") || object.has("msg_type")) {
      mistaken(
          "The body is a message for a chat robot, which says nothing about an alert's state.");
    }
  }

  /** Whether no event fits any more; if so, the last one says how many were left out. */
  private boolean isFull(int more) {
    if (found.size() < CloudMonitorReader.MAX_EVENTS) {
      return false;
    }
    noteLast(
        more
            + " more were left out: one body may hold "
            + CloudMonitorReader.MAX_EVENTS
            + " events.");
    return true;
  }

  private void mistaken(String sentence) {
    mistake = mistake == null ? sentence : mistake;
  }

  private void noteLast(String sentence) {
    Event.Content c = found.get(found.size() - 1);
    found.set(
        found.size() - 1,
        new Event.Content(
            c.variant(),
            c.state(),
            c.alertKey(),
            c.idempotency(),
            c.occurredAt(),
            c.episode(),
            c.severity(),
            c.oneShot(),
            c.summary(),
            c.details(),
            c.value(),
            c.priority(),
            c.routingKey(),
            c.links(),
            c.images(),
            c.customDetails(),
            c.comments(),
            c.note() == null ? sentence : c.note() + " " + sentence));
  }
}
