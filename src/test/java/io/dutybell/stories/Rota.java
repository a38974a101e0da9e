package io.dutybell.stories;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An on-call schedule. It is made when it is first needed, and replaced when it changes later. */
final class Rota {

  private final Story story;
  private final Map<String, Object> json;
  private final List<Object> shifts = new ArrayList<>();
  private final List<Object> layers = new ArrayList<>();
  private long id;

  Rota(Story story, String name) {
    this.story = story;
    this.json =
        Api.object(
            "name",
            name,
            "type",
            "STATIC",
            "timezone",
            "UTC",
            "shifts",
            shifts,
            "scheduleLayers",
            layers);
  }

  /** A shift that was put in. */
  Rota shift(Person person, Instant from, Instant until) {
    shifts.add(shiftOf(person, from, until));
    return changed();
  }

  /** Without the shifts it had so far. */
  Rota withoutShifts() {
    shifts.clear();
    return this;
  }

  /** People who take turns of a day, from a local time of a zone on. */
  Rota daily(String zone, String startsOn, Person... people) {
    json.put("type", "RECURRING");
    json.put("timezone", zone);
    layers.add(
        Api.object(
            "startsOn",
            startsOn,
            "users",
            Arrays.stream(people).map(p -> Api.object("id", p.id)).toList(),
            "rotation",
            "P1D"));
    return changed();
  }

  /** Somebody takes over for a while; said to this node. */
  void override(Api node, Person person, Instant from, Instant until) {
    node.put("/api/schedules/" + id() + "/overrides", shiftOf(person, from, until));
  }

  /** Nobody takes over any more; said to this node. */
  void deleteOverrides(Api node) {
    String path = "/api/schedules/" + id() + "/overrides";
    node.get(path).forEach(override -> node.delete(path + "/" + override.path("id").asLong()));
  }

  private static Map<String, Object> shiftOf(Person person, Instant from, Instant until) {
    return Api.object(
        "user", Api.object("id", person.id), "start", from.toString(), "end", until.toString());
  }

  private Rota changed() {
    if (id != 0) {
      story.api().put("/api/schedules/" + id, json);
    }
    return this;
  }

  JsonNode json() {
    return story.api().get("/api/schedules/" + id());
  }

  long id() {
    if (id == 0) {
      id = story.api().post("/api/schedules", json).path("id").asLong();
    }
    return id;
  }
}
