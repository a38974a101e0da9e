package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.clock.Clock;
import io.dutybell.configuration.AuditStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code /api/audit-log}: who changed what, from where, and what it was before. */
public final class AuditLog {

  private static final String MASKED = "***";

  /** Fields from which a secret can be read, besides those that are called like one. */
  private static final Set<String> SECRETS = Set.of("integrationKey", "integrationUrl");

  private static final Set<String> WITH_ADDRESSES =
      Set.of("contact", "notification-preference", "alert-action", "connector");

  private final AuditStore store;
  private final Clock clock;

  public AuditLog(AuditStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Lists entries, newest first. */
  public Answer list(Call call) {
    Query query = call.query();
    AuditStore.Filter filter =
        new AuditStore.Filter(
            last(query.instants("from")),
            last(query.instants("until")),
            query.text("resource").orElse(null),
            query.text("resource-id").orElse(null),
            query.id("user").orElse(null));
    Page page = call.page();
    return Answer.ok(
        store.list(filter, page.skip(), page.count()).stream().map(AuditLog::json).toList());
  }

  private static <T> T last(List<T> values) {
    return values.isEmpty() ? null : values.get(values.size() - 1);
  }

  private static Object json(AuditStore.Entry entry) {
    return Json.object(
        "id",
        entry.id(),
        "at",
        entry.at(),
        "caller",
        entry.caller(),
        "userId",
        entry.userId(),
        "remoteAddress",
        entry.remoteAddress(),
        "operation",
        entry.operation(),
        "resource",
        entry.resource(),
        "resourceId",
        entry.resourceId(),
        "was",
        shown(entry, entry.was()),
        "became",
        shown(entry, entry.became()));
  }

  /** An older version has noted web addresses with their secrets. */
  private static Object shown(AuditStore.Entry entry, String json) {
    return json != null
            && WITH_ADDRESSES.contains(entry.resource())
            && json.contains("://")
            && Body.stored(json) instanceof ObjectNode object
        ? Secrets.masked(object, Secrets::isName)
        : Body.parsed(json);
  }

  /** Notes what a call changed. */
  void note(Caller caller, String operation, Change change) {
    store.add(
        new AuditStore.Entry(
            0,
            clock.now(),
            caller.name(),
            caller.userId(),
            caller.remoteAddress(),
            operation,
            change.resource(),
            change.id(),
            masked(change.was()),
            masked(change.became())));
  }

  private static String masked(Configured entity) {
    if (entity == null) {
      return null;
    }
    JsonNode node = Body.tree(entity.json());
    mask(node);
    return node.toString();
  }

  private static void mask(JsonNode node) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        if ((SECRETS.contains(name) || Secrets.isName(name)) && !object.get(name).isNull()) {
          object.put(name, MASKED);
        } else {
          mask(object.get(name));
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(AuditLog::mask);
    }
  }
}
