package io.dutybell.outside;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A callback of a threshold rule as CloudMonitor posts it, with made-up accounts and resources.
 *
 * @param instance the instance it is about, which with the rule and the account makes the alert key
 * @param state {@code ALERT} or {@code OK}
 * @param value the metric's value
 * @param episode {@code transId}
 * @param timestamp when it happened, in milliseconds since 1970, as text
 */
public record Callback(
    String instance, String state, String value, String episode, String timestamp) {

  /** The value of the header {@code Content-Type}. */
  public static final String CONTENT_TYPE = "application/x-www-form-urlencoded; charset=UTF-8";

  /** The body that is posted. */
  public String body() {
    boolean ok = state.equals("OK");
    return "lastTime="
        + encoded(ok ? "15分钟" : "0分钟")
        + "&rawMetricName=cpu_total&expression=%24Average%3E%3D80"
        + "&metricName=%28Agent%29Host.cpu.total&instanceName=prod-web-01"
        + "&signature=FpaZx5JmbQaKGAKM90Wj95oZh%2Fo%3D&transId="
        + encoded(episode)
        + "&groupId=41000001&regionName="
        + encoded("华东1（杭州）")
        + "&productGroupName=shop-prod&metricProject=acs_ecs&userId=1270000000000001&curValue="
        + encoded(value)
        + "&unit=%25&alertName="
        + encoded("ECS CPU 使用率过高")
        + "&regionId=cn-hangzhou&namespace=acs_ecs&triggerLevel="
        + (ok ? "OK" : "CRITICAL")
        + "&alertState="
        + state
        + "&preTriggerLevel="
        + (ok ? "CRITICAL" : "null")
        + "&ruleId=applyTemplate8f0c1d2e-1111-4222-8333-444455556666&dimensions="
        + encoded("{userId=1270000000000001, instanceId=" + instance + "}")
        + "&timestamp="
        + timestamp;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
