package io.dutybell.notification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The JSON that an outbound request carries: the payload as it is, or a Mustache template filled
 * with it.
 *
 * <p>Every value is written as JSON: text inside a pair of quotation marks is escaped, and a
 * number, a list or an object stands without them, as in {@code {"title": "{{alert.summary}}",
 * "raw": {{alert.customDetails}}}}. Templates see nothing but the payload and cannot run code.
 */
public final class JsonBody {

  /** The longest body that a template may make, in characters. */
  public static final int MAX_LENGTH = 262_144;

  private static final int MAX_TEMPLATES = 1_000;

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(100).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  // Escaping in the formatter, not the escaper: {{{x}}} must not get past it.
  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .escapeHTML(false)
          .defaultValue("")
          .emptyStringIsFalse(true)
          .withFormatter(JsonBody::json)
          .withCollector(new PlainValues());

  private static final Map<String, Template> TEMPLATES = new ConcurrentHashMap<>();

  private JsonBody() {}

  /**
   * A body, and what was wrong with the template when it could not be used.
   *
   * @param json the body, valid JSON
   * @param problem why the default payload is sent instead of the template's text; null when all is
   *     well
   */
  public record Filled(String json, String problem) {}

  /**
   * Makes a body.
   *
   * @param template Mustache; null or blank for the payload as it is
   * @param payload see {@link Rendered#payload()}
   * @return the filled template; when it fails or is not JSON, the payload with a field {@code
   *     templateProblem}
   */
  public static Filled fill(String template, Map<String, Object> payload) {
    if (template == null || template.isBlank()) {
      return new Filled(write(payload), null);
    }
    try {
      Writer body = new BoundedWriter();
      compiled(template).execute(payload, body);
      String json = body.toString();
      JSON.readTree(json);
      return new Filled(json, null);
    } catch (JsonProcessingException e) {
      return fallback(payload, "it does not make valid JSON: " + e.getOriginalMessage());
    } catch (RuntimeException e) {
      return fallback(payload, String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      return fallback(payload, "it is nested too deeply");
    }
  }

  private static Template compiled(String template) {
    if (TEMPLATES.size() > MAX_TEMPLATES) {
      TEMPLATES.clear();
    }
    return TEMPLATES.computeIfAbsent(template, COMPILER::compile);
  }

  private static Filled fallback(Map<String, Object> payload, String reason) {
    String problem =
        PlainText.cut(
            "The body template could not be used, so the default body was sent: "
                + PlainText.oneLine(reason),
            500);
    Map<String, Object> withProblem = new LinkedHashMap<>(payload);
    withProblem.put("templateProblem", problem);
    return new Filled(write(withProblem), problem);
  }

  private static String json(Object value) {
    if (value instanceof CharSequence text) {
      String quoted = write(text.toString());
      return quoted.substring(1, quoted.length() - 1);
    }
    return write(value);
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads maps and loops over lists, and nothing else: no fields, no methods. */
  private static final class PlainValues extends BasicCollector {

    private static final Mustache.VariableFetcher ENTRY =
        (context, name) -> {
          Map<?, ?> map = (Map<?, ?>) context;
          return map.containsKey(name) ? map.get(name) : Template.NO_FETCHER_FOUND;
        };
    private static final Mustache.VariableFetcher ABSENT =
        (context, name) -> Template.NO_FETCHER_FOUND;

    @Override
    public Mustache.VariableFetcher createFetcher(Object context, String name) {
      if (context instanceof Map) {
        return ENTRY;
      }
      return context instanceof Collection ? super.createFetcher(context, name) : ABSENT;
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
      return new ConcurrentHashMap<>();
    }
  }

  private static final class BoundedWriter extends StringWriter {

    @Override
    public void write(String text) {
      room(text.length());
      super.write(text);
    }

    @Override
    public void write(String text, int offset, int length) {
      room(length);
      super.write(text, offset, length);
    }

    @Override
    public void write(char[] text, int offset, int length) {
      room(length);
      super.write(text, offset, length);
    }

    private void room(int length) {
      if (getBuffer().length() + length > MAX_LENGTH) {
        throw new UncheckedIOException(
            new IOException("it makes more than " + MAX_LENGTH + " characters"));
      }
    }
  }
}
