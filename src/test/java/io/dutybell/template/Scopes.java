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
    return object(json.replace('\'', '"'));
  }

  /** What the template makes of an object, which is not cut; see {@link #scope}. */
  static String rendered(String template, String json) {
    return whole(template, scope(json));
  }

  /** What the template makes of exactly this JSON, which is not cut. */
  static String json(String template, String json) {
    return whole(template, object(json));
  }

  private static String whole(String template, Map<String, Object> scope) {
    RenderedText rendered = Template.parse(template).render(scope);
    if (rendered.cut()) {
      throw new AssertionError("cut: " + template);
    }
    return rendered.text();
  }

  private static Map<String, Object> object(String json) {
    try {
      return JSON.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
