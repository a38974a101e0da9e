package io.dutybell.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.condition.Subject;
import io.dutybell.escalation.EscalationRule;
import io.dutybell.source.Flapping;
import io.dutybell.source.Grouping;
import io.dutybell.source.NoData;
import io.dutybell.source.PriorityRule;
import io.dutybell.source.SourceSettings;
import io.dutybell.source.StoredCondition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The JSON columns of the configuration. Durations are ISO-8601. Reading is tolerant, so that a row
 * of an older or newer version stays readable: what is missing, unknown or not understood has its
 * default.
 */
final class StoredJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private StoredJson() {}

  static String ofSettings(SourceSettings settings) {
    ObjectNode node = JSON.createObjectNode();
    node.put("grouping", settings.grouping().name());
    node.put("groupingWindow", text(settings.groupingWindow()));
    node.put("priority", settings.priorityRule().name());
    node.put("noData", settings.noData().name());
    node.put("autoResolutionTimeout", text(settings.autoResolutionTimeout()));
    node.put("acceptTimeout", text(settings.acceptTimeout()));
    node.set("ipAllowList", JSON.valueToTree(settings.ipAllowList()));
    node.put("rateLimit", settings.rateLimit());
    node.put("scoreThreshold", settings.scoreThreshold());
    node.put("expectedEventsInterval", text(settings.expectedEventsInterval()));
    if (settings.flapping() != null) {
      node.putObject("flapping")
          .put("threshold", settings.flapping().threshold())
          .put("window", text(settings.flapping().window()))
          .put("quietTime", text(settings.flapping().quietTime()));
    }
    return node.toString();
  }

  private static Flapping flapping(JsonNode node) {
    Duration window = duration(node.path("window"));
    Duration quietTime = duration(node.path("quietTime"));
    return node.path("threshold").isInt() && window != null && quietTime != null
        ? new Flapping(node.path("threshold").intValue(), window, quietTime)
        : null;
  }

  static SourceSettings settings(String column) {
    JsonNode node = read(column);
    List<String> allowed = new ArrayList<>();
    node.path("ipAllowList").forEach(entry -> allowed.add(entry.asText()));
    return new SourceSettings(
        word(node.path("grouping"), Grouping.class),
        duration(node.path("groupingWindow")),
        word(node.path("priority"), PriorityRule.class),
        word(node.path("noData"), NoData.class),
        duration(node.path("autoResolutionTimeout")),
        duration(node.path("acceptTimeout")),
        allowed,
        node.path("rateLimit").isInt() ? (Integer) node.path("rateLimit").intValue() : null,
        node.path("scoreThreshold").isNumber()
            ? (Double) node.path("scoreThreshold").doubleValue()
            : null,
        duration(node.path("expectedEventsInterval")),
        flapping(node.path("flapping")));
  }

  static String ofRules(List<EscalationRule> rules) {
    ArrayNode array = JSON.createArrayNode();
    for (EscalationRule rule : rules) {
      ObjectNode node = array.addObject();
      node.set("users", JSON.valueToTree(rule.userIds()));
      node.set("schedules", JSON.valueToTree(rule.scheduleIds()));
      node.put("timeout", text(rule.timeout()));
      if (rule.condition() != null) {
        node.put("condition", rule.condition().text());
      }
    }
    return array.toString();
  }

  static List<EscalationRule> rules(String column) {
    List<EscalationRule> rules = new ArrayList<>();
    for (JsonNode node : read(column)) {
      Duration timeout = duration(node.path("timeout"));
      rules.add(
          new EscalationRule(
              numbers(node.path("users")),
              numbers(node.path("schedules")),
              timeout == null ? Duration.ofMinutes(30) : timeout,
              StoredCondition.of(node.path("condition").textValue(), Subject.ALERT)));
    }
    return rules;
  }

  static String ofParams(Map<String, String> params) {
    return JSON.valueToTree(params).toString();
  }

  static Map<String, String> params(String column) {
    return JSON.convertValue(read(column), new TypeReference<Map<String, String>>() {});
  }

  static Set<Long> ids(String column) {
    return new TreeSet<>(numbers(read(column)));
  }

  static String ofIds(Set<Long> ids) {
    return JSON.valueToTree(new TreeSet<>(ids)).toString();
  }

  private static List<Long> numbers(JsonNode array) {
    List<Long> numbers = new ArrayList<>();
    array.forEach(entry -> numbers.add(entry.asLong()));
    return numbers;
  }

  static JsonNode read(String column) {
    try {
      return JSON.readTree(column);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON column of the configuration is damaged", e);
    }
  }

  private static String text(Duration duration) {
    return duration == null ? null : duration.toString();
  }

  private static Duration duration(JsonNode node) {
    try {
      return node.isTextual() ? Duration.parse(node.textValue()) : null;
    } catch (java.time.format.DateTimeParseException e) {
      return null;
    }
  }

  private static <E extends Enum<E>> E word(JsonNode node, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(node.textValue())) {
        return constant;
      }
    }
    return null;
  }
}
