package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts right, one after the other, the fields that a resource refuses, so that the mistakes behind
 * the first are found too. Nothing that was put right so is ever kept.
 */
final class ConfigRepair {

  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");
  private static final int MOST = 50;

  /** Something that each required field takes. */
  private static final Map<String, String> RIGHT =
      Map.ofEntries(
          Map.entry("type", "\"RECURRING\""),
          Map.entry("startsOn", "\"2000-01-01T00:00:00Z\""),
          Map.entry("rotation", "\"P1D\""),
          Map.entry("escalationTimeout", "5"),
          Map.entry("time", "\"00:00\""),
          Map.entry("dayOfWeek", "\"MONDAY\""),
          Map.entry("intervalSec", "3600"),
          Map.entry("integrationType", "\"API\""),
          Map.entry("alertGroupingWindow", "\"PT5M\""),
          Map.entry("supportDays", "{}"),
          Map.entry("supportStatus", "\"DURING\""),
          Map.entry("triggerTypes", "[\"alert-created\"]"),
          Map.entry("from", "{\"dayOfWeek\":\"MONDAY\",\"time\":\"00:00\"}"),
          Map.entry("to", "{\"dayOfWeek\":\"FRIDAY\",\"time\":\"00:00\"}"));

  /** Where the references to another section stand. */
  private static final Map<String, ConfigSection> REFERENCES =
      Map.of(
          "users", ConfigSection.USERS,
          "user", ConfigSection.USERS,
          "escalationPolicy", ConfigSection.ESCALATION_POLICIES,
          "affectedAlertSources", ConfigSection.ALERT_SOURCES,
          "alertSources", ConfigSection.ALERT_SOURCES);

  private final ObjectNode json;
  private final Function<ConfigSection, String> anyOf;
  private final Set<String> removed = new HashSet<>();
  private final Set<String> replaced = new HashSet<>();
  private final List<TakenOut> takenOut = new ArrayList<>();
  private int tries;

  /** An entry that was taken out of a list, so that those behind it have another number. */
  private record TakenOut(String list, int index) {

    String before(String field) {
      int end = field.indexOf(']', list.length());
      if (!field.startsWith(list + "[") || end < 0) {
        return field;
      }
      int number = Integer.parseInt(field.substring(list.length() + 1, end));
      return number < index ? field : list + "[" + (number + 1) + field.substring(end);
    }
  }

  /**
   * @param json is changed
   * @param anyOf the id of something of a section; null when there is nothing
   */
  ConfigRepair(ObjectNode json, Function<ConfigSection, String> anyOf) {
    this.json = json;
    this.anyOf = anyOf;
  }

  /** Where a field stood before entries of lists were taken out. */
  String original(String field) {
    String original = field;
    for (int i = takenOut.size() - 1; i >= 0; i--) {
      original = takenOut.get(i).before(original);
    }
    return original;
  }

  /** Puts a field right; false when nothing more can be done. */
  boolean repair(String field) {
    return tries++ < MOST && (repairField(field) || takeOutEntry(field));
  }

  private boolean takeOutEntry(String field) {
    int end = field.lastIndexOf(']');
    if (end < 0) {
      return false;
    }
    int start = field.lastIndexOf('[', end);
    String list = field.substring(0, start);
    JsonNode parent = json;
    for (String step : steps(list)) {
      parent = parent == null ? null : child(parent, step);
    }
    int index = Integer.parseInt(field.substring(start + 1, end));
    if (!(parent instanceof ArrayNode array) || index >= array.size()) {
      return false;
    }
    array.remove(index);
    takenOut.add(new TakenOut(list, index));
    return true;
  }

  private boolean repairField(String field) {
    List<String> steps = steps(field);
    if (steps.isEmpty()) {
      return false;
    }
    JsonNode parent = json;
    for (String step : steps.subList(0, steps.size() - 1)) {
      parent = parent == null ? null : child(parent, step);
    }
    String last = steps.get(steps.size() - 1);
    if (!(parent instanceof ObjectNode object) || last.startsWith("[")) {
      return false;
    }
    if (removed.add(original(field)) && object.has(last)) {
      object.remove(last);
      return true;
    }
    JsonNode right = right(last);
    if (!replaced.add(original(field)) || right == null) {
      return false;
    }
    object.set(last, right);
    return true;
  }

  private JsonNode right(String field) {
    ConfigSection section = REFERENCES.get(field);
    if (section == null) {
      return RIGHT.containsKey(field) ? Body.stored(RIGHT.get(field)) : null;
    }
    String id = anyOf.apply(section);
    if (id == null) {
      return null;
    }
    boolean isOne = field.equals("user") || field.equals("escalationPolicy");
    return Body.stored(isOne ? "{\"id\":" + id + "}" : "[{\"id\":" + id + "}]");
  }

  private static List<String> steps(String field) {
    List<String> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(field);
    while (matcher.find()) {
      steps.add(matcher.group());
    }
    return steps;
  }

  private static JsonNode child(JsonNode parent, String step) {
    return step.startsWith("[") ? parent.get(index(step)) : parent.get(step);
  }

  private static int index(String step) {
    return Integer.parseInt(step.substring(1, step.length() - 1));
  }
}
