package io.dutybell.api;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An alert that was made or changed, as an event of the stream. It is written at most twice,
 * however many listen: what they may see of it differs in nothing but the name of its policy.
 */
public final class AlertNews {

  private final Map<String, Object> alert;
  private final long sourceId;
  private final long policyId;
  private byte[] whole;
  private byte[] withoutPolicy;

  /**
   * @param alert as who sees everything sees it
   */
  AlertNews(Map<String, Object> alert) {
    this.alert = alert;
    this.sourceId = idOf(alert.get("alertSource"));
    this.policyId = idOf(alert.get("escalationPolicy"));
  }

  /**
   * The event, without its id, as a listener may see it.
   *
   * @return the same bytes for all who see the same, not to be changed; null for who may not see
   *     the alert
   */
  public byte[] eventFor(AlertListener listener) {
    Sight sight = listener.sight();
    if (sight == null || !sight.seesAlertsOf(sourceId)) {
      return null;
    }
    if (sight.seesPolicy(policyId)) {
      whole = whole == null ? event(alert) : whole;
      return whole;
    }
    if (withoutPolicy == null) {
      Map<String, Object> shown = new LinkedHashMap<>(alert);
      Map<String, Object> policy = EscalationPolicies.reference(policyId, sight);
      shown.put("escalationPolicy", policy);
      shown.put("scalationPolicy", policy);
      withoutPolicy = event(shown);
    }
    return withoutPolicy;
  }

  private static byte[] event(Map<String, Object> alert) {
    byte[] data =
        Body.write(
            Json.object("id", alert.get("id"), "status", alert.get("status"), "alert", alert));
    return ("event: alert\ndata: " + new String(data, StandardCharsets.UTF_8) + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static long idOf(Object reference) {
    return (Long) ((Map<?, ?>) reference).get("id");
  }
}
