package io.dutybell.source;

import io.dutybell.condition.Condition;
import io.dutybell.condition.ConditionMistake;
import io.dutybell.condition.Facts;
import io.dutybell.condition.HoursReference;
import io.dutybell.condition.Subject;
import io.dutybell.condition.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A condition as it is stored, with the support hours that it names. One that was stored before
 * conditions were checked may be none; then it is as if it were not there, and the problem says
 * why.
 *
 * @param text as somebody wrote it
 * @param condition what it says; null when there is a problem
 * @param hours the support hours that it names; empty until {@link #with} was told about them
 * @param problem why it counts as absent, as the end of a sentence; null when it does not
 */
public record StoredCondition(
    String text, Condition condition, Map<HoursReference, SupportHours> hours, String problem) {

  private static final int LONGEST_SHOWN = 200;

  public StoredCondition {
    hours = Map.copyOf(hours);
  }

  /** Reads a stored text; null for null. */
  public static StoredCondition of(String text, Subject subject) {
    if (text == null) {
      return null;
    }
    try {
      return new StoredCondition(text, Condition.parse(text, subject), Map.of(), null);
    } catch (ConditionMistake e) {
      return new StoredCondition(text, null, Map.of(), e.placed());
    }
  }

  /**
   * The same with its support hours.
   *
   * @param known finds support hours; null for those that there are not
   */
  public StoredCondition with(Function<HoursReference, SupportHours> known) {
    if (condition == null || condition.hours().isEmpty()) {
      return this;
    }
    Map<HoursReference, SupportHours> found = new HashMap<>();
    for (HoursReference reference : condition.hours()) {
      SupportHours named = known.apply(reference);
      if (named == null) {
        return new StoredCondition(
            text, null, Map.of(), "there are no support hours such as " + reference);
      }
      found.put(reference, named);
    }
    return new StoredCondition(text, condition, found, null);
  }

  /**
   * What it comes to. One with a problem gives up.
   *
   * @param fields finds the fields of the subject by name; null for those that there are not
   * @param now what {@code now} means
   * @param own the alert source's own support hours; null for none
   */
  public Verdict test(Function<String, Object> fields, Instant now, SupportHours own) {
    if (condition == null) {
      return Verdict.GAVE_UP;
    }
    return condition.test(
        new Facts() {
          @Override
          public Object field(String name) {
            return fields.apply(name);
          }

          @Override
          public Instant now() {
            return now;
          }

          @Override
          public Optional<Boolean> isDuring(HoursReference reference, Instant at) {
            SupportHours asked = reference.isOwn() ? own : hours.get(reference);
            return Optional.ofNullable(asked)
                .map(known -> known.statusAt(at) == SupportHours.Status.DURING);
          }
        });
  }

  /** Why it was not asked, as the end of a sentence, when it gave up. */
  public String whyNot() {
    return problem == null ? "finding out would have taken too long" : problem;
  }

  /** The text in one line, cut when it is long. */
  public String shown() {
    String line = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    int end = Math.min(LONGEST_SHOWN, line.length());
    if (end < line.length() && Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return end < line.length() ? line.substring(0, end) + "…" : line;
  }
}
