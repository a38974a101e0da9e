package io.dutybell.document;

import java.util.Comparator;

/**
 * Something in a document that cannot be meant.
 *
 * @param place where it stands
 * @param path the same for programs, such as {@code schedules[2].scheduleLayers[0].rotation}; empty
 *     for the document as a whole
 * @param message a sentence for people
 * @param isConflict whether the document is right in itself and the state of things is in its way
 */
public record Mistake(Place place, String path, String message, boolean isConflict) {

  /** From the beginning of the document to its end. */
  public static final Comparator<Mistake> IN_ORDER =
      Comparator.<Mistake>comparingInt(mistake -> mistake.place().line())
          .thenComparingInt(mistake -> mistake.place().column())
          .thenComparing(Mistake::path)
          .thenComparing(Mistake::message);

  /** For a log: line, column, path and message. */
  public String sentence() {
    return "line "
        + place.line()
        + ", column "
        + place.column()
        + (path.isEmpty() ? "" : ", " + path)
        + ": "
        + message;
  }
}
