package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.condition.Subject;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.SourceStore;
import io.dutybell.configuration.SourceStore.OpenAlerts;
import io.dutybell.configuration.SupportHoursChoice;
import io.dutybell.configuration.SupportHoursUse;
import io.dutybell.receive.RefusedCalls;
import io.dutybell.source.AlertSource;
import io.dutybell.source.EventFilters;
import io.dutybell.source.Flapping;
import io.dutybell.source.Grouping;
import io.dutybell.source.NoData;
import io.dutybell.source.PriorityRule;
import io.dutybell.source.SourceSettings;
import io.dutybell.source.SourceTexts;
import io.dutybell.source.SourceType;
import io.dutybell.source.StoredCondition;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /api/alert-sources}. */
public final class AlertSources {

  private static final String RESOURCE = "alert-source";
  private static final Duration DAY = Duration.ofDays(1);
  private static final Map<String, Grouping> GROUPINGS =
      Map.of(
          "ONE_ALERT_PER_EMAIL", Grouping.NONE,
          "ONE_ALERT_GROUPED_PER_WINDOW", Grouping.TIME_WINDOW,
          "ONE_PENDING_ALERT_ALLOWED", Grouping.UNTIL_ACCEPTED,
          "ONE_OPEN_ALERT_ALLOWED", Grouping.UNTIL_RESOLVED,
          "INTELLIGENT_GROUPING", Grouping.SIMILAR);
  private static final Map<Grouping, String> ALERT_CREATIONS =
      GROUPINGS.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
  private static final Set<Duration> WINDOWS =
      Stream.of("PT2M", "PT5M", "PT15M", "PT30M", "PT1H", "PT2H", "PT4H", "PT8H", "PT12H", "PT24H")
          .map(Duration::parse)
          .collect(Collectors.toSet());

  private final SourceStore store;
  private final EventExplorer explorer;
  private final RefusedCalls refusedCalls;
  private final LiveConfiguration live;
  private final Clock clock;
  private final String baseUrl;

  /**
   * @param baseUrl where callers reach Dutybell, such as {@code https://bell.example.org}
   */
  public AlertSources(
      SourceStore store,
      EventExplorer explorer,
      RefusedCalls refusedCalls,
      LiveConfiguration live,
      Clock clock,
      String baseUrl) {
    this.store = store;
    this.explorer = explorer;
    this.refusedCalls = refusedCalls;
    this.live = live;
    this.clock = clock;
    this.baseUrl = baseUrl.replaceAll("/+$", "");
  }

  /** Lists alert sources in the order of their numbers. */
  public Answer list(Call call) {
    Page page = call.page();
    Sight sight = sight(call);
    return Answer.ok(
        json(
            call,
            SourceParts.included(call.query()),
            sight.configuration().sources().values().stream()
                .filter(sight::sees)
                .sorted(Comparator.comparingLong(AlertSource::id))
                .skip(page.skip())
                .limit(page.count())
                .toList()));
  }

  /** Shows one alert source. */
  public Answer find(Call call) {
    return found(call, of(call));
  }

  /** Finds an alert source by its exact name. */
  public Answer findByName(Call call) {
    return store
        .findByName(call.param("name"))
        .filter(sight(call)::sees)
        .map(source -> found(call, source))
        .orElseThrow(() -> Problem.notFound("there is no alert source with that name"));
  }

  /** Makes an alert source with its integration key. */
  public Answer add(Call call) {
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    Fields fields = call.fields();
    SourceType type = fields.word("integrationType", SourceType.class, null);
    if (type == null) {
      throw Problem.invalid("integrationType", "is required: ALIBABACLOUD, API or HEARTBEAT2");
    }
    Sight sight = sight(call);
    Set<Long> teamIds = OwningTeams.ofNew(call, sight);
    AlertSource source = read(0, type, fields, teamIds, true);
    requireSeen(sight, source.policyId());
    SourceTexts texts = SourceParts.read(fields, SourceTexts.NONE);
    checkFilters(fields, SourceTexts.NONE, sight);
    long id = store.add(source, supportHours(fields, source, sight, null), texts);
    AlertSource stored = source.withId(id);
    return Answer.created(shown(call, stored)).changing(RESOURCE, id, null, json(call, stored));
  }

  /** Replaces an alert source; its type and its integration key stay. */
  public Answer replace(Call call) {
    return call.change(this::replacing);
  }

  private Answer replacing(Call call) {
    AlertSource old = of(call);
    OwningTeams.requireMayChange(call.caller(), old.teamIds());
    Map<String, Object> was = json(call, old);
    call.expect(was);
    Fields fields = call.fields();
    Sight sight = sight(call);
    Set<Long> teamIds = OwningTeams.ofReplaced(call, sight, old.teamIds());
    SourceType type = fields.word("integrationType", SourceType.class, old.type());
    if (type != old.type()) {
      throw Problem.invalid("integrationType", "cannot change; make a new alert source");
    }
    AlertSource source = read(old.id(), type, fields, teamIds, old.active());
    if (source.policyId() != old.policyId()) {
      requireSeen(sight, source.policyId());
    }
    List<Long> ids = List.of(old.id());
    SourceTexts said = store.texts(ids).getOrDefault(old.id(), SourceTexts.NONE);
    SourceTexts texts = SourceParts.read(fields, said);
    checkFilters(fields, said, sight);
    SupportHoursUse hours = store.supportHours(ids).get(old.id());
    if (!store.replace(source, supportHours(fields, source, sight, hours), texts)) {
      throw missing(old.id());
    }
    return Answer.ok(shown(call, source)).changing(RESOURCE, source.id(), was, json(call, source));
  }

  private void checkFilters(Fields fields, SourceTexts old, Sight sight) {
    Map<String, StoredCondition> stored = EventFilters.of(old).all();
    for (String field : SourceParts.FILTERS) {
      ConditionField.read(fields, field, Subject.EVENT, stored.values(), sight, store::hours);
    }
  }

  /** Deletes an alert source that has no open alerts and that nothing else names. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    AlertSource source = of(call);
    Sight sight = sight(call);
    OwningTeams.requireMayDelete(call, sight, source.teamIds());
    Map<String, Object> was = json(call, source);
    call.expect(was);
    store.delete(
        source.id(),
        (teams, sources) -> sight.seesWhatBelongsTo(teams) && sight.seesSources(sources));
    return Answer.noContent().changing(RESOURCE, source.id(), was, null);
  }

  /** Gives an alert source a new integration key; the old one stays valid for an overlap. */
  public Answer rotateKey(Call call) {
    return call.change(this::rotatingKey);
  }

  private Answer rotatingKey(Call call) {
    AlertSource source = of(call);
    OwningTeams.requireMayChange(call.caller(), source.teamIds());
    store.rotateKey(source.id(), call.query().duration("overlap", Duration.ofDays(30)).orElse(DAY));
    Map<String, Object> json = json(call, source);
    return Answer.ok(shown(call, source)).changing(RESOURCE, source.id(), json, json);
  }

  /** The event explorer: what the source sent, newest first. */
  public Answer events(Call call) {
    return Answer.ok(explorer.ofSource(of(call).id(), call.query(), call.page()));
  }

  /** The last calls to this node that were refused for their address, newest first. */
  public Answer refusedCalls(Call call) {
    return Answer.ok(
        refusedCalls.of(of(call).id()).stream()
            .skip(call.page().skip())
            .limit(call.page().count())
            .map(c -> Json.object("at", c.at(), "remoteAddress", c.remoteAddress()))
            .toList());
  }

  private AlertSource of(Call call) {
    long id = call.id("id");
    return store.find(id).filter(sight(call)::sees).orElseThrow(() -> missing(id));
  }

  private Sight sight(Call call) {
    return Sight.of(call.caller(), live.refresh());
  }

  /** A policy that the caller cannot see is as good as none. */
  private static void requireSeen(Sight sight, long policyId) {
    var policy = sight.configuration().policies().get(policyId);
    if (policy == null || !sight.sees(policy)) {
      throw Problem.invalid(
          "escalationPolicy", "is unknown: there is no escalation policy with id " + policyId);
    }
  }

  private static Problem missing(long id) {
    return Problem.notFound("there is no alert source with id " + id);
  }

  /**
   * @param active whether it is active when nothing is said: a client that leaves out what is false
   *     must not switch a source on again that somebody switched off, and one that does not know of
   *     it must not switch it off
   */
  private static AlertSource read(
      long id, SourceType type, Fields fields, Set<Long> teamIds, boolean active) {
    Long policyId = fields.reference("escalationPolicy");
    if (policyId == null) {
      throw Problem.invalid("escalationPolicy", "is required, such as {\"id\": 7}");
    }
    return new AlertSource(
        id,
        fields.requiredLine("name", 200),
        type,
        fields.flag("active", active),
        policyId,
        settings(fields),
        teamIds);
  }

  /**
   * A reference, or, as older clients send them, hours that are the source's own.
   *
   * @param old those that the source has so far; null for none
   */
  private SupportHoursChoice supportHours(
      Fields fields, AlertSource source, Sight sight, SupportHoursUse old) {
    Fields hours = fields.object("supportHours");
    if (hours == null) {
      PriorityRule rule = source.settings().priorityRule();
      if (rule.needsHours()) {
        throw Problem.invalid(
            "supportHours", "is required with alertPriorityRule " + rule + ", such as {\"id\": 7}");
      }
      return SupportHoursChoice.NONE;
    }
    boolean autoRaise = hours.flag("autoRaiseAlerts", hours.flag("autoRaiseIncidents", false));
    if (hours.has("id") || !hours.has("supportDays")) {
      long id = hours.id("id");
      boolean kept = old != null && old.id() == id;
      if (!kept && !sight.seesWhatBelongsTo(store.teamsOfSupportHours(id))) {
        throw Problem.of(
            Answer.error(
                400, "INVALID_FIELD", "supportHours: there are no support hours with id " + id));
      }
      return new SupportHoursChoice(id, null, autoRaise);
    }
    return new SupportHoursChoice(null, SupportHoursCalls.ofSource(source, hours), autoRaise);
  }

  private static SourceSettings settings(Fields fields) {
    Grouping grouping = grouping(fields.line("alertCreation", 100));
    Duration window = fields.duration("alertGroupingWindow", Duration.ZERO, DAY);
    if (grouping != Grouping.TIME_WINDOW && grouping != Grouping.SIMILAR) {
      window = null;
    } else if (window == null || !WINDOWS.contains(window)) {
      throw Problem.invalid("alertGroupingWindow", "must be one of " + new TreeSet<>(WINDOWS));
    }
    List<String> allowed = fields.texts("ipAllowList", 200, 64);
    for (int i = 0; i < allowed.size(); i++) {
      if (!Cidr.isValid(allowed.get(i))) {
        throw Problem.invalid(
            "ipAllowList[" + i + "]", "must be an address or range such as 203.0.113.0/24");
      }
    }
    return new SourceSettings(
        grouping,
        window,
        fields.word("alertPriorityRule", PriorityRule.class, PriorityRule.HIGH),
        fields.word("noData", NoData.class, NoData.IGNORE),
        fields.duration("autoResolutionTimeout", Duration.ofMinutes(1), Duration.ofDays(365)),
        fields.duration("acceptTimeout", Duration.ofMinutes(1), Duration.ofDays(30)),
        allowed,
        fields.number("rateLimit", 1, 1_000_000),
        fields.fraction("scoreThreshold", 0, 1),
        fields.duration("expectedEventsInterval", Duration.ofMinutes(1), Duration.ofDays(30)),
        flapping(fields));
  }

  /** Without a threshold nothing counts as flapping, whatever else is said. */
  private static Flapping flapping(Fields fields) {
    Integer threshold = fields.number("flappingThreshold", 2, Flapping.MOST);
    Duration window = fields.duration("flappingWindow", Duration.ofMinutes(1), DAY);
    Duration quiet = fields.duration("flappingQuietTime", Duration.ofMinutes(1), DAY);
    return threshold == null
        ? null
        : new Flapping(
            threshold,
            window == null ? Flapping.WINDOW : window,
            quiet == null ? Flapping.QUIET_TIME : quiet);
  }

  private static Grouping grouping(String alertCreation) {
    if (alertCreation == null) {
      return Grouping.NONE;
    }
    Grouping grouping = GROUPINGS.get(alertCreation);
    if (grouping == null) {
      throw Problem.invalid("alertCreation", "must be one of " + new TreeSet<>(GROUPINGS.keySet()));
    }
    return grouping;
  }

  /** What the caller sees: the parts that were asked for. */
  /** Parts that are not shown belong to its version. */
  private Answer found(Call call, AlertSource source) {
    return Answer.ok(shown(call, source)).showing(Configured.of(json(call, source)));
  }

  private Map<String, Object> shown(Call call, AlertSource source) {
    return json(call, SourceParts.included(call.query()), List.of(source)).get(0);
  }

  /** All of it. */
  private Map<String, Object> json(Call call, AlertSource source) {
    return json(call, SourceParts.ALL, List.of(source)).get(0);
  }

  /**
   * Whoever knows a key can raise and resolve alerts, so only who may configure sources sees it.
   */
  private List<Map<String, Object>> json(
      Call call, Set<String> included, List<AlertSource> sources) {
    List<Long> ids = sources.stream().map(AlertSource::id).toList();
    Map<Long, String> keys =
        store.keysInUse(
            sources.stream()
                .filter(s -> call.caller().may(Permission.CONFIGURE_OF_TEAM, s.teamIds()))
                .map(AlertSource::id)
                .toList());
    Map<Long, OpenAlerts> open = store.openAlerts(ids);
    Map<Long, SupportHoursUse> hours = store.supportHours(ids);
    Map<Long, SourceTexts> texts = store.texts(ids);
    Sight sight = sight(call);
    return sources.stream()
        .map(
            s -> {
              SourceTexts said = texts.getOrDefault(s.id(), SourceTexts.NONE);
              Map<String, Object> json =
                  json(
                      s,
                      keys.get(s.id()),
                      status(s, open.get(s.id()), sight),
                      hours.get(s.id()),
                      said,
                      sight);
              json.putAll(SourceParts.json(said, included));
              return json;
            })
        .toList();
  }

  private String status(AlertSource source, OpenAlerts open, Sight sight) {
    if (!source.active()) {
      return "DISABLED";
    }
    if (sight.configuration().maintenance(source.id(), clock.now()).isPresent()) {
      return "IN_MAINTENANCE";
    }
    if (open == null) {
      return "ALL_RESOLVED";
    }
    return open == OpenAlerts.PENDING ? "PENDING" : "ALL_ACCEPTED";
  }

  private Map<String, Object> json(
      AlertSource source,
      String key,
      String status,
      SupportHoursUse hours,
      SourceTexts texts,
      Sight sight) {
    SourceSettings settings = source.settings();
    Flapping flapping = settings.flapping();
    return Json.object(
        "id",
        source.id(),
        "name",
        source.name(),
        "integrationType",
        source.type().name(),
        "integrationKey",
        key,
        "integrationUrl",
        key == null ? null : url(source, key),
        "iconUrl",
        texts.iconUrl(),
        "teams",
        OwningTeams.json(source.teamIds(), sight),
        "escalationPolicy",
        EscalationPolicies.reference(source.policyId(), sight),
        "active",
        source.active(),
        "status",
        status,
        "alertCreation",
        ALERT_CREATIONS.get(settings.grouping()),
        "alertGroupingWindow",
        SourceParts.duration(texts, "alertGroupingWindow", settings.groupingWindow()),
        "scoreThreshold",
        settings.scoreThreshold(),
        "autoResolutionTimeout",
        SourceParts.duration(texts, "autoResolutionTimeout", settings.autoResolutionTimeout()),
        "alertPriorityRule",
        settings.priorityRule().name(),
        "supportHours",
        json(hours, sight),
        "acceptTimeout",
        SourceParts.duration(texts, "acceptTimeout", settings.acceptTimeout()),
        "expectedEventsInterval",
        SourceParts.duration(texts, "expectedEventsInterval", settings.expectedEventsInterval()),
        "flappingThreshold",
        flapping == null ? null : flapping.threshold(),
        "flappingWindow",
        SourceParts.duration(texts, "flappingWindow", flapping == null ? null : flapping.window()),
        "flappingQuietTime",
        SourceParts.duration(
            texts, "flappingQuietTime", flapping == null ? null : flapping.quietTime()),
        "noData",
        settings.noData().name(),
        "ipAllowList",
        settings.ipAllowList(),
        "rateLimit",
        settings.rateLimit(),
        "language",
        texts.language() == null ? null : texts.language().code());
  }

  /** Hours that are hidden are named by their id only. */
  private static Map<String, Object> json(SupportHoursUse hours, Sight sight) {
    if (hours == null) {
      return null;
    }
    Map<String, Object> json = Json.object("id", hours.id());
    if (sight.seesWhatBelongsTo(hours.teamIds())) {
      json.put("name", hours.name());
    }
    json.put("autoRaiseAlerts", hours.autoRaise());
    return json;
  }

  /** How another resource names an alert source; it may be gone. */
  static Map<String, Object> reference(long id, AlertSource source) {
    return source == null ? Json.object("id", id) : Json.object("id", id, "name", source.name());
  }

  private String url(AlertSource source, String key) {
    return source.type() == SourceType.ALIBABACLOUD
        ? baseUrl + "/api/v1/events/alibaba-cloud/" + key
        : baseUrl + "/api/events";
  }
}
