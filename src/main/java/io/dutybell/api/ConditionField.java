package io.dutybell.api;

import io.dutybell.condition.Condition;
import io.dutybell.condition.ConditionMistake;
import io.dutybell.condition.HoursReference;
import io.dutybell.condition.Subject;
import io.dutybell.source.StoredCondition;
import io.dutybell.source.SupportHours;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** A field with a condition, see docs/conditions.md. */
final class ConditionField {

  private ConditionField() {}

  /**
   * Reads a condition. One that was there before is as good as ever, whatever it says.
   *
   * @param name the field
   * @param subject what the condition is about
   * @param old the conditions so far, of which any may be null: what they name may be named again
   * @param sight what the caller sees
   * @param known finds support hours
   * @return null when there is none
   */
  static String read(
      Fields fields,
      String name,
      Subject subject,
      Collection<StoredCondition> old,
      Sight sight,
      Function<HoursReference, Optional<SupportHours>> known) {
    String text = fields.text(name, Condition.LONGEST);
    if (text == null || text.isBlank()) {
      return null;
    }
    if (old.stream().anyMatch(stored -> stored != null && stored.text().equals(text))) {
      return text;
    }
    try {
      for (HoursReference reference : Condition.parse(text, subject).hours()) {
        boolean stays =
            old.stream()
                .filter(Objects::nonNull)
                .map(StoredCondition::condition)
                .filter(Objects::nonNull)
                .anyMatch(condition -> condition.hours().contains(reference));
        Optional<SupportHours> hours = known.apply(reference);
        if (hours.isEmpty() || !stays && !sight.seesWhatBelongsTo(hours.get().teamIds())) {
          throw Problem.invalid(
              fields.at(name), "names support hours that there are not: " + reference);
        }
      }
    } catch (ConditionMistake mistake) {
      throw Problem.invalid(fields.at(name), "is no condition: " + mistake.placed());
    }
    return text;
  }
}
