package io.dutybell.stories;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What CloudMonitor sends. The same one sent twice is the same delivery twice.
 *
 * @param method POST, or GET with everything in the query
 * @param contentType null for none
 * @param body the bytes, or those of the query
 * @param fields a threshold callback's fields; null when it was not made of fields
 */
record Callback(String method, String contentType, byte[] body, Map<String, String> fields) {

  static final String FORM = "application/x-www-form-urlencoded; charset=UTF-8";
  static final String ACCOUNT = "1270000000000001";

  /** A rule of this name fires for the first time on the instance {@code i-1}. */
  static Callback threshold(String rule, Instant at) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("alertName", rule);
    fields.put("alertState", "ALERT");
    fields.put("curValue", "97.3");
    fields.put("dimensions", "{userId=" + ACCOUNT + ", instanceId=i-1}");
    fields.put("expression", "$Average>=95");
    fields.put("instanceName", "i-1");
    fields.put("metricName", rule);
    fields.put("metricProject", "acs_ecs");
    fields.put("namespace", "acs_ecs");
    fields.put("preTriggerLevel", "null");
    fields.put("ruleId", "rule-" + rule);
    fields.put("timestamp", Long.toString(at.toEpochMilli()));
    fields.put("triggerLevel", "CRITICAL");
    fields.put("unit", "%");
    fields.put("userId", ACCOUNT);
    return ofFields(fields);
  }

  private static Callback ofFields(Map<String, String> fields) {
    String form =
        fields.entrySet().stream()
            .map(
                e ->
                    URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8)
                        + "="
                        + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return new Callback("POST", FORM, form.getBytes(StandardCharsets.US_ASCII), fields);
  }

  /** A body as it stands. */
  static Callback raw(String contentType, byte[] body) {
    return new Callback("POST", contentType, body, null);
  }

  /** A body as it stands. */
  static Callback raw(String contentType, String body) {
    return raw(contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Threshold callbacks in one body, a JSON array. */
  static Callback together(Callback... callbacks) {
    try {
      return raw(
          "application/json",
          Reply.JSON.writeValueAsString(Arrays.stream(callbacks).map(Callback::fields).toList()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** One of the sample bodies in {@code payloads}, sent as its line in the index says. */
  static Callback payload(String file) {
    String[] line =
        payloadIndex().stream().filter(l -> l[0].equals(file)).findFirst().orElseThrow();
    byte[] body = payloadBytes(file);
    return line[1].contains("method GET")
        ? new Callback(
            "GET",
            null,
            new String(body, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8),
            null)
        : raw(line[1], body);
  }

  /** The lines of {@code payloads/index.tsv} below its heading, as columns. */
  static List<String[]> payloadIndex() {
    return new String(payloadBytes("index.tsv"), StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .toList();
  }

  static byte[] payloadBytes(String file) {
    try (InputStream in = Callback.class.getResourceAsStream("/payloads/" + file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with another field. */
  Callback with(String field, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(field, value);
    return ofFields(changed);
  }

  /** The same without a field. */
  Callback without(String field) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.remove(field);
    return ofFields(changed);
  }

  /** About this instance. */
  Callback on(String instance) {
    return with("dimensions", "{userId=" + ACCOUNT + ", instanceId=" + instance + "}")
        .with("instanceName", instance);
  }

  Callback critical() {
    return with("triggerLevel", "CRITICAL");
  }

  Callback warn() {
    return with("triggerLevel", "WARN");
  }

  Callback info() {
    return with("triggerLevel", "INFO");
  }

  /** It has recovered. */
  Callback ok() {
    return with("preTriggerLevel", fields.get("triggerLevel"))
        .with("alertState", "OK")
        .with("triggerLevel", "OK");
  }

  /** CloudMonitor has no data. */
  Callback noData() {
    return with("alertState", "INSUFFICIENT_DATA").with("triggerLevel", "null");
  }

  Callback value(String value) {
    return with("curValue", value);
  }

  /** In this episode, from trigger to recovery. */
  Callback episode(String id) {
    return with("transId", id);
  }

  /** With this as its own time. */
  Callback at(Instant at) {
    return with("timestamp", Long.toString(at.toEpochMilli()));
  }
}
