package io.dutybell.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** What templates of the tests see, written as JSON. */
final class Scopes {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private Scopes() {}

  /** The object of this JSON, in which apostrophes may stand for quotation marks. */
  static Map<String, Object> scope(String json) {
    try {
      return JSON.readValue(json.replace('\'', '"'), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** What the template makes of an object, which is not cut. */
  static String rendered(String template, String json) {
    RenderedText rendered = Template.parse(template).render(scope(json));
    if (rendered.cut()) {
      throw new AssertionError("cut: " + template);
    }
    return rendered.text();
  }
}
