package io.dutybell.api;

import io.dutybell.event.Language;
import io.dutybell.event.Priority;
import io.dutybell.event.WebAddress;
import io.dutybell.source.SourceTemplates;
import io.dutybell.source.SourceTexts;
import io.dutybell.source.SourceTexts.Link;
import io.dutybell.source.SourceTexts.Mapping;
import io.dutybell.source.SourceTexts.PriorityTemplate;
import io.dutybell.source.TemplateTrouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The texts of an alert source: its templates and filters, which are shown only when {@code
 * include} names them. A client that has not seen them leaves them out when it sends the source
 * back; so one that is left out stays, and one that is null or empty is taken away.
 */
final class SourceParts {

  /** Objects with a {@code textTemplate}. */
  private static final List<String> TEMPLATES =
      List.of("summaryTemplate", "detailsTemplate", "routingTemplate", "alertKeyTemplate");

  /** Conditions about an event. */
  static final List<String> FILTERS =
      List.of(
          "eventFilter",
          "eventTypeFilterCreate",
          "eventTypeFilterAccept",
          "eventTypeFilterResolve");

  private static final List<String> DURATIONS =
      List.of(
          "alertGroupingWindow",
          "autoResolutionTimeout",
          "acceptTimeout",
          "expectedEventsInterval",
          "flappingWindow",
          "flappingQuietTime");

  private static final String LINKS = "linkTemplates";
  private static final String PRIORITY = "priorityTemplate";
  private static final String LANGUAGE = "language";
  private static final String TEXT = "textTemplate";

  private static final int LONGEST_TEXT = 10_000;
  private static final int LONGEST_LINK = 2_000;
  private static final int LONGEST_NAME = 500;
  private static final int MOST_LINKS = 20;
  private static final int MOST_MAPPINGS = 100;

  /** All that {@code include} can name. */
  static final Set<String> ALL;

  static {
    Set<String> all = new TreeSet<>(TEMPLATES);
    all.addAll(FILTERS);
    all.addAll(List.of(LINKS, PRIORITY));
    ALL = Set.copyOf(all);
  }

  private SourceParts() {}

  /** What a call wants to see; names that nothing has are ignored. */
  static Set<String> included(Query query) {
    return query.names("include");
  }

  /**
   * Reads the texts. A template that the source has already is not looked at again.
   *
   * @param old those that the source has so far
   */
  static SourceTexts read(Fields fields, SourceTexts old) {
    SourceTexts texts = readUnchecked(fields, old);
    for (TemplateTrouble mistake : new SourceTemplates(texts).mistakes()) {
      String part = mistake.field().replaceAll("[.\\[].*", "");
      if (!isLeftOut(fields, part)) {
        throw Problem.invalid(
            fields.at(mistake.field() + "." + TEXT),
            mistake.message() + " (line " + mistake.line() + ", column " + mistake.column() + ")");
      }
    }
    return texts;
  }

  /** The same, whatever is wrong with the templates. */
  static SourceTexts readUnchecked(Fields fields, SourceTexts old) {
    Map<String, String> texts = new HashMap<>(old.texts());
    for (String name : TEMPLATES) {
      put(fields, texts, name, template(fields, name, LONGEST_TEXT));
    }
    for (String name : FILTERS) {
      put(fields, texts, name, blankIsNull(fields.text(name, LONGEST_TEXT)));
    }
    Map<String, String> durations = new HashMap<>();
    for (String name : DURATIONS) {
      String text = fields.text(name, 100);
      if (text != null && !text.isBlank()) {
        durations.put(name, text.strip());
      }
    }
    return new SourceTexts(
        iconUrl(fields),
        texts,
        isLeftOut(fields, LINKS) ? old.links() : links(fields),
        isLeftOut(fields, PRIORITY) ? old.priority() : priority(fields),
        isLeftOut(fields, LANGUAGE) ? old.language() : language(fields),
        durations);
  }

  private static void put(Fields fields, Map<String, String> texts, String name, String text) {
    if (text != null) {
      texts.put(name, text);
    } else if (!isLeftOut(fields, name)) {
      texts.remove(name);
    }
  }

  private static boolean isLeftOut(Fields fields, String name) {
    return !fields.json().has(name);
  }

  /** A client that does not know of it must not take it away. */
  private static Language language(Fields fields) {
    String tag = fields.line(LANGUAGE, 16);
    Language language = Language.of(tag);
    if (tag != null && language == null) {
      throw Problem.invalid(LANGUAGE, "must be en or zh, in which default texts are written");
    }
    return language;
  }

  private static String iconUrl(Fields fields) {
    String url = fields.line("iconUrl", LONGEST_LINK);
    if (url != null && !WebAddress.isWeb(url)) {
      throw Problem.invalid("iconUrl", "must be an http or https URL");
    }
    return url;
  }

  /** Null when there is none, or nothing in it. */
  private static String template(Fields fields, String name, int longest) {
    Fields template = fields.object(name);
    return template == null ? null : blankIsNull(template.text(TEXT, longest));
  }

  private static List<Link> links(Fields fields) {
    List<Link> links = new ArrayList<>();
    for (Fields link : fields.objects(LINKS, MOST_LINKS)) {
      String text = link.line("text", LONGEST_NAME);
      String textTemplate = template(link, "linkTextTemplate", LONGEST_NAME);
      if (text == null && textTemplate == null) {
        throw Problem.invalid(link.at("text"), "is required");
      }
      String href = template(link, "hrefTemplate", LONGEST_LINK);
      if (href == null) {
        throw Problem.invalid(
            link.at("hrefTemplate"), "is required, such as {\"textTemplate\": \"https://…\"}");
      }
      links.add(new Link(text, textTemplate, href));
    }
    return links;
  }

  private static PriorityTemplate priority(Fields fields) {
    Fields priority = fields.object(PRIORITY);
    if (priority == null
        || !priority.names().contains("valueTemplate") && !priority.names().contains("mappings")) {
      return null;
    }
    String value = template(priority, "valueTemplate", LONGEST_TEXT);
    if (value == null) {
      throw Problem.invalid(
          priority.at("valueTemplate"), "is required, such as {\"textTemplate\": \"…\"}");
    }
    List<Mapping> mappings = new ArrayList<>();
    for (Fields mapping : priority.objects("mappings", MOST_MAPPINGS)) {
      String from = mapping.text("value", LONGEST_NAME);
      Priority to = mapping.word("priority", Priority.class, null);
      if (from == null) {
        throw Problem.invalid(mapping.at("value"), "is required");
      }
      if (to == null) {
        throw Problem.invalid(mapping.at("priority"), "is required: HIGH or LOW");
      }
      mappings.add(new Mapping(from, to));
    }
    return new PriorityTemplate(value, mappings);
  }

  /** The parts of these names that clients can ask for; one that is not there is null. */
  static Map<String, Object> json(SourceTexts texts, Set<String> included) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (String name : TEMPLATES) {
      if (included.contains(name)) {
        json.put(name, template(texts.texts().get(name)));
      }
    }
    if (included.contains(LINKS)) {
      json.put(LINKS, texts.links().stream().map(SourceParts::json).toList());
    }
    if (included.contains(PRIORITY)) {
      json.put(PRIORITY, texts.priority() == null ? null : json(texts.priority()));
    }
    for (String name : FILTERS) {
      if (included.contains(name)) {
        json.put(name, texts.texts().get(name));
      }
    }
    return json;
  }

  private static Map<String, Object> json(Link link) {
    Map<String, Object> json = Json.object();
    if (link.text() != null) {
      json.put("text", link.text());
    }
    if (link.textTemplate() != null) {
      json.put("linkTextTemplate", template(link.textTemplate()));
    }
    json.put("hrefTemplate", template(link.hrefTemplate()));
    return json;
  }

  private static Map<String, Object> json(PriorityTemplate priority) {
    return Json.object(
        "valueTemplate",
        template(priority.valueTemplate()),
        "mappings",
        priority.mappings().stream()
            .map(m -> Json.object("value", m.value(), "priority", m.priority().name()))
            .toList());
  }

  private static Map<String, Object> template(String text) {
    return text == null ? null : Json.object(TEXT, text);
  }

  /** A duration as it was sent, unless it is another one by now. */
  static String duration(SourceTexts texts, String name, Duration duration) {
    String sent = texts.durations().get(name);
    return duration == null
        ? null
        : sent != null && Duration.parse(sent).equals(duration) ? sent : duration.toString();
  }

  private static String blankIsNull(String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
