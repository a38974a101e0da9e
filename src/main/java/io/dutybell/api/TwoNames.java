package io.dutybell.api;

import java.util.Set;

/** A field with two names, because clients differ: answers have it under both. */
final class TwoNames {

  private TwoNames() {}

  /**
   * What is meant by a field that may have come under both of its names. Who changed one of them in
   * what an answer said means that one.
   *
   * @param one its value under the first name; empty when it did not come
   * @param other its value under the second name
   * @param old what it was so far; null when there is nothing yet
   */
  static Set<Long> meant(Set<Long> one, Set<Long> other, Set<Long> old) {
    return one.isEmpty() || !other.isEmpty() && one.equals(old) ? other : one;
  }
}
