package io.dutybell.condition;

import java.time.Instant;
import java.util.Optional;

/** What a condition looks at. */
public interface Facts {

  /**
   * A field of the subject: a text, a number, true or false, a list of such, or a map of such by
   * text; anything else counts as its text.
   *
   * @return null when there is no such field
   */
  Object field(String name);

  /** The instant that {@code now} stands for. */
  Instant now();

  /**
   * Whether an instant is during support hours.
   *
   * @return empty when there are no such hours
   */
  Optional<Boolean> isDuring(HoursReference hours, Instant at);
}
