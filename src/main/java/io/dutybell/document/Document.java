package io.dutybell.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A YAML document as JSON, with the place of everything in it.
 *
 * @param root what it says; a missing node when it says nothing
 * @param places where each value stands, by its path, such as {@code teams[0].members[1].role}; a
 *     value of an object stands where its key does
 * @param mistakes what is wrong with it as YAML
 */
public record Document(JsonNode root, Map<String, Place> places, List<Mistake> mistakes) {

  public Document {
    places = Map.copyOf(places);
    mistakes = List.copyOf(mistakes);
  }

  /** Where a path stands; for something that is not there, what it would belong to. */
  public Place place(String path) {
    String known = path;
    while (!known.isEmpty()) {
      Place place = places.get(known);
      if (place != null) {
        return place;
      }
      known = known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), bracket(known))));
    }
    return Place.START;
  }

  private static int bracket(String path) {
    return path.lastIndexOf('[');
  }

  /** Something wrong at a path. */
  public Mistake mistake(String path, String message) {
    return new Mistake(place(path), path, message, false);
  }

  /** The path of a field of an object. */
  public static String at(String object, String field) {
    return object.isEmpty() ? field : object + "." + field;
  }

  /** The path of an entry of a list. */
  public static String at(String list, int index) {
    return list + "[" + index + "]";
  }
}
