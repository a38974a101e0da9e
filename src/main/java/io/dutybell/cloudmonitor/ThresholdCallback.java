package io.dutybell.cloudmonitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.event.ContentBuilder;
import io.dutybell.event.Event;
import io.dutybell.event.Fingerprint;
import io.dutybell.event.Receipt;
import io.dutybell.event.Severity;
import io.dutybell.event.SeverityWord;
import io.dutybell.event.State;
import io.dutybell.event.Text;
import io.dutybell.event.Variant;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The callback of a threshold rule and the webhook of an alert contact: flat, with {@code
 * alertState}.
 */
final class ThresholdCallback {

  /** The fields that people look at first, in that order; all others follow as they came. */
  private static final Set<String> FIRST =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(
              List.of(
                  "alertName",
                  "alertState",
                  "triggerLevel",
                  "preTriggerLevel",
                  "metricName",
                  "curValue",
                  "unit",
                  "expression",
                  "instanceName",
                  "dimensions",
                  "lastTime",
                  "regionName",
                  "regionId",
                  "productGroupName")));

  private static final String SITE_TASK = "taskName=";
  private static final String SITE_ADDRESS = "address=";
  private static final int MAX_QUOTED = 60;

  private final Fields fields;
  private final Receipt receipt;
  private final Words words;
  private final Dimensions dimensions;
  private final Condition condition;
  private final String level;
  private final State state;

  private ThresholdCallback(Fields fields, Receipt receipt, Words words) {
    this.fields = fields;
    this.words = words;
    this.receipt = receipt;
    this.dimensions = Dimensions.parse(fields.get("dimensions"));
    this.condition = Condition.parse(fields.get("expression"));
    String named = fields.get("triggerLevel");
    this.level = named == null ? condition.level() : named;
    this.state = state(fields.get("alertState"), level);
  }

  /** Whether a form or JSON object with these names is one. */
  static boolean matches(Set<String> names) {
    return names.contains("alertState")
        || names.contains("alertName")
            && (names.contains("dimensions") || names.contains("metricName"));
  }

  /** The same for a JSON object. */
  static boolean matches(JsonNode object) {
    return object.has("alertState")
        || object.has("alertName") && (object.has("dimensions") || object.has("metricName"));
  }

  static Event.Content read(Fields fields, Receipt receipt, Words words) {
    return new ThresholdCallback(fields, receipt, words).content();
  }

  private static State state(String word, String level) {
    return switch (Summary.upper(word)) {
      case "ALERT", "ALARM" -> State.FIRING;
      case "OK" -> State.OK;
      case "INSUFFICIENT_DATA" -> State.NO_DATA;
      default -> SeverityWord.isFiring(level) ? State.FIRING : State.UNRECOGNISED;
    };
  }

  private Event.Content content() {
    Severity severity = severity();
    String value = Summary.measured(fields.first("curValue", "Curvalue"), fields.get("unit"));
    ContentBuilder content =
        new ContentBuilder(Variant.THRESHOLD, state)
            .severity(severity)
            .summary(summary(severity, value))
            .details(details())
            .value(value)
            .note(note());
    addCustomDetails(content);
    if (state == State.UNRECOGNISED) {
      return content.build();
    }
    ConsoleLinks.addRules(content, words);
    ConsoleLinks.addResource(
        content, words, namespace(), fields.get("regionId"), dimensions.values().get("instanceId"));
    String key = key();
    Instant at = SourceTime.read(fields.get("timestamp"));
    return content
        .alertKey(key)
        .idempotency(idempotency(key, at))
        .occurredAt(SourceTime.plausible(at, receipt.receivedAt()))
        .episode(fields.get("transId"))
        .build();
  }

  /** A recovery has the level OK; how bad it had been says the level before. */
  private Severity severity() {
    return SeverityWord.read(state == State.OK ? fields.get("preTriggerLevel") : level);
  }

  private String key() {
    String account = fields.get("userId") == null ? dimensions.userId() : fields.get("userId");
    String rule = fields.get("ruleId");
    if (rule != null) {
      return KeyText.join(account, rule) + "|" + resourceOfKey();
    }
    String name = Text.present(fields.raw().get("alertName"));
    return KeyText.join(
            account, name, fields.get("metricProject"), fields.first("rawMetricName", "metricName"))
        + "|"
        + resourceOfKey();
  }

  private String resourceOfKey() {
    if (!dimensions.values().isEmpty()) {
      return dimensions.canonical();
    }
    if (dimensions.raw() != null && !dimensions.isReadable()) {
      return KeyText.join(dimensions.raw());
    }
    String instance = fields.get("instanceName");
    return instance == null ? "" : "instanceName=" + KeyText.join(instance);
  }

  /** Without a time to tell deliveries apart, nothing is a duplicate: an alert could be lost. */
  private UUID idempotency(String key, Instant at) {
    if (!SourceTime.isPast2009(at)) {
      return null;
    }
    return new Fingerprint()
        .add(Long.toString(receipt.sourceId()))
        .add(key)
        .add(Summary.upper(fields.get("alertState")))
        .add(fields.get("triggerLevel"))
        .add(fields.get("timestamp"))
        .add(fields.get("transId"))
        .uuid();
  }

  private String note() {
    String word = fields.get("alertState");
    boolean known =
        switch (Summary.upper(word)) {
          case "ALERT", "ALARM", "OK", "INSUFFICIENT_DATA" -> true;
          default -> false;
        };
    if (known) {
      return null;
    }
    String said =
        word == null ? "It has no alertState" : "Its alertState " + quoted(word) + " is not known";
    return state == State.FIRING
        ? said + "; it counts as firing because of its level " + quoted(level) + "."
        : said + ", and its triggerLevel is no level at which something fires.";
  }

  private static String quoted(String word) {
    return "\"" + Text.line(word, MAX_QUOTED) + "\"";
  }

  private String namespace() {
    return fields.first("metricProject", "namespace");
  }

  private String summary(Severity severity, String value) {
    String metric = fields.first("metricName", "rawMetricName");
    Summary summary =
        new Summary(words, state, severity, metric, fields.get("alertName")).add(" ", value);
    if (state == State.FIRING) {
      summary.add(" ", condition.comparison());
    }
    return summary.on(resource()).named(fields.get("alertName")).toString();
  }

  private String resource() {
    String name = instanceName();
    String id = dimensions.values().get("instanceId");
    if (name == null && dimensions.values().isEmpty()) {
      return fields.get("productGroupName");
    }
    if (id == null) {
      return name == null ? dimensions.canonical() : name;
    }
    StringBuilder inner = new StringBuilder(name == null || name.equals(id) ? "" : id);
    for (Map.Entry<String, String> value : dimensions.values().entrySet()) {
      if (!value.getKey().equals("instanceId")) {
        inner.append(inner.length() == 0 ? "" : ", ").append(value.getKey());
        inner.append('=').append(value.getValue());
      }
    }
    String outer = name == null ? id : name;
    return inner.length() == 0 ? outer : outer + " (" + inner + ")";
  }

  /** The name; for site monitoring, where it is a list of fields, the task and its address. */
  private String instanceName() {
    String name = fields.get("instanceName");
    if (name == null || !name.startsWith(SITE_TASK)) {
      return name;
    }
    int address = name.indexOf(SITE_ADDRESS);
    if (address < SITE_TASK.length() + 1) {
      return name;
    }
    String task = name.substring(SITE_TASK.length(), address - 1).strip();
    return task + " (" + name.substring(address + SITE_ADDRESS.length()).strip() + ")";
  }

  private String details() {
    Details details = new Details(words);
    for (String name : FIRST) {
      details.add(name, shown(name));
    }
    for (String name : fields.raw().keySet()) {
      if (!FIRST.contains(name)) {
        details.add(name, shown(name));
      }
    }
    return details.toString();
  }

  /** A rule may be named "null"; in every other field that word means that there is no value. */
  private String shown(String name) {
    if (!name.equals("alertName")) {
      return fields.get(name);
    }
    String alertName = fields.raw().get(name);
    return alertName == null || alertName.isBlank() ? null : alertName.strip();
  }

  private void addCustomDetails(ContentBuilder content) {
    content
        .custom("alertName", shown("alertName"))
        .custom("metric", fields.first("rawMetricName", "metricName"))
        .custom("value", fields.first("curValue", "Curvalue"))
        .custom("unit", fields.get("unit"))
        .custom("expression", condition.text())
        .custom("namespace", namespace())
        .custom("region", fields.first("regionId", "regionName"))
        .custom("instanceId", dimensions.values().get("instanceId"))
        .custom("instanceName", fields.get("instanceName"))
        .custom("dimensions", dimensions.values())
        .custom("groupName", fields.get("productGroupName"))
        .custom("labels", Dimensions.parse(fields.get("customLabels")).values())
        .custom("account", fields.get("userId"));
  }
}
