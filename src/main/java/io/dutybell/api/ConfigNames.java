package io.dutybell.api;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The ids of everything that has a name, while a document is applied: of what is there, of what the
 * document makes, and, so that one mistake does not hide others, of something that stands in for
 * what could not be made.
 */
final class ConfigNames {

  private final Map<ConfigSection, Map<String, String>> ids = new EnumMap<>(ConfigSection.class);
  private final Function<ConfigSection, String> standIns;

  /**
   * @param standIns makes something that can be referred to; gives null when it cannot
   */
  ConfigNames(Function<ConfigSection, String> standIns) {
    this.standIns = standIns;
    for (ConfigSection section : ConfigSection.values()) {
      ids.put(section, new LinkedHashMap<>());
    }
  }

  /** Notes a name. */
  void put(ConfigSection section, String name, String id) {
    ids.get(section).put(name, id);
  }

  /** The id behind a name; null when there is none. */
  String id(ConfigSection section, String name) {
    return ids.get(section).get(name);
  }

  /** All names. */
  Collection<String> all(ConfigSection section) {
    return ids.get(section).keySet();
  }

  /** The id of something that a reference may lead to in place of what is missing; may be null. */
  String anyOf(ConfigSection section) {
    return ids.get(section).values().stream().findFirst().orElseGet(() -> standIns.apply(section));
  }
}
