package io.dutybell.condition;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Facts that are given by hand: the own support hours are over, those called Office are on. */
record SomeFacts(Map<String, Object> fields) implements Facts {

  static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");

  @Override
  public Object field(String name) {
    return fields.get(name);
  }

  @Override
  public Instant now() {
    return NOW;
  }

  @Override
  public Optional<Boolean> isDuring(HoursReference hours, Instant at) {
    if (hours.isOwn()) {
      return Optional.of(false);
    }
    return "Office".equals(hours.name()) ? Optional.of(at.equals(NOW)) : Optional.empty();
  }
}
