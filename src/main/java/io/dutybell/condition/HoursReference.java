package io.dutybell.condition;

/**
 * Support hours as a condition names them: by number or by name, or, without both, those of the
 * alert source.
 *
 * @param id their number; null when they are not named by it
 * @param name their name, exactly; null when they are not named by it
 */
public record HoursReference(Long id, String name) {

  /** Those of the alert source. */
  static final HoursReference OWN = new HoursReference(null, null);

  /** Whether they are those of the alert source, whichever these are. */
  public boolean isOwn() {
    return id == null && name == null;
  }

  /** As a person calls them. */
  @Override
  public String toString() {
    return isOwn()
        ? "the alert source's own"
        : name == null ? "those with id " + id : "\"" + name + "\"";
  }
}
