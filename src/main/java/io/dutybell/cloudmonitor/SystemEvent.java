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
import java.util.UUID;

/** A system event of a legacy event rule: something that happened, with no recovery to follow. */
final class SystemEvent {

  private SystemEvent() {}

  static boolean matches(JsonNode object) {
    return object.has("name")
        && (object.has("product") || object.has("resourceId"))
        && (object.has("level") || object.has("content") || object.has("eventTime"));
  }

  static Event.Content read(ObjectNode received, Receipt receipt, Words words) {
    ObjectNode event = Nested.with(received, "content");
    JsonNode content = event.path("content");
    String account = Json.text(event, "userId");
    String id = Json.text(event, "id");
    String name = Json.text(event, "name");
    String product = Json.text(event, "product");
    String resource = Json.text(event, "resourceId");
    String time = Json.text(event, "eventTime");
    String region = Nested.first(Json.text(event, "regionId"), Nested.region(resource));
    String instanceId = Nested.first(Json.text(content, "instanceId"), Nested.lastPart(resource));
    String instanceName = Json.text(event, "instanceName");
    Severity severity = SeverityWord.read(Json.text(event, "level"));
    String key =
        id == null
            ? KeyText.join(account, product, name, resource, time)
            : KeyText.join(account, id);
    Details details = new Details(words);
    details.addAll(event);
    ContentBuilder built =
        new ContentBuilder(Variant.SYSTEM_EVENT, State.FIRING)
            .oneShot(true)
            .severity(severity)
            .alertKey(key)
            .idempotency(id == null ? null : idempotency(receipt, key, id))
            .occurredAt(SourceTime.plausible(SourceTime.read(time), receipt.receivedAt()))
            .summary(
                new Summary(words, State.FIRING, severity, product, name)
                    .add(" ", product == null ? null : name)
                    .on(instanceName, instanceId)
                    .toString())
            .details(details.toString())
            .custom("alertName", Json.text(event, "ruleName"))
            .custom("eventName", name)
            .custom("eventType", Json.text(event, "eventType"))
            .custom("eventStatus", Json.text(event, "status"))
            .custom("namespace", product)
            .custom("region", region)
            .custom("instanceId", instanceId)
            .custom("instanceName", instanceName)
            .custom("account", account)
            .custom("content", content.isObject() ? content : null);
    if (Nested.isJsonText(content)) {
      built.note("The text in its field content begins like JSON but cannot be read.");
    }
    ConsoleLinks.addRules(built, words);
    ConsoleLinks.addResource(built, words, product, region, instanceId);
    return built.build();
  }

  private static UUID idempotency(Receipt receipt, String key, String id) {
    return new Fingerprint().add(Long.toString(receipt.sourceId())).add(key).add(id).uuid();
  }
}
