package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;
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
            .setSchema(new CoreSchema())
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

  /** Quotes what a reader of older YAML would take for something else than a text. */
  private static final class Quoting extends StandardRepresenter {

    Quoting(DumpSettings settings) {
      super(settings);
    }

    @Override
    protected Node representScalar(Tag tag, String value, ScalarStyle style) {
      if (!tag.equals(Tag.STR)) {
        return super.representScalar(tag, value, style);
      }
      boolean ambiguous =
          value.matches("(?s)[-+]?[\\d.].*") && !value.matches("\\d+\\.\\d+\\.\\d+\\.\\d+(/\\d+)?")
              || value.matches("(?i)yes|no|on|off|y|n|true|false|null|~");
      boolean isTextOfLines =
          value.contains("\n")
              && !value.contains(" \n")
              && value.matches("[!-~][ -~\\n]*[!-~]\\n?");
      return super.representScalar(
          tag,
          value,
          ambiguous
              ? ScalarStyle.DOUBLE_QUOTED
              : isTextOfLines ? ScalarStyle.LITERAL : ScalarStyle.PLAIN);
    }
  }
}
