package io.dutybell.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A notifier as its file describes itself, for screens, the API and the check of settings.
 *
 * @param name the channel, such as {@code webhook}: the file's name without {@code
 *     -notifier.kamelet.yaml}
 * @param title a few words
 * @param description one or more sentences
 * @param properties its settings by name, in the file's order
 */
public record NotifierDescription(
    String name, String title, String description, Map<String, Property> properties) {

  /** How the name of a notifier's file ends. */
  public static final String FILE_ENDING = "-notifier.kamelet.yaml";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}");
  private static final Set<String> TYPES = Set.of("string", "boolean", "integer", "number");
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * A setting of a notifier.
   *
   * @param title a few words
   * @param description a sentence
   * @param type {@code string}, {@code boolean}, {@code integer} or {@code number}
   * @param required whether nothing can be sent without it
   * @param secret whether its value is never shown
   * @param template whether its value is a Mustache template, in which {@code {{…}}} belongs to the
   *     template
   * @param defaultValue what holds when it is not set; may be null
   * @param use where its value goes
   */
  public record Property(
      String title,
      String description,
      String type,
      boolean required,
      boolean secret,
      boolean template,
      String defaultValue,
      Use use) {

    private static final Pattern IN_ADDRESS = Pattern.compile("[A-Za-z0-9._~:/@+\\[\\]-]*");

    /**
     * Why a value that came over the API cannot be used. What becomes part of a route must not be
     * able to change it: to add options to an endpoint, name a bean or a class, or run an
     * expression.
     *
     * @return what it must be, to follow the setting's name; null when all is well
     */
    public String problem(String value) {
      return switch (type) {
        case "boolean" ->
            value.equals("true") || value.equals("false") ? null : "must be true or false";
        case "integer" -> value.matches("-?\\d{1,9}") ? null : "must be a whole number";
        case "number" -> value.matches("-?\\d{1,15}(\\.\\d{1,15})?") ? null : "must be a number";
        default -> problemOfText(value);
      };
    }

    private String problemOfText(String value) {
      return switch (use) {
        case VARIABLE -> null;
        case ADDRESS ->
            IN_ADDRESS.matcher(value).matches()
                ? null
                : "may hold only letters, digits and . _ ~ : / @ + [ ] -";
        case ROUTE ->
            value.strip().startsWith("#")
                    || value.contains("{{")
                    || value.contains("}}")
                    || value.contains("${")
                    || value.contains("$simple{")
                    || value.chars().anyMatch(Character::isISOControl)
                ? "must be one line that does not begin with # and does not hold {{ or }} or ${"
                : null;
      };
    }
  }

  /** Where the value of a setting goes, besides the variable {@code settings}. */
  public enum Use {
    /** Nowhere else. */
    VARIABLE,
    /** It becomes part of the notifier's route: an option, or a bean's property. */
    ROUTE,
    /** It becomes part of an endpoint's URI. */
    ADDRESS
  }

  public NotifierDescription {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /**
   * Reads the description out of a notifier's file.
   *
   * @param fileName the file's name, which names the channel
   * @param text the file
   * @throws IllegalArgumentException when it is not a complete notifier; the message says what is
   *     missing
   */
  public static NotifierDescription read(String fileName, String text) {
    JsonNode root = tree(text);
    String channel = channel(fileName);
    String name = fileName.substring(0, fileName.length() - ".kamelet.yaml".length());
    if (!name.equals(root.at("/metadata/name").asText())) {
      throw new IllegalArgumentException("metadata.name must be " + name + ", like the file");
    }
    if (!"kamelet:source".equals(root.at("/spec/template/from/uri").asText())) {
      throw new IllegalArgumentException("spec.template.from.uri must be kamelet:source");
    }
    JsonNode definition = root.at("/spec/definition");
    Set<String> required = new HashSet<>();
    definition.path("required").forEach(n -> required.add(n.asText()));
    JsonNode template = root.at("/spec/template");
    Map<String, Property> properties = new LinkedHashMap<>();
    definition
        .path("properties")
        .properties()
        .forEach(
            e ->
                properties.put(
                    e.getKey(),
                    property(
                        e.getKey(),
                        e.getValue(),
                        required.remove(e.getKey()),
                        use(template, "", placeholder(e.getKey())))));
    if (!required.isEmpty()) {
      throw new IllegalArgumentException(
          "spec.definition.required names "
              + required
              + ", which spec.definition.properties lacks");
    }
    return new NotifierDescription(
        channel,
        text(definition, "title", "spec.definition"),
        text(definition, "description", "spec.definition"),
        properties);
  }

  /** The names of required settings that have neither a value nor a default. */
  public List<String> missing(Map<String, String> values) {
    List<String> missing = new ArrayList<>();
    properties.forEach(
        (name, property) -> {
          String value = values.getOrDefault(name, property.defaultValue());
          if (property.required() && (value == null || value.isBlank())) {
            missing.add(name);
          }
        });
    return missing;
  }

  private static String channel(String fileName) {
    if (!fileName.endsWith(FILE_ENDING)) {
      throw new IllegalArgumentException("the file's name must end with " + FILE_ENDING);
    }
    String channel = fileName.substring(0, fileName.length() - FILE_ENDING.length());
    if (!NAME.matcher(channel).matches()) {
      throw new IllegalArgumentException(
          "the file's name must begin with a word of small letters, digits and hyphens");
    }
    return channel;
  }

  private static JsonNode tree(String text) {
    try {
      JsonNode root = YAML.readTree(text);
      if (root == null || !root.isObject() || !"Kamelet".equals(root.path("kind").asText())) {
        throw new IllegalArgumentException("it is not a Kamelet: kind: Kamelet is missing");
      }
      return root;
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          "it is not valid YAML" + where + ": " + PlainText.oneLine(e.getOriginalMessage()));
    }
  }

  /** Whether a text holds a setting as {@code {{name}}} or {@code {{?name}}}. */
  private static Pattern placeholder(String name) {
    return Pattern.compile("\\{\\{\\??" + Pattern.quote(name) + "\\b");
  }

  private static Use use(JsonNode node, String key, Pattern placeholder) {
    if (node.isTextual()) {
      boolean used = placeholder.matcher(node.textValue()).find();
      return !used ? Use.VARIABLE : key.equals("uri") ? Use.ADDRESS : Use.ROUTE;
    }
    Use most = Use.VARIABLE;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      most = most(most, use(field.getValue(), field.getKey(), placeholder));
    }
    if (node.isArray()) {
      for (JsonNode item : node) {
        most = most(most, use(item, key, placeholder));
      }
    }
    return most;
  }

  private static Use most(Use one, Use other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Property property(String name, JsonNode node, boolean required, Use use) {
    String where = "property " + name;
    String type = text(node, "type", where);
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException(where + " has the unknown type " + type);
    }
    JsonNode fallback = node.path("default");
    return new Property(
        text(node, "title", where),
        text(node, "description", where),
        type,
        required,
        "password".equals(node.path("format").asText()),
        "mustache".equals(node.path("format").asText()),
        fallback.isMissingNode() || fallback.isNull() ? null : fallback.asText(),
        use);
  }

  private static String text(JsonNode node, String field, String where) {
    String text = node.path(field).asText("").strip();
    if (text.isEmpty()) {
      throw new IllegalArgumentException(where + " has no " + field);
    }
    return text;
  }
}
