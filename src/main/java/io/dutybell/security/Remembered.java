package io.dutybell.security;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is remembered of callers, by their names: never more than so many, whoever calls. When there
 * is no room, what was asked for longest ago is forgotten. Not thread-safe.
 *
 * @param <V> what is remembered of each
 */
public final class Remembered<V> {

  private final LinkedHashMap<String, V> values = new LinkedHashMap<>(16, 0.75f, true);
  private final int most;

  /**
   * @param most of how many to remember something
   */
  public Remembered(int most) {
    this.most = most;
  }

  /** What is remembered of somebody; null for nothing. */
  public V get(String name) {
    return values.get(name);
  }

  /** Remembers something of somebody instead of what it was before. */
  public void put(String name, V value) {
    values.put(name, value);
    if (values.size() > most) {
      Map.Entry<String, V> eldest = values.entrySet().iterator().next();
      values.remove(eldest.getKey());
    }
  }

  /** Forgets somebody. */
  public void forget(String name) {
    values.remove(name);
  }
}
