package io.dutybell;

import io.dutybell.cloudmonitor.CloudMonitorReader;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.event.Backlog;
import io.dutybell.event.Event;
import io.dutybell.event.EventStore;
import io.dutybell.event.EventType;
import io.dutybell.event.Format;
import io.dutybell.event.GenericReader;
import io.dutybell.event.Language;
import io.dutybell.event.Receipt;
import io.dutybell.event.State;
import io.dutybell.source.AlertSource;
import io.dutybell.source.SourceTemplates;
import io.dutybell.source.SourceTexts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The steps of {@code 02-normalise} and {@code 03-route}. */
public final class Normalising {

  private final CloudMonitorReader cloudMonitor = new CloudMonitorReader();
  private final GenericReader generic = new GenericReader();
  private final EventStore events;
  private final Backlog backlog;
  private final LiveConfiguration live;
  private final Language language;
  private final Map<Long, Compiled> compiled = new ConcurrentHashMap<>();

  private record Compiled(SourceTexts texts, SourceTemplates templates) {}

  /**
   * @param live has the alert sources with their templates
   * @param language of default texts, where the alert source does not say
   */
  Normalising(EventStore events, Backlog backlog, LiveConfiguration live, Language language) {
    this.events = events;
    this.backlog = backlog;
    this.live = live;
    this.language = language;
  }

  /**
   * Reads a stored callback; the further events of its body have rows of their own when this
   * returns.
   */
  public List<Event> read(Receipt receipt) {
    try {
      List<Event> read = understood(receipt, configuration());
      if (read.size() > 1) {
        List<Event> further = read.subList(1, read.size());
        backlog.alsoInFlight(further.stream().map(Event::id).toList());
        events.insertFurther(further, receipt.format());
      }
      return read;
    } catch (RuntimeException e) {
      // Left to the sweep, which hands it in again.
      backlog.fallBehind();
      backlog.done(List.of(receipt.id()));
      throw e;
    }
  }

  /** What a start without the database goes by knows the keys of alert sources, not their texts. */
  private Configuration configuration() {
    Configuration current = live.current();
    return current.version() == 0 ? live.refresh() : current;
  }

  /** The events of a callback, as its alert source wants them read. */
  private List<Event> understood(Receipt receipt, Configuration configuration) {
    AlertSource source = configuration.sources().get(receipt.sourceId());
    SourceTexts texts = source == null ? SourceTexts.NONE : source.texts();
    boolean keepsFields = texts.looksAtFields();
    List<Event> read =
        receipt.format() == Format.GENERIC
            ? generic.read(receipt, keepsFields)
            : cloudMonitor.read(
                receipt, texts.language() == null ? language : texts.language(), keepsFields);
    if (!texts.hasTemplates()) {
      return read;
    }
    SourceTemplates templates = templates(source);
    return read.stream()
        .map(event -> templates.apply(event, source.name()))
        .map(event -> texts.hasFilters() ? event : event.withoutSent())
        .toList();
  }

  /** Read once, and again when the configuration has others. */
  private SourceTemplates templates(AlertSource source) {
    Compiled known = compiled.get(source.id());
    if (known == null || !known.texts().equals(source.texts())) {
      known = new Compiled(source.texts(), new SourceTemplates(source.texts()));
      compiled.put(source.id(), known);
    }
    return known.templates();
  }

  /**
   * The alert key of a generic event that names none, as it will be when the event is worked on.
   *
   * @return empty when no template makes it
   */
  Optional<String> alertKey(Receipt receipt) {
    AlertSource source = live.current().sources().get(receipt.sourceId());
    if (source == null || !source.texts().texts().containsKey(SourceTemplates.ALERT_KEY)) {
      return Optional.empty();
    }
    Event event = generic.read(receipt, true).get(0);
    return Optional.ofNullable(templates(source).alertKey(event, source.name()));
  }

  /** What the source says about the problem: the name of a {@link State}. */
  public String alertState(Event event) {
    return event.content().state().name();
  }

  /** The number of the alert source that sent it. */
  public long alertSource(Event event) {
    return event.sourceId();
  }

  /** The problem is there. */
  public Event asAlert(Event event) {
    return event.as(EventType.ALERT);
  }

  /** The problem is over. */
  public Event asResolve(Event event) {
    return event.as(EventType.RESOLVE);
  }

  /** Somebody has taken it. */
  public Event asAccept(Event event) {
    return event.as(EventType.ACCEPT);
  }
}
