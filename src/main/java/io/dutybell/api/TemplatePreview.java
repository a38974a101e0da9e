package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dutybell.clock.Clock;
import io.dutybell.cloudmonitor.CloudMonitorReader;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.event.Event;
import io.dutybell.event.EventScope;
import io.dutybell.event.EventStore;
import io.dutybell.event.Format;
import io.dutybell.event.GenericReader;
import io.dutybell.event.Language;
import io.dutybell.event.Receipt;
import io.dutybell.event.State;
import io.dutybell.event.Text;
import io.dutybell.source.AlertSource;
import io.dutybell.source.SourceTemplates;
import io.dutybell.source.SourceTexts;
import io.dutybell.source.SourceType;
import io.dutybell.source.TemplateTrouble;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * {@code POST /api/alert-sources/{id}/preview}: what templates, those of the call or else those of
 * the alert source, make of an event: its latest, one that was stored, or one that is pasted. It
 * reads and makes texts as a callback would, and stores nothing.
 */
public final class TemplatePreview {

  private static final int LONGEST_BODY = 262_144;
  private static final int LONGEST_QUERY = 65_536;
  private static final int LONGEST_TYPE = 200;
  private static final int LOOKED_AT = 10;
  private static final UUID PASTED = new UUID(0, 0);

  /** Events that say nothing make no good example. */
  private static final Set<String> EMPTY = Set.of("UNRECOGNISED", "TEST");

  private final CloudMonitorReader cloudMonitor = new CloudMonitorReader();
  private final GenericReader generic = new GenericReader();
  private final EventExplorer explorer;
  private final EventStore events;
  private final LiveConfiguration live;
  private final Clock clock;
  private final Language language;

  /**
   * @param language of default texts, where an alert source does not say
   */
  public TemplatePreview(
      EventExplorer explorer,
      EventStore events,
      LiveConfiguration live,
      Clock clock,
      Language language) {
    this.explorer = explorer;
    this.events = events;
    this.live = live;
    this.clock = clock;
    this.language = language;
  }

  /** What an event is read from. */
  private record Example(Receipt receipt, int position, String eventId) {}

  /** Shows what templates make of an event. */
  public Answer show(Call call) {
    Sight sight = Sight.of(call.caller(), live.refresh());
    long id = call.id("id");
    AlertSource source = sight.configuration().sources().get(id);
    if (source == null || !sight.sees(source)) {
      throw Problem.notFound("there is no alert source with id " + id);
    }
    OwningTeams.requireMayChange(call.caller(), source.teamIds());
    Fields fields =
        Fields.of(call.json() == null ? JsonNodeFactory.instance.objectNode() : call.json());
    SourceTexts texts = SourceParts.readUnchecked(fields, source.texts());
    Example example = example(fields, source);
    List<Event> all = read(example.receipt(), texts);
    Event event = all.get(Math.min(example.position(), all.size() - 1));
    boolean withFields = call.query().names("include").contains("fields");
    return Answer.ok(json(event, all.size(), example, source, texts, withFields));
  }

  private Map<String, Object> json(
      Event event,
      int eventCount,
      Example example,
      AlertSource source,
      SourceTexts texts,
      boolean withFields) {
    SourceTemplates templates = new SourceTemplates(texts);
    boolean isRead = event.content().state() != State.UNRECOGNISED;
    SourceTemplates.Templated made =
        isRead
            ? templates.preview(event, source.name())
            : new SourceTemplates.Templated(event.content(), templates.mistakes());
    Event.Content content = made.content();
    Event shown = event.with(content, List.of());
    Map<String, Object> json =
        Json.object(
            "eventId",
            example.eventId(),
            "receivedAt",
            event.receivedAt(),
            "position",
            event.position(),
            "eventCount",
            eventCount,
            "variant",
            content.variant().name(),
            "state",
            content.state().name(),
            "severity",
            content.severity() == null ? null : content.severity().name(),
            "note",
            content.note(),
            "summary",
            content.summary(),
            "details",
            content.details(),
            "alertKey",
            content.alertKey(),
            "routingKey",
            content.routingKey(),
            "priority",
            isRead ? source.priorityOf(shown).name() : null,
            "links",
            content.links().stream()
                .map(link -> Json.object("text", link.text(), "href", link.href()))
                .toList(),
            "mistakes",
            made.troubles().stream().map(TemplatePreview::json).toList());
    if (withFields) {
      json.put("fields", EventScope.shown(event, source.name()));
    }
    return json;
  }

  private static Map<String, Object> json(TemplateTrouble trouble) {
    return Json.object(
        "field",
        trouble.field(),
        "line",
        trouble.line(),
        "column",
        trouble.column(),
        "message",
        trouble.sentence());
  }

  private List<Event> read(Receipt receipt, SourceTexts texts) {
    if (receipt.format() == Format.GENERIC) {
      return generic.read(receipt, true);
    }
    Language said = texts.language() == null ? language : texts.language();
    return cloudMonitor.read(receipt, said, true);
  }

  private Example example(Fields fields, AlertSource source) {
    String eventId = fields.line("eventId", LONGEST_TYPE);
    String query = fields.text("query", LONGEST_QUERY);
    byte[] body = body(fields);
    if (body != null || query != null) {
      if (eventId != null) {
        throw Problem.invalid("eventId", "cannot be given together with body or query");
      }
      Integer position = fields.number("position", 0, CloudMonitorReader.MAX_EVENTS - 1);
      Receipt pasted = pasted(source, fields, query, body == null ? new byte[0] : body);
      return new Example(pasted, position == null ? 0 : position, null);
    }
    Map<String, Object> row = eventId == null ? latest(source) : stored(source, eventId);
    String id = row.get("id").toString();
    Object parent = row.get("parentId");
    Receipt receipt =
        events
            .receipt(UUID.fromString(parent == null ? id : parent.toString()))
            .orElseThrow(() -> unknown(id));
    return new Example(receipt, ((Number) row.get("position")).intValue(), id);
  }

  private Map<String, Object> latest(AlertSource source) {
    List<Map<String, Object>> newest = explorer.newest(source.id(), LOOKED_AT);
    if (newest.isEmpty()) {
      throw Problem.invalid("body", "is required: the alert source has not received any event yet");
    }
    return newest.stream()
        .filter(row -> row.get("outcome") == null || !EMPTY.contains(row.get("outcome").toString()))
        .findFirst()
        .orElse(newest.get(0));
  }

  private Map<String, Object> stored(AlertSource source, String eventId) {
    UUID id;
    try {
      id = UUID.fromString(eventId);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("eventId", "must be the id of an event, as its list shows it");
    }
    return explorer.ofSource(source.id(), id).orElseThrow(() -> unknown(eventId));
  }

  private static Problem unknown(String eventId) {
    return Problem.invalid(
        "eventId", "is unknown: the alert source has no event with id " + eventId);
  }

  /** A JSON object or list stands for its text; null when there is none. */
  private static byte[] body(Fields fields) {
    JsonNode node = fields.json().get("body");
    String text =
        node != null && node.isContainerNode()
            ? node.toString()
            : fields.text("body", LONGEST_BODY);
    byte[] body = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    if (body != null && body.length > LONGEST_BODY) {
      throw Problem.invalid("body", "is longer than " + LONGEST_BODY + " bytes");
    }
    return body;
  }

  private Receipt pasted(AlertSource source, Fields fields, String query, byte[] body) {
    String contentType = fields.line("contentType", LONGEST_TYPE);
    boolean isCloudMonitor = source.type() == SourceType.ALIBABACLOUD;
    return new Receipt(
        PASTED,
        source.id(),
        isCloudMonitor ? Format.CLOUDMONITOR : Format.GENERIC,
        clock.now(),
        body.length == 0 && query != null ? "GET" : "POST",
        contentType,
        null,
        null,
        Text.block(query, LONGEST_QUERY),
        body);
  }
}
