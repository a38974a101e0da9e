package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Writes a configuration document: the same configuration gives the same text. */
final class ConfigText {

  private static final String HEAD =
      "# The configuration of Dutybell; docs/configuration.md explains it.\n";

  private ConfigText() {}

  /** The text of a document with these sections. */
  static String of(Map<ConfigSection, List<JsonNode>> sections) {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setSchema(new Schema())
            .setSplitLines(false)
            .setUseUnicodeEncoding(true)
            .setIndent(4)
            .setIndicatorIndent(2)
            .build();
    StringBuilder text = new StringBuilder(HEAD);
    sections.forEach(
        (section, entries) -> {
          if (!entries.isEmpty()) {
            Map<String, Object> named = new LinkedHashMap<>();
            named.put(section.key(), entries.stream().map(ConfigText::plain).toList());
            text.append('\n').append(new Dump(settings, new Quoting(settings)).dumpToString(named));
          }
        });
    return text.toString();
  }

  private static Object plain(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(item -> list.add(plain(item)));
      return list;
    }
    if (node.isNull()) {
      return null;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNumber() ? node.numberValue() : node.textValue();
  }

  /** The core schema, which otherwise makes all of its patterns anew for every text. */
  private static final class Schema extends CoreSchema {

    private final ScalarResolver resolver = super.getScalarResolver();

    @Override
    public ScalarResolver getScalarResolver() {
      return resolver;
    }
  }

  /** Quotes what a reader of older YAML would take for something else than a text. */
  private static final class Quoting extends StandardRepresenter {

    private static final Pattern NUMBER = Pattern.compile("(?s)[-+]?[\\d.].*");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+(/\\d+)?");
    private static final Pattern WORD = Pattern.compile("(?i)yes|no|on|off|y|n|true|false|null|~");
    private static final Pattern LINES = Pattern.compile("[!-~][ -~\\n]*[!-~]\\n?");

    Quoting(DumpSettings settings) {
      super(settings);
    }

    @Override
    protected Node representScalar(Tag tag, String value, ScalarStyle style) {
      if (!tag.equals(Tag.STR)) {
        return super.representScalar(tag, value, style);
      }
      boolean ambiguous = is(NUMBER, value) && !is(ADDRESS, value) || is(WORD, value);
      boolean isTextOfLines = value.contains("\n") && !value.contains(" \n") && is(LINES, value);
      return super.representScalar(
          tag,
          value,
          ambiguous
              ? ScalarStyle.DOUBLE_QUOTED
              : isTextOfLines ? ScalarStyle.LITERAL : ScalarStyle.PLAIN);
    }

    private static boolean is(Pattern pattern, String value) {
      return pattern.matcher(value).matches();
    }
  }
}
