package io.dutybell.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A rule that watches an invented resource, and the threshold callbacks it sends. Account and
 * resources exist nowhere.
 *
 * @param alertName the rule's name
 * @param ruleId the rule
 * @param metricName the metric as people read it
 * @param rawMetricName the metric's stable name
 * @param project the metric's namespace
 * @param instanceName the resource as people know it
 * @param dimensions the resource, without the account, as {@code name=value, name=value}
 * @param unit the value's unit
 * @param regionId where it is, or the text {@code null}
 */
record Problem(
    String alertName,
    String ruleId,
    String metricName,
    String rawMetricName,
    String project,
    String instanceName,
    String dimensions,
    String unit,
    String regionId) {

  /** The invented account. */
  static final String ACCOUNT = "1000000000000001";

  /**
   * The callback, with the fields that CloudMonitor sends since 2023.
   *
   * @param reading what it says
   * @param episode the same from trigger to recovery
   * @param at CloudMonitor's time of it
   */
  Callback callback(Reading reading, String episode, Instant at) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("lastTime", reading.lasted());
    fields.put("rawMetricName", rawMetricName);
    fields.put("expression", reading.condition());
    fields.put("metricName", metricName);
    fields.put("instanceName", instanceName);
    fields.put("signature", "ZGVtb25zdHJhdGlvbiBvbmx5IQ==");
    fields.put("transId", episode);
    fields.put("groupId", "null");
    fields.put("regionName", "null");
    fields.put("productGroupName", "null");
    fields.put("metricProject", project);
    fields.put("userId", ACCOUNT);
    fields.put("curValue", reading.value());
    fields.put("unit", unit);
    fields.put("alertName", alertName);
    fields.put("regionId", regionId);
    fields.put("namespace", project);
    fields.put("triggerLevel", reading.level());
    fields.put("alertState", reading.state());
    fields.put("preTriggerLevel", reading.levelBefore());
    fields.put("ruleId", ruleId);
    fields.put("dimensions", "{userId=" + ACCOUNT + ", " + dimensions + "}");
    fields.put("timestamp", Long.toString(at.toEpochMilli()));
    return Callback.form(
        fields.entrySet().stream()
            .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&")));
  }
}
