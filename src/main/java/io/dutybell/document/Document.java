package io.dutybell.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A YAML document as JSON, with the place of everything in it. */
public final class Document {

  private final JsonNode root;
  private final Placed places;
  private final List<Mistake> mistakes;

  Document(JsonNode root, Placed places, List<Mistake> mistakes) {
    this.root = root;
    this.places = places;
    this.mistakes = List.copyOf(mistakes);
  }

  /** What it says; a missing node when it says nothing, or cannot be read. */
  public JsonNode root() {
    return root;
  }

  /** What is wrong with it as YAML. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  /**
   * Where a path stands, such as {@code teams[0].members[1].role}: where its key does. For
   * something that is not there it is the place of what it would belong to.
   */
  public Place place(String path) {
    return places.place(path);
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
