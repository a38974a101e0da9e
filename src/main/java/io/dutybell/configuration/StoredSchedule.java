package io.dutybell.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.oncall.Layer;
import io.dutybell.oncall.Restriction;
import io.dutybell.oncall.Shift;
import io.dutybell.oncall.Span;
import io.dutybell.oncall.TimeOfWeek;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/** The JSON columns of a schedule. Instants, local times and spans are ISO-8601. */
final class StoredSchedule {

  private static final ObjectMapper JSON = new ObjectMapper();

  private StoredSchedule() {}

  static String ofLayers(List<Layer> layers) {
    ArrayNode array = JSON.createArrayNode();
    for (Layer layer : layers) {
      ObjectNode node = array.addObject();
      node.put("name", layer.name());
      node.put("startsOn", layer.startsOn().toString());
      node.put("endsOn", layer.endsOn() == null ? null : layer.endsOn().toString());
      node.set("users", JSON.valueToTree(layer.userIds()));
      node.put("rotation", layer.rotation().text());
      node.put(
          "restrictionType",
          layer.restrictionType() == null ? null : layer.restrictionType().name());
      ArrayNode restrictions = node.putArray("restrictions");
      for (Restriction restriction : layer.restrictions()) {
        ObjectNode one = restrictions.addObject();
        put(one.putObject("from"), restriction.from());
        put(one.putObject("to"), restriction.to());
      }
    }
    return array.toString();
  }

  private static void put(ObjectNode node, TimeOfWeek moment) {
    node.put("day", moment.day() == null ? null : moment.day().name());
    node.put("time", moment.time().toString());
  }

  static List<Layer> layers(String column) {
    List<Layer> layers = new ArrayList<>();
    for (JsonNode node : read(column)) {
      List<Long> users = new ArrayList<>();
      node.path("users").forEach(user -> users.add(user.asLong()));
      List<Restriction> restrictions = new ArrayList<>();
      node.path("restrictions")
          .forEach(
              one -> restrictions.add(new Restriction(moment(one, "from"), moment(one, "to"))));
      String type = node.path("restrictionType").textValue();
      layers.add(
          new Layer(
              node.path("name").textValue(),
              instant(node, "startsOn"),
              instant(node, "endsOn"),
              users,
              Span.parse(node.path("rotation").asText()),
              type == null ? null : Restriction.Type.valueOf(type),
              restrictions));
    }
    return layers;
  }

  private static TimeOfWeek moment(JsonNode restriction, String name) {
    JsonNode node = restriction.path(name);
    String day = node.path("day").textValue();
    return new TimeOfWeek(
        day == null ? null : DayOfWeek.valueOf(day), LocalTime.parse(node.path("time").asText()));
  }

  static String ofShifts(List<Shift> shifts) {
    ArrayNode array = JSON.createArrayNode();
    for (Shift shift : shifts) {
      array
          .addObject()
          .put("user", shift.userId())
          .put("start", shift.start().toString())
          .put("end", shift.end().toString());
    }
    return array.toString();
  }

  static List<Shift> shifts(String column) {
    List<Shift> shifts = new ArrayList<>();
    for (JsonNode node : read(column)) {
      shifts.add(
          new Shift(node.path("user").asLong(), instant(node, "start"), instant(node, "end")));
    }
    return shifts;
  }

  private static Instant instant(JsonNode node, String name) {
    String text = node.path(name).textValue();
    return text == null ? null : Instant.parse(text);
  }

  private static JsonNode read(String column) {
    try {
      return JSON.readTree(column);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON column of a schedule is damaged", e);
    }
  }
}
