package io.dutybell.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.event.Language;
import io.dutybell.event.Priority;
import io.dutybell.source.SourceTexts;
import io.dutybell.source.SourceTexts.Link;
import io.dutybell.source.SourceTexts.Mapping;
import io.dutybell.source.SourceTexts.PriorityTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON column with the texts of an alert source. */
final class StoredTexts {

  private StoredTexts() {}

  static String of(SourceTexts texts) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("iconUrl", texts.iconUrl());
    new TreeMap<>(texts.texts()).forEach(node.putObject("texts")::put);
    ArrayNode links = node.putArray("links");
    for (Link link : texts.links()) {
      links
          .addObject()
          .put("text", link.text())
          .put("textTemplate", link.textTemplate())
          .put("hrefTemplate", link.hrefTemplate());
    }
    if (texts.priority() != null) {
      ObjectNode priority = node.putObject("priority");
      priority.put("valueTemplate", texts.priority().valueTemplate());
      ArrayNode mappings = priority.putArray("mappings");
      for (Mapping mapping : texts.priority().mappings()) {
        mappings
            .addObject()
            .put("value", mapping.value())
            .put("priority", mapping.priority().name());
      }
    }
    if (texts.language() != null) {
      node.put("language", texts.language().code());
    }
    new TreeMap<>(texts.durations()).forEach(node.putObject("durations")::put);
    return node.toString();
  }

  static SourceTexts read(String column) {
    JsonNode node = StoredJson.read(column);
    List<Link> links = new ArrayList<>();
    for (JsonNode link : node.path("links")) {
      links.add(
          new Link(
              link.path("text").textValue(),
              link.path("textTemplate").textValue(),
              link.path("hrefTemplate").textValue()));
    }
    return new SourceTexts(
        node.path("iconUrl").textValue(),
        map(node.path("texts")),
        links,
        node.path("priority").isObject() ? priority(node.path("priority")) : null,
        Language.of(node.path("language").textValue()),
        map(node.path("durations")));
  }

  private static PriorityTemplate priority(JsonNode node) {
    List<Mapping> mappings = new ArrayList<>();
    for (JsonNode mapping : node.path("mappings")) {
      mappings.add(
          new Mapping(
              mapping.path("value").textValue(),
              Priority.valueOf(mapping.path("priority").asText())));
    }
    return new PriorityTemplate(node.path("valueTemplate").textValue(), mappings);
  }

  private static Map<String, String> map(JsonNode object) {
    Map<String, String> map = new HashMap<>();
    object.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }
}
