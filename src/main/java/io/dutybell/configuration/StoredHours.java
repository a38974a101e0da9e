package io.dutybell.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.source.SupportHours;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The JSON columns of support hours. */
final class StoredHours {

  private StoredHours() {}

  static String ofDays(Map<DayOfWeek, SupportHours.Day> days) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    days.forEach(
        (day, hours) ->
            object
                .putObject(day.name())
                .put("start", hours.start().toString())
                .put("end", hours.end().toString()));
    return object.toString();
  }

  static Map<DayOfWeek, SupportHours.Day> days(String column) {
    JsonNode object = StoredJson.read(column);
    Map<DayOfWeek, SupportHours.Day> days = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      JsonNode hours = object.path(day.name());
      if (hours.isObject()) {
        days.put(
            day,
            new SupportHours.Day(
                LocalTime.parse(hours.path("start").asText()),
                LocalTime.parse(hours.path("end").asText())));
      }
    }
    return days;
  }

  static String ofExceptions(List<SupportHours.ExceptionalTime> exceptions) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (SupportHours.ExceptionalTime exception : exceptions) {
      array
          .addObject()
          .put("name", exception.name())
          .put("start", exception.start().toString())
          .put("end", exception.end().toString())
          .put("status", exception.status().name());
    }
    return array.toString();
  }

  static List<SupportHours.ExceptionalTime> exceptions(String column) {
    List<SupportHours.ExceptionalTime> exceptions = new ArrayList<>();
    for (JsonNode node : StoredJson.read(column)) {
      exceptions.add(
          new SupportHours.ExceptionalTime(
              node.path("name").textValue(),
              Instant.parse(node.path("start").asText()),
              Instant.parse(node.path("end").asText()),
              SupportHours.Status.valueOf(node.path("status").asText())));
    }
    return exceptions;
  }
}
