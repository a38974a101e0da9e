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

/** What the push channel of an event subscription sends: an envelope around {@code alert}. */
final class EventSubscription {

  private EventSubscription() {}

  static boolean matches(JsonNode object) {
    JsonNode alert = Nested.object(object, "alert");
    return alert.has("alertStatus") || alert.has("dedupId") || alert.has("eventName");
  }

  static Event.Content read(ObjectNode received, Receipt receipt, Words words) {
    ObjectNode envelope = Nested.with(Nested.with(received, "alert"), "userInfo");
    JsonNode alert = envelope.path("alert");
    JsonNode meta = Nested.object(Nested.object(alert, "meta"), "sysEventMeta");
    String status = Json.text(alert, "alertStatus");
    String level = Nested.first(Json.text(alert, "severity"), Json.text(envelope, "severity"));
    State state = state(status, level);
    Severity severity = SeverityWord.read(level);
    String source = Json.text(alert, "source");
    boolean isSystemEvent = source == null ? meta.isObject() : source.equals("SYS_EVENT");
    String arn = Json.text(alert, "arn");
    String account =
        Nested.first(
            Json.text(envelope, "userId"),
            Json.text(alert, "userId"),
            Json.text(envelope, "userInfo", "userId"));
    String name =
        Nested.first(
            Json.text(alert, "eventName"),
            Json.text(alert, "alertName"),
            Json.text(alert, "ruleName"));
    JsonNode metric = alert.path("metrics").path(0);
    String value = Summary.measured(Json.text(metric, "curValue"), Json.text(metric, "unit"));
    JsonNode resource = Nested.object(alert, "resourceInfo");
    String instanceId =
        Nested.first(
            Json.text(resource, "instanceId"),
            Nested.lastPart(Nested.first(arn, Json.text(meta, "resourceId"))));
    String instanceName =
        Nested.first(Json.text(resource, "instanceName"), Json.text(meta, "instanceName"));
    String product = Json.text(alert, "product");
    String region = Nested.first(Json.text(meta, "regionId"), Nested.region(arn));
    Details details = new Details(words);
    details.addAll(envelope);
    ContentBuilder content =
        new ContentBuilder(Variant.EVENT_SUBSCRIPTION, state)
            .oneShot(isSystemEvent && state == State.FIRING)
            .severity(severity)
            .value(value)
            .details(details.toString())
            .custom("alertName", name)
            .custom("metric", Json.text(metric, "metricName"))
            .custom("value", Json.text(metric, "curValue"))
            .custom("unit", Json.text(metric, "unit"))
            .custom("expression", Json.text(alert, "expression"))
            .custom("eventType", Json.text(alert, "eventType"))
            .custom("namespace", product)
            .custom("region", region)
            .custom("instanceId", instanceId)
            .custom("instanceName", instanceName)
            .custom("groupName", Json.text(alert, "groupName"))
            .custom("labels", present(Nested.object(alert, "customLabels")))
            .custom("strategy", Json.text(envelope, "strategyName"))
            .custom("account", account)
            .custom("content", present(Nested.object(alert, "eventContentMap")));
    Summary summary =
        new Summary(words, state, severity, subject(isSystemEvent, product, metric, name));
    summary.add(" ", value);
    if (state == State.FIRING) {
      summary.add(" ", Condition.parse(Json.text(alert, "expression")).comparison());
    }
    content.summary(summary.on(instanceName, instanceId).named(name).toString());
    if (state == State.UNRECOGNISED) {
      return content
          .note("Its alertStatus is neither TRIGGERED nor RESOLVED, and it has no severity.")
          .build();
    }
    ConsoleLinks.addRules(content, words);
    ConsoleLinks.addResource(content, words, product, region, instanceId);
    String time =
        Nested.first(
            Json.text(alert, "timestamp"),
            Json.text(envelope, "time"),
            Json.text(meta, "eventTime"));
    String dedup =
        Nested.first(
            Json.text(alert, "dedupId"), Json.text(alert, "traceId"), Json.text(meta, "id"));
    String key = dedup == null ? KeyText.join(account, name, arn) : KeyText.join(account, dedup);
    Instant at = SourceTime.read(time);
    String batch = Json.text(envelope, "batchId");
    return content
        .alertKey(key)
        .occurredAt(SourceTime.plausible(at, receipt.receivedAt()))
        .idempotency(
            batch == null && at == null
                ? null
                : new Fingerprint()
                    .add(Long.toString(receipt.sourceId()))
                    .add(key)
                    .add(batch)
                    .add(status)
                    .add(level)
                    .add(time)
                    .uuid())
        .build();
  }

  private static JsonNode present(JsonNode object) {
    return object.isEmpty() ? null : object;
  }

  private static State state(String status, String severity) {
    return switch (Summary.upper(status)) {
      case "TRIGGERED" -> State.FIRING;
      case "RESOLVED" -> State.OK;
      default -> SeverityWord.isFiring(severity) ? State.FIRING : State.UNRECOGNISED;
    };
  }

  private static String subject(
      boolean isSystemEvent, String product, JsonNode metric, String name) {
    if (isSystemEvent && product != null && name != null) {
      return product + " " + name;
    }
    return Nested.first(
        Json.text(metric, "metricNameEn"), Json.text(metric, "metricName"), name, product);
  }
}
