package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.clock.Clock;
import io.dutybell.condition.Subject;
import io.dutybell.configuration.AlertActionStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.connector.AlertAction;
import io.dutybell.connector.AlertAction.TriggerMode;
import io.dutybell.connector.Connector;
import io.dutybell.connector.TriggerType;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.notification.Notifiers;
import io.dutybell.source.AlertSource;
import io.dutybell.source.StoredCondition;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** {@code /api/alert-actions}. */
public final class AlertActions {

  private static final String RESOURCE = "alert-action";
  private static final int MOST_SOURCES = 1_000;

  private final AlertActionStore store;
  private final Notifiers notifiers;
  private final LiveConfiguration live;
  private final TimeOrderedIds ids;
  private final Clock clock;

  /**
   * @param ids where new ids come from
   */
  public AlertActions(
      AlertActionStore store,
      Notifiers notifiers,
      LiveConfiguration live,
      TimeOrderedIds ids,
      Clock clock) {
    this.store = store;
    this.notifiers = notifiers;
    this.live = live;
    this.ids = ids;
    this.clock = clock;
  }

  /** Lists alert actions in the order in which they were made. */
  public Answer list(Call call) {
    Page page = call.page();
    Sight sight = sight(call);
    return Answer.ok(
        sight.page(page, store::list, action -> isSeen(sight, action)).stream()
            .map(action -> shown(action, call, sight))
            .toList());
  }

  /** Shows one alert action. */
  public Answer find(Call call) {
    Sight sight = sight(call);
    return found(of(call), call, sight);
  }

  /** Finds an alert action by its exact name. */
  public Answer findByName(Call call) {
    return store
        .findByName(call.param("name"))
        .filter(action -> isSeen(sight(call), action))
        .map(action -> found(action, call, sight(call)))
        .orElseThrow(() -> Problem.notFound("there is no alert action with that name"));
  }

  private Answer found(AlertAction action, Call call, Sight sight) {
    return Answer.ok(shown(action, call, sight)).showing(configured(action, sight));
  }

  /** Whoever may change it sees whole addresses: clients compare them with what they sent. */
  private Map<String, Object> shown(AlertAction action, Call call, Sight sight) {
    Map<String, Object> json = json(action, sight);
    if (call.caller().may(Permission.CONFIGURE_OF_TEAM, action.teamIds())) {
      json.put("params", Secrets.maskedForWriters(params(action), secrets(action.connectorType())));
    }
    return json;
  }

  /** A changed secret is a change, although it is not shown. */
  private Configured configured(AlertAction action, Sight sight) {
    return new Configured(json(action, sight), params(action));
  }

  /** Makes an alert action. */
  public Answer add(Call call) {
    notifiers.follow();
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    live.refresh();
    Set<Long> teamIds = OwningTeams.ofNew(call, sight(call));
    AlertAction action = read(ids.next().toString(), null, call, teamIds);
    store.add(action);
    Sight sight = sight(call);
    AlertAction made = stored(action.id());
    return Answer.created(shown(made, call, sight))
        .changing(RESOURCE, action.id(), null, configured(made, sight));
  }

  /** Replaces an alert action. */
  public Answer replace(Call call) {
    notifiers.follow();
    return call.change(this::replacing);
  }

  private Answer replacing(Call call) {
    live.refresh();
    AlertAction old = of(call);
    Sight sight = sight(call);
    OwningTeams.requireMayChange(call.caller(), old.teamIds());
    Configured was = configured(old, sight);
    call.expect(was);
    Set<Long> teamIds = OwningTeams.ofReplaced(call, sight, old.teamIds());
    AlertAction action = read(old.id(), old, call, teamIds);
    if (!store.replace(action)) {
      throw missing(old.id());
    }
    AlertAction became = stored(old.id());
    return Answer.ok(shown(became, call, sight(call)))
        .changing(RESOURCE, old.id(), was, configured(became, sight(call)));
  }

  /** Deletes an alert action. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    AlertAction action = of(call);
    Sight sight = sight(call);
    OwningTeams.requireMayDelete(call, sight, action.teamIds());
    Configured was = configured(action, sight);
    call.expect(was);
    store.delete(action.id());
    return Answer.noContent().changing(RESOURCE, action.id(), was, null);
  }

  private AlertAction of(Call call) {
    AlertAction action = stored(call.param("id"));
    if (!isSeen(sight(call), action)) {
      throw missing(action.id());
    }
    return action;
  }

  private Sight sight(Call call) {
    return Sight.of(call.caller(), live.refresh());
  }

  private static boolean isSeen(Sight sight, AlertAction action) {
    return sight.seesWhatBelongsTo(action.teamIds()) && sight.seesSources(action.sourceIds());
  }

  private AlertAction stored(String id) {
    return store.find(id).orElseThrow(() -> missing(id));
  }

  private static Problem missing(String id) {
    return Problem.notFound("there is no alert action with id " + (id.length() > 50 ? "…" : id));
  }

  /**
   * @param old what it replaces; null for a new one
   */
  private AlertAction read(String id, AlertAction old, Call call, Set<Long> teamIds) {
    Fields fields = call.fields();
    String name = fields.requiredLine("name", 200);
    Set<Long> sources = sources(fields, old == null ? null : old.sourceIds(), sight(call));
    Connector connector = connector(fields);
    TriggerMode mode = fields.word("triggerMode", TriggerMode.class, TriggerMode.AUTOMATIC);
    Set<TriggerType> types = triggerTypes(fields);
    if (mode == TriggerMode.AUTOMATIC && types.isEmpty()) {
      throw Problem.invalid(
          "triggerTypes",
          "is required when triggerMode is AUTOMATIC, a list of " + TriggerType.words());
    }
    ObjectNode params = params(fields);
    // What cannot be read must not go to another connector, where it could be.
    ObjectNode before = params(old != null && connectorOf(old).equals(connector.id()) ? old : null);
    ObjectNode kept = Secrets.kept(params, before, secrets(connector.type()), "params");
    return new AlertAction(
        id,
        name,
        sources,
        fields.line("connectorId", 64),
        connector.type(),
        mode,
        types,
        kept.toString(),
        conditions(fields, old, sight(call)),
        clock.now(),
        clock.now(),
        teamIds);
  }

  /** Clients of ilert's name a single source in the older field. */
  private static Set<Long> sources(Fields fields, Set<Long> old, Sight sight) {
    Set<Long> sources = new TreeSet<>();
    Set<Long> older = new TreeSet<>();
    Map<Long, AlertSource> known = sight.configuration().sources();
    for (Fields source : fields.objects("alertSources", MOST_SOURCES)) {
      Long id = source.id("id");
      if (!known.containsKey(id) || !sight.seesSources(Set.of(id))) {
        throw Problem.invalid(source.at("id"), "is not the id of an alert source");
      }
      sources.add(id);
    }
    for (Long id : fields.ids("alertSourceIds", MOST_SOURCES)) {
      if (!known.containsKey(id) || !sight.seesSources(Set.of(id))) {
        throw Problem.invalid("alertSourceIds", "names " + id + ", which is no alert source");
      }
      older.add(id);
    }
    if (sources.isEmpty() && older.isEmpty()) {
      throw Problem.invalid(
          "alertSources", "needs at least one alert source, such as [{\"id\": 7}]");
    }
    return TwoNames.meant(sources, older, old);
  }

  private static String connectorOf(AlertAction action) {
    return action.connectorId() == null ? action.connectorType() : action.connectorId();
  }

  /** Without an id the type means the connector of that name, which every notifier has. */
  private Connector connector(Fields fields) {
    String id = fields.line("connectorId", 64);
    String type = fields.line("connectorType", 64);
    if (id == null && type == null) {
      throw Problem.invalid("connectorId", "is required");
    }
    Connector connector =
        id == null
            ? Connectors.require(notifiers, type, "connectorType")
            : Connectors.require(notifiers, id, "connectorId");
    if (type != null && !type.equals(connector.type())) {
      throw Problem.invalid(
          "connectorType", "must be " + connector.type() + ", the type of the connector");
    }
    return connector;
  }

  private static Set<TriggerType> triggerTypes(Fields fields) {
    Set<TriggerType> types = EnumSet.noneOf(TriggerType.class);
    for (String word : fields.texts("triggerTypes", 100, 100)) {
      types.add(
          TriggerType.of(word)
              .orElseThrow(
                  () ->
                      Problem.invalid("triggerTypes", "must be words of " + TriggerType.words())));
    }
    return types;
  }

  private static ObjectNode params(Fields fields) {
    Fields params = fields.object("params");
    if (params == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(params.json().toString())) {
      throw Problem.invalid("params", "contains half a character");
    }
    return (ObjectNode) params.json();
  }

  private static ObjectNode params(AlertAction action) {
    JsonNode params = action == null ? null : Body.stored(action.params());
    return params instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
  }

  /** What its notifier's file calls a secret, and what is called like one. */
  private Predicate<String> secrets(String type) {
    return ConfigSecrets.ofConnector(notifiers, type).or(Secrets::isName);
  }

  private String conditions(Fields fields, AlertAction old, Sight sight) {
    return ConditionField.read(
        fields,
        "conditions",
        Subject.ALERT,
        Collections.singletonList(
            old == null ? null : StoredCondition.of(old.conditions(), Subject.ALERT)),
        sight,
        store::hours);
  }

  private Map<String, Object> json(AlertAction action, Sight sight) {
    Map<Long, AlertSource> sources = live.current().sources();
    return Json.object(
        "id",
        action.id(),
        "name",
        action.name(),
        "alertSources",
        action.sourceIds().stream().sorted().map(id -> reference(id, sources.get(id))).toList(),
        "alertSourceIds",
        action.sourceIds().stream().sorted().toList(),
        "connectorId",
        action.connectorId(),
        "connectorType",
        action.connectorType(),
        "triggerMode",
        action.triggerMode().name(),
        "triggerTypes",
        action.triggerTypes().stream().sorted().map(TriggerType::word).toList(),
        "params",
        Secrets.masked(params(action), secrets(action.connectorType())),
        "conditions",
        action.conditions(),
        "teams",
        OwningTeams.json(action.teamIds(), sight),
        "createdAt",
        action.createdAt(),
        "updatedAt",
        action.updatedAt());
  }

  /** How an alert source is named; another node may have heard of it before this one. */
  private static Map<String, Object> reference(long id, AlertSource source) {
    return source == null ? Json.object("id", id) : Json.object("id", id, "name", source.name());
  }
}
