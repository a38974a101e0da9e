package io.dutybell.source;

import io.dutybell.event.Language;
import io.dutybell.event.Priority;
import java.util.List;
import java.util.Map;

/**
 * What an alert source says about how its events are read and shown. It is kept as it was sent.
 *
 * @param iconUrl the address of a picture; null for none
 * @param texts templates and filters by the name of their field; those that are not there are null
 * @param links links of its alerts, in order
 * @param priority how an event says its priority; null when it does not
 * @param language in which its alerts' default texts are written; null for the installation's
 * @param durations as somebody wrote them, by the name of their field: {@code PT60M} stays {@code
 *     PT60M}, because clients compare what they sent with what they get
 */
public record SourceTexts(
    String iconUrl,
    Map<String, String> texts,
    List<Link> links,
    PriorityTemplate priority,
    Language language,
    Map<String, String> durations) {

  /** One that says nothing. */
  public static final SourceTexts NONE =
      new SourceTexts(null, Map.of(), List.of(), null, null, Map.of());

  public SourceTexts {
    texts = Map.copyOf(texts);
    links = List.copyOf(links);
    durations = Map.copyOf(durations);
  }

  /** Whether its events are looked at beyond what every event says: by a template or a filter. */
  public boolean looksAtFields() {
    return hasTemplates() || hasFilters();
  }

  /** Whether templates make something of its events. */
  public boolean hasTemplates() {
    return !links.isEmpty()
        || priority != null
        || texts.keySet().stream().anyMatch(name -> name.endsWith("Template"));
  }

  /** Whether filters decide about its events. */
  public boolean hasFilters() {
    return texts.keySet().stream().anyMatch(name -> !name.endsWith("Template"));
  }

  /**
   * A link of an alert.
   *
   * @param text what it is called; null when the template says that
   * @param textTemplate the template of what it is called; may be null
   * @param hrefTemplate the template of where it leads
   */
  public record Link(String text, String textTemplate, String hrefTemplate) {}

  /**
   * A value of the event, and which priority it means.
   *
   * @param valueTemplate the template of the value
   * @param mappings which value means what; the first that fits counts
   */
  public record PriorityTemplate(String valueTemplate, List<Mapping> mappings) {

    public PriorityTemplate {
      mappings = List.copyOf(mappings);
    }
  }

  /** What one value means. */
  public record Mapping(String value, Priority priority) {}
}
