package io.dutybell.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Reads and writes the JSON of the API. Both know limits, so that no body can exhaust anything. */
final class Body {

  static final int MOST_BYTES = 262_144;
  static final int MOST_DOCUMENT_BYTES = 16_777_216;

  private static final int DEEPEST = 32;

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .registerModule(new SimpleModule().addSerializer(Instant.class, new InstantAsText()));

  private Body() {}

  /**
   * Reads a request's body.
   *
   * @param bytes as sent
   * @param contentType as sent; null when it was not, which is taken for JSON
   * @return null when the body is empty
   */
  static JsonNode read(byte[] bytes, String contentType) {
    if (bytes.length == 0) {
      return null;
    }
    if (bytes.length > MOST_BYTES) {
      throw Problem.of(Errors.of(413));
    }
    if (contentType != null && !isJson(contentType)) {
      throw Problem.of(Errors.of(415));
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonNode node = JSON.readTree(text);
      return node.isMissingNode() ? null : node;
    } catch (CharacterCodingException e) {
      throw Problem.badRequest("the body is not UTF-8");
    } catch (StreamConstraintsException e) {
      throw Problem.badRequest(
          "the body is nested more than "
              + DEEPEST
              + " deep, or has a number or the name of a field that is too long");
    } catch (JsonProcessingException e) {
      throw Problem.badRequest(
          "the body is not JSON"
              + (e.getLocation() == null
                  ? ""
                  : ": see line "
                      + e.getLocation().getLineNr()
                      + ", column "
                      + e.getLocation().getColumnNr()));
    }
  }

  /**
   * Reads a request's body that is a YAML document, or a JSON one, which is YAML too.
   *
   * @return its text as one JSON string
   */
  static JsonNode readDocument(byte[] bytes, String contentType) {
    if (bytes.length > MOST_DOCUMENT_BYTES) {
      throw Problem.of(Errors.of(413));
    }
    if (contentType != null && !isJson(contentType) && !isYaml(contentType)) {
      throw Problem.of(
          Answer.error(
              415,
              "UNSUPPORTED_MEDIA_TYPE",
              "send a YAML document, with Content-Type: application/yaml"));
    }
    try {
      return JSON.getNodeFactory()
          .textNode(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw Problem.badRequest("the body is not UTF-8");
    }
  }

  private static boolean isYaml(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.matches("(application|text)/(x-|vnd\\.)?yaml|text/plain");
  }

  /** An answer's body as JSON. */
  static byte[] write(Object body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer cannot be written as JSON", e);
    }
  }

  /** An instant as all answers show it. */
  static String text(Instant at) {
    return MILLIS.format(at);
  }

  /** An answer's body as a tree. */
  static JsonNode tree(Object body) {
    return JSON.valueToTree(body);
  }

  /** JSON that we wrote ourselves, of any size, to be shown as it is; null for null. */
  static RawValue parsed(String json) {
    return json == null ? null : new RawValue(json);
  }

  /** JSON that we stored ourselves, as a tree; nothing when it cannot be read. */
  static JsonNode stored(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static boolean isJson(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json") || type.endsWith("+json");
  }

  private static final class InstantAsText extends JsonSerializer<Instant> {
    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(text(value));
    }
  }
}
