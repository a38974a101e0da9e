package io.dutybell.api;

import java.util.Arrays;
import java.util.List;

/**
 * How a value stands in a configuration document, and what that is in the JSON of the API. What a
 * value may be is not said here: the resource that takes the JSON says it.
 */
sealed interface ConfigShape {

  /** As in the JSON. */
  record Plain() implements ConfigShape {}

  /**
   * The name of another resource; in the JSON an object with its id.
   *
   * @param extras further fields of that object; with any, the document has an object too, in which
   *     {@code name} stands for the id
   */
  record Reference(ConfigSection to, List<Keyed> extras) implements ConfigShape {}

  /** The name of a connector; in the JSON its id. */
  record ConnectorName() implements ConfigShape {}

  /**
   * A list.
   *
   * @param isOrdered whether its order means something; otherwise it is written sorted
   */
  record Listed(ConfigShape item, boolean isOrdered) implements ConfigShape {}

  /** An object of known keys. */
  record Parts(List<Keyed> keys) implements ConfigShape {

    /** The key of this name, or null. */
    Keyed key(String name) {
      return keys.stream().filter(key -> key.name().equals(name)).findFirst().orElse(null);
    }

    /** The names of all keys. */
    List<String> names() {
      return keys.stream().map(Keyed::name).toList();
    }
  }

  /** What has a call of its own and is no field of the JSON: parts of a user, a secret. */
  record Apart(ConfigShape shape) implements ConfigShape {}

  /**
   * A key of an object.
   *
   * @param name in the document
   * @param field in the JSON
   * @param shape the shape of its value
   * @param mayBeEmpty whether an empty object says something
   */
  record Keyed(String name, String field, ConfigShape shape, boolean mayBeEmpty) {}

  static Keyed keyed(String name, ConfigShape shape) {
    return new Keyed(name, name, shape, false);
  }

  /** Keys whose values are as in the JSON. */
  static Keyed[] plain(String... names) {
    return Arrays.stream(names).map(name -> keyed(name, new Plain())).toArray(Keyed[]::new);
  }

  /** An object of keys and arrays of keys. */
  static Parts parts(Object... keys) {
    return new Parts(
        Arrays.stream(keys)
            .flatMap(
                k -> k instanceof Keyed[] several ? Arrays.stream(several) : List.of(k).stream())
            .map(Keyed.class::cast)
            .toList());
  }

  static Listed list(ConfigShape item) {
    return new Listed(item, true);
  }

  static Listed set(ConfigSection of) {
    return new Listed(to(of), false);
  }

  static Reference to(ConfigSection section) {
    return new Reference(section, List.of());
  }
}
