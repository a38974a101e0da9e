package io.dutybell.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Targets of an escalation rule that come as a list ({@code users}) and in the single form of older
 * clients ({@code user}). Answers have both when there is one target only, and so a client may send
 * back both and have changed either of them.
 */
final class SingleForm {

  private SingleForm() {}

  /**
   * The one target that the single form shows.
   *
   * @param many the targets of this kind
   * @param others the targets of the other kind; with one of them there is no single form
   * @return null unless there is exactly one target in all
   */
  static Long of(List<Long> many, List<Long> others) {
    return many.size() == 1 && others.isEmpty() ? many.get(0) : null;
  }

  /**
   * Who is meant. Of two forms that differ the one counts that is not as it was; where both are
   * new, everybody who is named, because nobody shall be left out by mistake.
   *
   * @param many the list that was sent; empty when there is none
   * @param one the single form that was sent; null when there is none
   * @param before the targets of the rules as they were; the likeliest first
   */
  static Set<Long> meant(Set<Long> many, Long one, List<List<Long>> before) {
    if (one == null || many.contains(one) && many.size() == 1) {
      return many;
    }
    if (many.isEmpty()) {
      return Set.of(one);
    }
    for (List<Long> was : before) {
      if (was.equals(List.of(one))) {
        return many;
      }
      if (many.equals(Set.copyOf(was))) {
        return Set.of(one);
      }
    }
    Set<Long> all = new LinkedHashSet<>(many);
    all.add(one);
    return all;
  }
}
