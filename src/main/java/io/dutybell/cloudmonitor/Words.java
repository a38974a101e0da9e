package io.dutybell.cloudmonitor;

import io.dutybell.event.Language;
import io.dutybell.event.Severity;
import io.dutybell.event.State;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The words of the default texts in one language, from {@code templates/DefaultTexts_….properties}.
 */
final class Words {

  private static final Map<Language, Words> ALL = new EnumMap<>(Language.class);

  static {
    for (Language language : Language.values()) {
      ALL.put(language, new Words(read(language)));
    }
  }

  private static final Map<Severity, String> TAGS =
      Map.of(
          Severity.CRITICAL, "tag.CRITICAL", Severity.WARN, "tag.WARN", Severity.INFO, "tag.INFO");

  private static final String FIELD = "field.";

  private final Map<String, String> words = new HashMap<>();
  private final Map<String, String> fields = new HashMap<>();

  private Words(Properties properties) {
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(FIELD)) {
        fields.put(name.substring(FIELD.length()), properties.getProperty(name));
      } else {
        words.put(name, properties.getProperty(name));
      }
    }
  }

  /** The words of this language. */
  static Words in(Language language) {
    return ALL.get(language);
  }

  private static Properties read(Language language) {
    String file = "/templates/DefaultTexts_" + language.code() + ".properties";
    try (Reader reader =
        new InputStreamReader(Words.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
      Properties properties = new Properties();
      properties.load(reader);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands in brackets before a summary. */
  String tag(State state, Severity severity) {
    return switch (state) {
      case OK -> get("tag.OK");
      case NO_DATA -> get("tag.NO_DATA");
      default -> get(severity == null ? "tag.ALERT" : TAGS.get(severity));
    };
  }

  /** What a field is called in the details: its path, after its name in this language, if any. */
  String label(String path) {
    if (fields.isEmpty()) {
      return path;
    }
    String name = fields.get(path.substring(path.lastIndexOf('.') + 1));
    return name == null ? path : name + " (" + path + ")";
  }

  /** The words under this key, which must be there. */
  String get(String key) {
    String found = words.get(key);
    if (found == null) {
      throw new IllegalStateException("the default texts lack " + key);
    }
    return found;
  }
}
