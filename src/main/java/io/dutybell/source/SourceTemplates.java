package io.dutybell.source;

import io.dutybell.event.AlertKey;
import io.dutybell.event.ContentBuilder;
import io.dutybell.event.Event;
import io.dutybell.event.EventScope;
import io.dutybell.event.Link;
import io.dutybell.event.Priority;
import io.dutybell.event.State;
import io.dutybell.event.Text;
import io.dutybell.event.Variant;
import io.dutybell.event.WebAddress;
import io.dutybell.source.SourceTexts.Mapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The templates of an alert source, read once and used for each of its events: docs/alerting.md,
 * "Templates". Thread-safe; what it makes depends on nothing but the event.
 */
public final class SourceTemplates {

  /** The names of the templates in {@link SourceTexts#texts}. */
  public static final String SUMMARY = "summaryTemplate";

  public static final String DETAILS = "detailsTemplate";
  public static final String ROUTING = "routingTemplate";
  public static final String ALERT_KEY = "alertKeyTemplate";

  private static final int MOST_LINKS = 20;
  private static final int LONGEST_QUOTE = 60;

  private record LinkTemplate(String text, FieldTemplate textTemplate, FieldTemplate href) {}

  private final FieldTemplate summary;
  private final FieldTemplate details;
  private final FieldTemplate alertKey;
  private final FieldTemplate routing;
  private final FieldTemplate priority;
  private final List<Mapping> mappings;
  private final List<LinkTemplate> links = new ArrayList<>();

  /** Reads the templates; one that cannot be read gives its default, see {@link #mistakes}. */
  public SourceTemplates(SourceTexts texts) {
    Map<String, String> sources = texts.texts();
    summary = FieldTemplate.of(SUMMARY, sources.get(SUMMARY), "the default summary is used");
    details = FieldTemplate.of(DETAILS, sources.get(DETAILS), "the default details are used");
    alertKey = FieldTemplate.of(ALERT_KEY, sources.get(ALERT_KEY), "the default alert key is used");
    routing =
        FieldTemplate.of(
            ROUTING, sources.get(ROUTING), "the alert source's own escalation policy is used");
    priority =
        texts.priority() == null
            ? null
            : FieldTemplate.of(
                "priorityTemplate.valueTemplate",
                texts.priority().valueTemplate(),
                "the alert source's notification priority is used");
    mappings = texts.priority() == null ? List.of() : texts.priority().mappings();
    for (SourceTexts.Link link : texts.links()) {
      String at = "linkTemplates[" + links.size() + "].";
      String otherwise =
          link.text() == null ? "the link shows its address" : "the link shows its fixed text";
      links.add(
          new LinkTemplate(
              link.text(),
              FieldTemplate.of(at + "linkTextTemplate", link.textTemplate(), otherwise),
              FieldTemplate.of(at + "hrefTemplate", link.hrefTemplate(), "the link is left out")));
    }
  }

  /** What is wrong with those that cannot be read. */
  public List<TemplateTrouble> mistakes() {
    List<FieldTemplate> all = new ArrayList<>();
    all.add(summary);
    all.add(details);
    all.add(alertKey);
    all.add(routing);
    all.add(priority);
    links.forEach(link -> all.add(link.textTemplate()));
    links.forEach(link -> all.add(link.href()));
    return FieldTemplate.mistakes(all);
  }

  /**
   * The event with what the templates make of it. A recovery and an accept have their alert key
   * made, by which they find their alert, and nothing else, since nothing else of them is shown.
   *
   * @param event read with its fields
   * @param sourceName the name of its alert source
   */
  public Event apply(Event event, String sourceName) {
    State state = event.content().state();
    if (event.content().alertKey() == null || state == State.TEST) {
      return event;
    }
    boolean shown = state == State.FIRING || state == State.NO_DATA;
    if (!shown && alertKey == null) {
      return event;
    }
    try {
      Templated made = of(event, sourceName, shown);
      return event.with(
          made.content(), made.troubles().stream().map(TemplateTrouble::sentence).toList());
    } catch (RuntimeException e) {
      // No template is worth an event.
      String why = e.getClass().getSimpleName();
      return event.with(
          event.content(),
          List.of("The alert source's templates failed (" + why + "); the defaults are used."));
    }
  }

  /** The alert key that the event gets; null for one that has none. */
  public String alertKey(Event event, String sourceName) {
    try {
      return new Use(event, sourceName).alertKey();
    } catch (RuntimeException e) {
      return event.content().alertKey();
    }
  }

  /**
   * What the templates make of an event.
   *
   * @param content with every default where a template gives nothing
   * @param troubles why a template gave nothing
   */
  public record Templated(Event.Content content, List<TemplateTrouble> troubles) {}

  /** What all templates make of the event, whatever it asks for. */
  public Templated preview(Event event, String sourceName) {
    return of(event, sourceName, true);
  }

  private Templated of(Event event, String sourceName, boolean everything) {
    Use use = new Use(event, sourceName);
    Event.Content was = event.content();
    String key = use.alertKey();
    if (!everything) {
      return new Templated(was.withKey(key), use.troubles);
    }
    return new Templated(
        was.templated(
            key, use.summary(), use.details(), use.priority(), use.routingKey(), use.links()),
        use.troubles);
  }

  /** One event and what the templates give for it; what they do not give stays as it is. */
  private final class Use {

    private final Event.Content content;
    private final Supplier<Map<String, Object>> scope;
    private final List<TemplateTrouble> troubles = new ArrayList<>();
    private Map<String, Object> built;

    Use(Event event, String sourceName) {
      this.content = event.content();
      this.scope =
          () -> {
            built = built == null ? EventScope.of(event, sourceName) : built;
            return built;
          };
    }

    /** A key that the event names itself counts, as it does without a template. */
    String alertKey() {
      if (alertKey == null || content.alertKey() == null || namesItsKey()) {
        return content.alertKey();
      }
      String text = alertKey.text(scope, true, troubles);
      String key = AlertKey.of(text);
      if (text != null && key == null) {
        troubles.add(alertKey.trouble("gave no text", alertKey.instead()));
      }
      return key == null ? content.alertKey() : key;
    }

    private boolean namesItsKey() {
      return content.variant() == Variant.GENERIC
          && scope.get().get(EventScope.RAW) instanceof Map<?, ?> raw
          && raw.get("alertKey") instanceof String text
          && AlertKey.of(text) != null;
    }

    String summary() {
      String text = summary == null ? null : summary.text(scope, false, troubles);
      String line = Text.line(text, ContentBuilder.MAX_SUMMARY);
      return line == null || line.isEmpty() ? content.summary() : line;
    }

    String details() {
      String text = details == null ? null : details.text(scope, false, troubles);
      return text == null ? content.details() : Text.block(text, ContentBuilder.MAX_DETAILS);
    }

    String routingKey() {
      if (routing == null || content.routingKey() != null) {
        return content.routingKey();
      }
      String key = Text.line(routing.text(scope, true, troubles), ContentBuilder.MAX_VALUE);
      return key == null || key.isEmpty() ? null : key;
    }

    Priority priority() {
      if (priority == null || content.priority() != null) {
        return content.priority();
      }
      String value = priority.textOrEmpty(scope, true, troubles);
      if (value == null) {
        return null;
      }
      Optional<Priority> mapped = mapped(value);
      if (mapped.isEmpty()) {
        troubles.add(
            priority.trouble(
                "gave \"" + Text.line(value, LONGEST_QUOTE) + "\", which no mapping names",
                priority.instead()));
      }
      return mapped.orElse(null);
    }

    List<Link> links() {
      Map<String, Link> all = new LinkedHashMap<>();
      for (LinkTemplate template : links) {
        String href = template.href().text(scope, true, troubles);
        if (href != null && !WebAddress.isWeb(href)) {
          troubles.add(
              template.href().trouble("gave no http or https URL", template.href().instead()));
          continue;
        }
        if (href != null) {
          all.putIfAbsent(href, new Link(shown(template, href), href));
        }
      }
      Set<String> own = new HashSet<>();
      for (Link link : content.links()) {
        if (own.add(link.href())) {
          all.putIfAbsent(link.href(), link);
        }
      }
      return all.values().stream().limit(MOST_LINKS).toList();
    }

    private String shown(LinkTemplate template, String href) {
      String text =
          template.textTemplate() == null
              ? null
              : template.textTemplate().text(scope, false, troubles);
      String line = Text.line(text == null ? template.text() : text, ContentBuilder.MAX_VALUE);
      return line == null || line.isEmpty() ? href : line;
    }
  }

  /** The mapping with exactly this value, or else the first that differs in case only. */
  private Optional<Priority> mapped(String value) {
    return mappings.stream()
        .filter(m -> m.value().strip().equals(value))
        .findFirst()
        .or(
            () ->
                mappings.stream()
                    .filter(m -> m.value().strip().equalsIgnoreCase(value))
                    .findFirst())
        .map(Mapping::priority);
  }
}
