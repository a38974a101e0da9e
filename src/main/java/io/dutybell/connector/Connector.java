package io.dutybell.connector;

import java.time.Instant;
import java.util.Map;

/**
 * A notifier with values for its settings.
 *
 * @param id what contacts and alert actions call it: its name in application.properties, or a UUID
 *     when it is stored in the database
 * @param name what people call it
 * @param type the notifier, such as {@code webhook}
 * @param params the settings by name, secrets in clear: only for sending
 * @param createdAt null for one of application.properties
 * @param updatedAt null for one of application.properties
 */
public record Connector(
    String id,
    String name,
    String type,
    Map<String, String> params,
    Instant createdAt,
    Instant updatedAt) {

  public Connector {
    params = Map.copyOf(params);
  }

  /** Whether it is stored in the database, and not defined by application.properties. */
  public boolean isStored() {
    return createdAt != null;
  }

  /** Without the settings, which may be secrets. */
  @Override
  public String toString() {
    return "connector " + id + " (" + type + ")";
  }
}
