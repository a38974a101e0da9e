package io.dutybell.cloudmonitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.event.ContentBuilder;
import io.dutybell.event.Event;
import io.dutybell.event.Fingerprint;
import io.dutybell.event.Json;
import io.dutybell.event.Receipt;
import io.dutybell.event.Severity;
import io.dutybell.event.SeverityWord;
import io.dutybell.event.State;
import io.dutybell.event.Variant;
import io.dutybell.event.WebAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** ARMS and Prometheus alert management, in Alertmanager's shape: several alerts in one body. */
final class ArmsNotification {

  /** What ARMS sends instead of a body when its test button is pressed. */
  static final String PLACEHOLDER = "$alertmanager_content";

  /** Labels that may change while an alert lasts. */
  private static final Set<String> CHANGING = Set.of("severity", "_aliyun_arms_alert_level");

  private ArmsNotification() {}

  static boolean matches(JsonNode object) {
    JsonNode alerts = object.path("alerts");
    for (int i = 0; i < alerts.size() && alerts.isArray(); i++) {
      JsonNode one = alerts.get(i);
      if (one.has("labels") || one.has("fingerprint") || one.has("status")) {
        return true;
      }
    }
    return false;
  }

  /** One of its alerts. */
  static Event.Content read(JsonNode notification, JsonNode alert, Receipt receipt, Words words) {
    JsonNode labels = alert.path("labels");
    JsonNode annotations = alert.path("annotations");
    String status = Nested.first(Json.text(alert, "status"), Json.text(notification, "status"));
    String level = level(labels);
    State state = state(status, level);
    Severity severity = SeverityWord.read(level);
    String name = Json.text(labels, "alertname");
    String message =
        Nested.first(
            Json.text(annotations, "summary"),
            Json.text(annotations, "message"),
            Json.text(annotations, "description"));
    String value =
        Nested.first(
            Json.text(annotations, "_aliyun_arms_alert_value"), Json.text(annotations, "value"));
    Details details = new Details(words);
    details.addAll(alert);
    ContentBuilder content =
        new ContentBuilder(Variant.ARMS, state)
            .severity(severity)
            .value(value)
            .details(details.toString())
            .summary(new Summary(words, state, severity, name, message).named(message).toString())
            .custom("alertName", name)
            .custom("value", value)
            .custom("message", message)
            .custom("namespace", Json.text(labels, "_aliyun_arms_product_type"))
            .custom("region", Json.text(labels, "_aliyun_arms_region_id"))
            .custom("instanceId", Json.text(labels, "instance"))
            .custom("labels", labels.isEmpty() ? null : labels)
            .custom("account", Json.text(labels, "_aliyun_arms_userid"));
    if (state == State.UNRECOGNISED) {
      return content
          .note("Its status is neither firing nor resolved, and it has no severity.")
          .build();
    }
    String page = Json.text(notification, "externalURL");
    String origin = Json.text(alert, "generatorURL");
    content.link(words.get("link.arms"), page).link(words.get("link.source"), origin);
    if (!WebAddress.isWeb(page) && !WebAddress.isWeb(origin)) {
      ConsoleLinks.addArms(content, words);
    }
    String starts = Json.text(alert, "startsAt");
    String ends = Json.text(alert, "endsAt");
    String key = key(alert, labels);
    Instant at = SourceTime.read(state == State.OK ? ends : starts);
    return content
        .alertKey(key)
        .occurredAt(SourceTime.plausible(at, receipt.receivedAt()))
        .idempotency(
            SourceTime.isPast2009(SourceTime.read(starts))
                ? new Fingerprint()
                    .add(Long.toString(receipt.sourceId()))
                    .add(key)
                    .add(starts)
                    .add(status)
                    .add(ends)
                    .uuid()
                : null)
        .build();
  }

  private static State state(String status, String level) {
    return switch (Summary.upper(status)) {
      case "FIRING" -> State.FIRING;
      case "RESOLVED" -> State.OK;
      default -> SeverityWord.isFiring(level) ? State.FIRING : State.UNRECOGNISED;
    };
  }

  private static String level(JsonNode labels) {
    String severity = Json.text(labels, "severity");
    String level = Json.text(labels, "_aliyun_arms_alert_level");
    return SeverityWord.read(severity) != null || level == null ? severity : level;
  }

  private static String key(JsonNode alert, JsonNode labels) {
    String fingerprint = Json.text(alert, "fingerprint");
    if (fingerprint != null) {
      return fingerprint;
    }
    TreeMap<String, String> identity = new TreeMap<>();
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      String value = Json.text(label.getValue());
      if (value != null && !CHANGING.contains(label.getKey())) {
        identity.put(label.getKey(), value);
      }
    }
    String text = new Dimensions(identity, null, null, true).canonical();
    return text.isEmpty() ? "no labels" : text;
  }
}
