package io.dutybell.cloudmonitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.event.ContentBuilder;
import io.dutybell.event.Event;
import io.dutybell.event.Fingerprint;
import io.dutybell.event.Json;
import io.dutybell.event.Receipt;
import io.dutybell.event.Severity;
import io.dutybell.event.SeverityWord;
import io.dutybell.event.State;
import io.dutybell.event.Variant;
import java.time.Instant;
import java.util.Map;

/**
 * The custom webhook of CloudMonitor 2.0. Its {@code subtype} stays {@code NORMAL_TRIGGER} on a
 * recovery; only {@code status} tells.
 */
final class CloudMonitor2 {

  private CloudMonitor2() {}

  static boolean matches(JsonNode object) {
    return "ALERT".equals(Summary.upper(Json.text(object, "type")))
        && (object.has("ruleId") || object.has("alertEntityId"));
  }

  static Event.Content read(ObjectNode event, Receipt receipt, Words words) {
    String status = Json.text(event, "status");
    String level = Json.text(event, "severity");
    State state = state(status, level);
    Severity severity = SeverityWord.read(level);
    JsonNode entity = Nested.object(Nested.object(event, "resource"), "entity");
    JsonNode tags = Nested.object(Nested.object(event, "resource"), "tags");
    JsonNode properties = Nested.object(entity, "prop");
    JsonNode labels = Nested.object(event, "labels");
    JsonNode data = Nested.object(event, "data");
    String rule = Nested.first(Json.text(event, "ruleId"), Json.text(labels, "_cms_rule_id"));
    String ruleName = Json.text(labels, "_cms_rule_name");
    String entityId =
        Nested.first(Json.text(entity, "entity_id"), Json.text(event, "alertEntityId"));
    String entityName =
        Nested.first(Json.text(properties, "instanceName"), Json.text(properties, "name"));
    String value =
        Nested.first(
            Json.text(data, "value"),
            Json.text(data, "currentValue"),
            Json.text(Nested.object(event, "annotations"), "current_value"));
    String unit = Json.text(data, "unit");
    String region = Nested.first(Json.text(tags, "regionId"), Json.text(labels, "_cms_region"));
    String product = Json.text(entity, "domain");
    Details details = new Details(words);
    details.addAll(event);
    ContentBuilder content =
        new ContentBuilder(Variant.CLOUDMONITOR_2, state)
            .severity(severity)
            .value(Summary.measured(value, unit))
            .details(details.toString())
            .custom("alertName", Nested.first(ruleName, Json.text(event, "subject")))
            .custom("value", value)
            .custom("unit", unit)
            .custom("expression", comparison(data))
            .custom("message", Json.text(event, "alertMessage"))
            .custom("namespace", product)
            .custom("region", region)
            .custom("instanceId", entityId)
            .custom("instanceName", entityName)
            .custom("workspace", Json.text(event, "workspace"))
            .custom("labels", labels.isEmpty() ? null : labels)
            .custom("tags", tags.isEmpty() ? null : tags)
            .custom("account", Json.text(event, "userId"));
    Summary summary =
        new Summary(
                words,
                state,
                severity,
                Json.text(event, "subject"),
                ruleName,
                Json.text(event, "alertMessage"),
                rule)
            .add(": ", Summary.measured(value, unit));
    if (state == State.FIRING && value != null) {
      summary.add(" ", comparison(data));
    }
    content.summary(summary.on(entityName, entityId).toString());
    if (state == State.UNRECOGNISED) {
      return content
          .note(
              "Its status is none of OCCURRED, PERSISTENT, RESOLVED and RECOVERED, and it has no"
                  + " severity.")
          .build();
    }
    addLinks(content, event, words);
    ConsoleLinks.addCloudMonitor2(content, words);
    ConsoleLinks.addResource(content, words, product, region, entityId);
    String key = KeyText.join(Json.text(event, "workspace"), rule, entityId);
    String id = Json.text(event, "id");
    String time = Nested.first(Json.text(event, "timestamp"), Json.text(event, "time"));
    return content
        .alertKey(key)
        .occurredAt(occurredAt(event, receipt))
        .idempotency(
            id == null && time == null
                ? null
                : new Fingerprint()
                    .add(Long.toString(receipt.sourceId()))
                    .add(key)
                    .add(id)
                    .add(status)
                    .add(level)
                    .add(time)
                    .uuid())
        .build();
  }

  private static State state(String status, String severity) {
    return switch (Summary.upper(status)) {
      case "OCCURRED", "PERSISTENT" -> State.FIRING;
      case "RESOLVED", "RECOVERED" -> State.OK;
      default -> SeverityWord.isFiring(severity) ? State.FIRING : State.UNRECOGNISED;
    };
  }

  private static Instant occurredAt(JsonNode event, Receipt receipt) {
    Instant at =
        SourceTime.plausible(SourceTime.read(Json.text(event, "timestamp")), receipt.receivedAt());
    return at != null
        ? at
        : SourceTime.plausible(SourceTime.read(Json.text(event, "time")), receipt.receivedAt());
  }

  private static String comparison(JsonNode data) {
    String threshold = Json.text(data, "threshold");
    String operator = Json.text(data, "comparisonOperator");
    return threshold == null || operator == null ? null : operator + " " + threshold;
  }

  private static void addLinks(ContentBuilder content, JsonNode event, Words words) {
    content.link(words.get("link.history"), Json.text(event, "alertHistoryUrl"));
    JsonNode links = event.path("links");
    for (Map.Entry<String, JsonNode> link : links.properties()) {
      content.link(link.getKey(), Json.text(link.getValue()));
    }
    if (links.isArray()) {
      for (JsonNode link : links) {
        String address = Nested.first(Json.text(link, "url"), Json.text(link, "href"));
        content.link(
            Nested.first(Json.text(link, "text"), Json.text(link, "name"), address),
            Nested.first(address, link.isTextual() ? Json.text(link) : null));
      }
    }
  }
}
