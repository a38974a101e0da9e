package io.dutybell.cloudmonitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.event.ContentBuilder;
import io.dutybell.event.Json;
import io.dutybell.event.Text;
import java.util.Map;

/** The details of an event: one line {@code field: value} for every field that has a value. */
final class Details {

  private static final int MAX_NAME = 200;

  private final Words words;
  private final StringBuilder text = new StringBuilder(1_024);

  /**
   * @param words what the fields are called in
   */
  Details(Words words) {
    this.words = words;
  }

  /** Adds a line, unless the value is null or enough is there. */
  void add(String name, String value) {
    if (value == null || isFull()) {
      return;
    }
    if (text.length() > 0) {
      text.append('\n');
    }
    text.append(words.label(Text.line(name, MAX_NAME))).append(": ");
    text.append(value, 0, Math.min(value.length(), ContentBuilder.MAX_DETAILS + 1));
  }

  /** Adds a line for every value in the tree, named by its path. */
  void addAll(JsonNode tree) {
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      if (isFull()) {
        return;
      }
      add("", field.getKey(), field.getValue());
    }
  }

  private void add(String prefix, String name, JsonNode value) {
    String path = Text.cut(prefix + name, MAX_NAME);
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        if (isFull()) {
          return;
        }
        add(path + ".", field.getKey(), field.getValue());
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size() && !isFull(); i++) {
        add(path, "[" + i + "]", value.get(i));
      }
    } else {
      add(path, Json.text(value));
    }
  }

  private boolean isFull() {
    return text.length() > ContentBuilder.MAX_DETAILS;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
