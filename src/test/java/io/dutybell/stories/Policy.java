package io.dutybell.stories;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An escalation policy. It is made when it is first needed, and replaced when it changes later. */
final class Policy {

  private final Story story;
  private final Map<String, Object> json;
  private final List<Object> rules = new ArrayList<>();
  private long id;
  private boolean editing;

  Policy(Story story, String name) {
    this.story = story;
    this.json = Api.object("name", name, "escalationRules", rules);
  }

  /** A further level, with how long it waits for somebody to accept. */
  Policy level(Duration timeout, Person... people) {
    rules.add(
        Api.object(
            "users",
            Arrays.stream(people).map(p -> Api.object("id", p.id)).toList(),
            "escalationTimeout",
            timeout.toMinutes()));
    return changed();
  }

  /** A further level that is told of the alerts for which a condition holds. */
  Policy levelIf(String condition, Duration timeout, Person... people) {
    rules.add(
        Api.object(
            "users",
            Arrays.stream(people).map(p -> Api.object("id", p.id)).toList(),
            "escalationTimeout",
            timeout.toMinutes(),
            "condition",
            condition));
    return changed();
  }

  /** A further level with whoever is on call by a schedule, besides these people. */
  Policy level(Duration timeout, Rota rota, Person... people) {
    return level(timeout, List.of(rota), people);
  }

  /** A further level with whoever is on call by these schedules, besides these people. */
  Policy level(Duration timeout, List<Rota> rotas, Person... people) {
    rules.add(
        Api.object(
            "users",
            Arrays.stream(people).map(p -> Api.object("id", p.id)).toList(),
            "schedules",
            rotas.stream().map(rota -> Api.object("id", rota.id())).toList(),
            "escalationTimeout",
            timeout.toMinutes()));
    return changed();
  }

  /** Without the levels it had so far. */
  Policy withoutLevels() {
    rules.clear();
    return this;
  }

  /** Begins again so many times. */
  Policy repeating(int times) {
    json.put("repeating", true);
    json.put("frequency", times);
    return changed();
  }

  /** Waits before its first level. */
  Policy delayed(Duration delay) {
    json.put("delayMin", delay.toMinutes());
    return changed();
  }

  /** With any other field of the API. */
  Policy with(String field, Object value) {
    json.put(field, value);
    return changed();
  }

  /** Changes it by several words of this story in one call of the API. */
  Policy inOneEdit(Consumer<Policy> words) {
    editing = true;
    words.accept(this);
    editing = false;
    return changed();
  }

  private Policy changed() {
    if (id != 0 && !editing) {
      story.api().put("/api/escalation-policies/" + id, json);
    }
    return this;
  }

  long id() {
    if (id == 0) {
      id = story.api().post("/api/escalation-policies", json).path("id").asLong();
    }
    return id;
  }
}
