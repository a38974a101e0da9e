package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.HeartbeatStore;
import io.dutybell.configuration.HeartbeatStore.Stored;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.heartbeat.HeartbeatMonitor;
import io.dutybell.source.AlertSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /api/heartbeat-monitors}. */
public final class HeartbeatMonitors {

  private static final String RESOURCE = "heartbeat-monitor";
  private static final int LEAST_SECONDS = 10;
  private static final int MOST_SECONDS = 100 * 86_400;

  private final HeartbeatStore store;
  private final LiveConfiguration live;
  private final Clock clock;
  private final String baseUrl;

  /**
   * @param baseUrl where callers reach Dutybell, such as {@code https://bell.example.org}
   */
  public HeartbeatMonitors(
      HeartbeatStore store, LiveConfiguration live, Clock clock, String baseUrl) {
    this.store = store;
    this.live = live;
    this.clock = clock;
    this.baseUrl = baseUrl.replaceAll("/+$", "");
  }

  /** Lists monitors in the order of their numbers. */
  public Answer list(Call call) {
    Sight sight = sight(call);
    Page page = call.page();
    return Answer.ok(
        sight.page(page, store::list, monitor -> isSeen(sight, monitor)).stream()
            .map(m -> json(call, m))
            .toList());
  }

  /** Shows one monitor. */
  public Answer find(Call call) {
    live.refresh();
    return Answer.entity(json(call, of(call)));
  }

  /** Finds a monitor by its exact name. */
  public Answer findByName(Call call) {
    live.refresh();
    return store
        .findByName(call.param("name"))
        .filter(monitor -> isSeen(sight(call), monitor))
        .map(monitor -> Answer.entity(json(call, monitor)))
        .orElseThrow(() -> Problem.notFound("there is no heartbeat monitor with that name"));
  }

  /** Makes a monitor with its integration key; it is not watched before its first ping. */
  public Answer add(Call call) {
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    long id = store.add(read(0, call, OwningTeams.ofNew(call, sight(call)), true));
    Map<String, Object> json = json(call, stored(id));
    return Answer.created(json).changing(RESOURCE, id, null, json);
  }

  /** Replaces a monitor; its integration key and its last ping stay. */
  public Answer replace(Call call) {
    return call.change(this::replacing);
  }

  private Answer replacing(Call call) {
    Stored old = of(call);
    long id = old.monitor().id();
    OwningTeams.requireMayChange(call.caller(), old.monitor().teamIds());
    Map<String, Object> was = json(call, old);
    call.expect(was);
    HeartbeatMonitor monitor =
        read(
            id,
            call,
            OwningTeams.ofReplaced(call, sight(call), old.monitor().teamIds()),
            old.monitor().active());
    if (!store.replace(monitor)) {
      throw missing(id);
    }
    Map<String, Object> json = json(call, stored(id));
    return Answer.ok(json).changing(RESOURCE, id, was, json);
  }

  /** Deletes a monitor; its key is unknown from then on. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    Stored old = of(call);
    OwningTeams.requireMayDelete(call, sight(call), old.monitor().teamIds());
    Map<String, Object> was = json(call, old);
    call.expect(was);
    store.delete(old.monitor().id());
    return Answer.noContent().changing(RESOURCE, old.monitor().id(), was, null);
  }

  private Stored of(Call call) {
    Stored monitor = stored(call.id("id"));
    if (!isSeen(sight(call), monitor)) {
      throw missing(monitor.monitor().id());
    }
    return monitor;
  }

  private Sight sight(Call call) {
    return Sight.of(call.caller(), live.refresh());
  }

  private static boolean isSeen(Sight sight, Stored stored) {
    Long sourceId = stored.monitor().sourceId();
    return sight.seesWhatBelongsTo(stored.monitor().teamIds())
        && (sourceId == null || sight.seesSources(List.of(sourceId)));
  }

  private Stored stored(long id) {
    return store.find(id).orElseThrow(() -> missing(id));
  }

  private static Problem missing(long id) {
    return Problem.notFound("there is no heartbeat monitor with id " + id);
  }

  /**
   * @param active whether it is active when nothing is said
   */
  private HeartbeatMonitor read(long id, Call call, Set<Long> teamIds, boolean active) {
    Fields fields = call.fields();
    Integer seconds = fields.number("intervalSec", LEAST_SECONDS, MOST_SECONDS);
    if (seconds == null) {
      throw Problem.invalid(
          "intervalSec", "is required, in seconds, " + LEAST_SECONDS + " to " + MOST_SECONDS);
    }
    Long sourceId = fields.reference("alertSource");
    if (sourceId != null) {
      requireSeen(sight(call), sourceId);
    }
    return new HeartbeatMonitor(
        id,
        fields.requiredLine("name", 200),
        Duration.ofSeconds(seconds),
        fields.line("alertSummary", 500),
        sourceId,
        null,
        null,
        null,
        teamIds,
        fields.flag("active", active),
        null);
  }

  /** A source that the caller cannot see is as good as none. */
  private static void requireSeen(Sight sight, long sourceId) {
    AlertSource source = sight.configuration().sources().get(sourceId);
    if (source == null || !sight.sees(source)) {
      throw Problem.invalid("alertSource.id", "is not the id of an alert source");
    }
  }

  /** Whoever knows a key can ping, so only who may configure monitors sees it. */
  private Map<String, Object> json(Call call, Stored stored) {
    HeartbeatMonitor monitor = stored.monitor();
    String key =
        call.caller().may(Permission.CONFIGURE_OF_TEAM, monitor.teamIds())
            ? store.key(stored)
            : null;
    Long sourceId = monitor.sourceId();
    return Json.object(
        "id",
        monitor.id(),
        "name",
        monitor.name(),
        "active",
        monitor.active(),
        "state",
        monitor.stateAt(clock.now()).name(),
        "intervalSec",
        monitor.interval().toSeconds(),
        "alertSummary",
        monitor.alertSummary(),
        "alertSource",
        sourceId == null
            ? null
            : AlertSources.reference(sourceId, live.current().sources().get(sourceId)),
        "teams",
        OwningTeams.json(monitor.teamIds(), Sight.of(call.caller(), live.current())),
        "integrationKey",
        key,
        "integrationUrl",
        key == null ? null : baseUrl + "/api/heartbeats/" + key,
        "lastPingAt",
        monitor.lastPingAt(),
        "createdAt",
        monitor.createdAt(),
        "updatedAt",
        monitor.updatedAt());
  }
}
