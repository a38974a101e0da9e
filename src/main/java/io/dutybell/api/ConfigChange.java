package io.dutybell.api;

import java.util.List;
import java.util.Map;

/**
 * What applying a document changes.
 *
 * @param resource the kind, as in the audit log
 * @param name how people know it
 * @param id its id; null for what a trial would make
 * @param fields the keys that differ, when it is updated
 */
record ConfigChange(Action action, String resource, String name, String id, List<String> fields) {

  /** What happens to it. */
  enum Action {
    CREATED,
    UPDATED,
    DELETED
  }

  /** As it is answered. */
  Map<String, Object> json(boolean isTrial) {
    String shownId = isTrial && action == Action.CREATED ? null : id;
    return Json.object(
        "action",
        action.name(),
        "resource",
        resource,
        "name",
        name,
        "id",
        shownId != null && Call.isId(shownId) ? (Object) Long.valueOf(shownId) : shownId,
        "fields",
        fields);
  }
}
