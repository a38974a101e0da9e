package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.MaintenanceEntry;
import io.dutybell.configuration.MaintenanceStore;
import io.dutybell.source.MaintenanceWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code /api/maintenance-windows}. */
public final class MaintenanceWindows {

  private static final String RESOURCE = "maintenance-window";
  private static final int MOST_SOURCES = 1_000;

  private final MaintenanceStore store;
  private final LiveConfiguration live;
  private final Clock clock;

  public MaintenanceWindows(MaintenanceStore store, LiveConfiguration live, Clock clock) {
    this.store = store;
    this.live = live;
    this.clock = clock;
  }

  /** Lists windows in the order of their numbers. */
  public Answer list(Call call) {
    live.refresh();
    Page page = call.page();
    Sight sight = sight(call);
    return Answer.ok(
        sight.page(page, store::list, entry -> isSeen(sight, entry)).stream()
            .map(this::json)
            .toList());
  }

  /** Shows one window. */
  public Answer find(Call call) {
    live.refresh();
    return Answer.entity(json(of(call)));
  }

  /** Makes a window; one that has begun is in force at once. */
  public Answer add(Call call) {
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    live.refresh();
    long id = store.add(read(0, null, call.caller().userId(), call));
    Map<String, Object> json = json(stored(id));
    return Answer.created(json).changing(RESOURCE, id, null, json);
  }

  /** Replaces a window, except for who made it. */
  public Answer replace(Call call) {
    return call.change(this::replacing);
  }

  private Answer replacing(Call call) {
    live.refresh();
    MaintenanceEntry old = of(call);
    long id = old.window().id();
    Map<String, Object> was = json(old);
    call.expect(was);
    if (!store.replace(read(id, old.window().sourceIds(), old.createdBy(), call))) {
      throw missing(id);
    }
    Map<String, Object> json = json(stored(id));
    return Answer.ok(json).changing(RESOURCE, id, was, json);
  }

  /** Deletes a window; one that has begun ends with that. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    live.refresh();
    MaintenanceEntry old = of(call);
    Map<String, Object> was = json(old);
    call.expect(was);
    store.delete(old.window().id());
    return Answer.noContent().changing(RESOURCE, old.window().id(), was, null);
  }

  private MaintenanceEntry of(Call call) {
    MaintenanceEntry entry = stored(call.id("id"));
    if (!isSeen(sight(call), entry)) {
      throw missing(entry.window().id());
    }
    return entry;
  }

  private Sight sight(Call call) {
    return Sight.of(call.caller(), live.refresh());
  }

  private static boolean isSeen(Sight sight, MaintenanceEntry entry) {
    return sight.seesSources(entry.window().sourceIds());
  }

  private MaintenanceEntry stored(long id) {
    return store.find(id).orElseThrow(() -> missing(id));
  }

  private static Problem missing(long id) {
    return Problem.notFound("there is no maintenance window with id " + id);
  }

  /**
   * @param old the alert sources of the window that it replaces; null for a new one
   */
  private MaintenanceEntry read(long id, Set<Long> old, Long createdBy, Call call) {
    Fields fields = call.fields();
    ZoneId zone = WallTime.zone(fields);
    Instant start = WallTime.requiredInstant(fields, "start", zone);
    Instant end = WallTime.requiredInstant(fields, "end", zone);
    if (!end.isAfter(start)) {
      throw Problem.invalid("end", "must be after start");
    }
    return new MaintenanceEntry(
        new MaintenanceWindow(
            id, fields.requiredLine("summary", 500), start, end, sources(fields, old, sight(call))),
        fields.text("description", 10_000),
        zone.getId(),
        createdBy);
  }

  /** Either name of the field; both only when it is clear which one counts. */
  private static Set<Long> sources(Fields fields, Set<Long> old, Sight sight) {
    Set<Long> affected = sources(fields, "affectedAlertSources", sight);
    Set<Long> other = sources(fields, "alertSources", sight);
    if (affected.isEmpty() && other.isEmpty()) {
      throw Problem.invalid(
          "affectedAlertSources", "needs at least one alert source, such as [{\"id\": 7}]");
    }
    boolean isChanged = !affected.equals(old) && !other.equals(old);
    if (!affected.isEmpty() && !other.isEmpty() && !affected.equals(other) && isChanged) {
      throw Problem.invalid(
          "alertSources", "is another name of affectedAlertSources and says something else");
    }
    return TwoNames.meant(affected, other, old);
  }

  private static Set<Long> sources(Fields fields, String name, Sight sight) {
    Set<Long> ids = new TreeSet<>();
    for (Fields source : fields.objects(name, MOST_SOURCES)) {
      Long id = source.id("id");
      if (!sight.configuration().sources().containsKey(id) || !sight.seesSources(Set.of(id))) {
        throw Problem.invalid(source.at("id"), "is not the id of an alert source");
      }
      ids.add(id);
    }
    return ids;
  }

  private Map<String, Object> json(MaintenanceEntry entry) {
    MaintenanceWindow window = entry.window();
    Configuration current = live.current();
    Long createdBy = entry.createdBy();
    List<Map<String, Object>> sources =
        new TreeSet<>(window.sourceIds())
            .stream().map(id -> AlertSources.reference(id, current.sources().get(id))).toList();
    return Json.object(
        "id",
        window.id(),
        "summary",
        window.summary(),
        "description",
        entry.description(),
        "start",
        window.startsAt(),
        "end",
        window.endsAt(),
        "timezone",
        entry.timezone(),
        "state",
        window.stateAt(clock.now()).name(),
        "affectedAlertSources",
        sources,
        "alertSources",
        sources,
        "createdBy",
        createdBy == null
            ? null
            : EscalationPolicies.reference(createdBy, current.users().get(createdBy)));
  }
}
