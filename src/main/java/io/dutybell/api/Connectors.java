package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.ConnectorStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.connector.Connector;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.notification.Message;
import io.dutybell.notification.NotifierDescription;
import io.dutybell.notification.NotifierDescription.Property;
import io.dutybell.notification.NotifierDescription.Use;
import io.dutybell.notification.Notifiers;
import io.dutybell.notification.Purpose;
import io.dutybell.security.SecretAddress;
import io.dutybell.store.DatabaseAway;
import io.dutybell.team.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/connectors} and {@code /api/notifiers}. Connectors of application.properties are
 * shown and cannot be changed here; what a stored one needs its notifier's file says.
 */
public final class Connectors {

  private static final Logger LOG = LoggerFactory.getLogger(Connectors.class);
  private static final String RESOURCE = "connector";
  private static final int LONGEST_PARAM = 10_000;

  private final ConnectorStore store;
  private final Notifiers notifiers;
  private final LiveConfiguration live;
  private final TimeOrderedIds ids;
  private final Clock clock;
  private final String baseUrl;
  private final BooleanSupplier paused;

  /**
   * @param ids where new ids come from
   * @param baseUrl where people reach this installation
   * @param paused whether nothing may be sent at present
   */
  public Connectors(
      ConnectorStore store,
      Notifiers notifiers,
      LiveConfiguration live,
      TimeOrderedIds ids,
      Clock clock,
      String baseUrl,
      BooleanSupplier paused) {
    this.store = store;
    this.notifiers = notifiers;
    this.live = live;
    this.ids = ids;
    this.clock = clock;
    this.baseUrl = baseUrl;
    this.paused = paused;
  }

  /** Lists the connectors of application.properties by name, then those made here. */
  public Answer list(Call call) {
    Page page = call.page();
    List<Connector> all = new ArrayList<>(fixed());
    all.addAll(store.all());
    return Answer.ok(
        all.stream()
            .skip(page.skip())
            .limit(page.count())
            .map(connector -> shown(connector, call))
            .toList());
  }

  /** Shows one connector. */
  public Answer find(Call call) {
    return found(of(call), call);
  }

  /** Finds a connector by its exact name. */
  public Answer findByName(Call call) {
    String name = call.param("name");
    return fixed().stream()
        .filter(connector -> connector.name().equals(name))
        .findFirst()
        .or(() -> store.findByName(name))
        .map(connector -> found(connector, call))
        .orElseThrow(() -> Problem.notFound("there is no connector with that name"));
  }

  private Answer found(Connector connector, Call call) {
    return Answer.ok(shown(connector, call)).showing(configured(connector));
  }

  /** Whoever may change it sees whole addresses: clients compare them with what they sent. */
  private Map<String, Object> shown(Connector connector, Call call) {
    Map<String, Object> json = json(connector);
    if (call.caller().may(Permission.ADMINISTER)) {
      json.put("params", params(connector, value -> value));
    }
    return json;
  }

  /** A changed secret is a change, although it is not shown. */
  private Configured configured(Connector connector) {
    return new Configured(json(connector), connector.params());
  }

  /** Makes a connector; contacts can use it at once. */
  public Answer add(Call call) {
    return followed(call.change(this::adding));
  }

  private Answer adding(Call call) {
    Connector connector = read(ids.next().toString(), null, call.fields());
    store.add(connector);
    Connector made = stored(connector.id());
    return Answer.created(shown(made, call))
        .changing(RESOURCE, connector.id(), null, configured(made));
  }

  /** Replaces a connector; what is sent from then on goes by its new settings. */
  public Answer replace(Call call) {
    return followed(call.change(this::replacing));
  }

  private Answer replacing(Call call) {
    Connector old = toChange(call);
    Configured was = configured(old);
    call.expect(was);
    Connector connector = read(old.id(), old, call.fields());
    if (!store.replace(connector)) {
      throw missing(old.id());
    }
    Connector became = stored(old.id());
    return Answer.ok(shown(became, call)).changing(RESOURCE, old.id(), was, configured(became));
  }

  /** Deletes a connector that nothing uses. */
  public Answer delete(Call call) {
    return followed(call.change(this::deleting));
  }

  private Answer deleting(Call call) {
    Connector connector = toChange(call);
    Configured was = configured(connector);
    call.expect(was);
    store.delete(connector.id());
    return Answer.noContent().changing(RESOURCE, connector.id(), was, null);
  }

  /** Sends a test message to an address and says what became of it. */
  public Answer test(Call call) {
    Connector connector = of(call);
    if (paused.getAsBoolean()) {
      throw Problem.conflict("sending is paused: nothing is sent, no test either");
    }
    notifiers.follow();
    Notifiers.Outcome outcome = notifiers.send(testMessage(connector, call));
    return Answer.ok(
        Json.object(
            "delivered",
            outcome.error() == null,
            "status",
            outcome.status(),
            "error",
            outcome.error()));
  }

  private Message testMessage(Connector connector, Call call) {
    String target = null;
    Map<String, String> params = Map.of();
    if (call.json() != null) {
      Fields fields = call.fields();
      target = fields.line("target", 2000);
      Fields given = fields.object("params");
      params = given == null ? params : given.allTexts(50, 2000);
    }
    Long userId = call.caller().userId();
    User user = userId == null ? null : live.refresh().users().get(userId);
    return new Message(
        ids.next(),
        Purpose.TEST,
        null,
        user,
        null,
        connector.id(),
        target == null ? "" : target,
        params,
        null,
        null,
        baseUrl,
        clock.now());
  }

  /** Lists the notifiers with their settings, as their files describe them. */
  public Answer listNotifiers(Call call) {
    Page page = call.page();
    return Answer.ok(
        notifiers.notifiers().values().stream()
            .skip(page.skip())
            .limit(page.count())
            .map(Connectors::json)
            .toList());
  }

  /**
   * The connector that another resource names.
   *
   * @param field the name of the field that names it
   */
  static Connector require(Notifiers notifiers, String id, String field) {
    Connector connector = notifiers.connectorsById().get(id);
    if (connector == null) {
      // It may have been made on another node a moment ago.
      notifiers.follow();
      connector = notifiers.connectorsById().get(id);
    }
    if (connector == null) {
      throw Problem.invalid(
          field,
          "must be the id of a connector, such as "
              + notifiers.connectorsById().values().stream()
                  .filter(known -> !known.isStored())
                  .map(Connector::id)
                  .toList());
    }
    return connector;
  }

  /** Only what is kept may be opened: what is taken back must not send. */
  private Answer followed(Answer answer) {
    try {
      notifiers.follow();
    } catch (DatabaseAway e) {
      LOG.debug("The connector is opened when the database is back", e);
    }
    return answer;
  }

  private List<Connector> fixed() {
    return notifiers.connectorsById().values().stream().filter(c -> !c.isStored()).toList();
  }

  private Connector of(Call call) {
    String id = call.param("id");
    return fixed().stream()
        .filter(connector -> connector.id().equals(id))
        .findFirst()
        .or(() -> store.find(id))
        .orElseThrow(() -> missing(id));
  }

  private Connector toChange(Call call) {
    Connector connector = of(call);
    if (!connector.isStored()) {
      throw Problem.conflict(
          "the connector "
              + connector.id()
              + " is defined in application.properties and changed there");
    }
    return connector;
  }

  private Connector stored(String id) {
    return store.find(id).orElseThrow(() -> missing(id));
  }

  private static Problem missing(String id) {
    return Problem.notFound("there is no connector with id " + (id.length() > 50 ? "…" : id));
  }

  /**
   * @param old what it replaces; null for a new one
   */
  private Connector read(String id, Connector old, Fields fields) {
    String name = fields.requiredLine("name", 200);
    if (fixed().stream().anyMatch(connector -> connector.name().equals(name))) {
      throw Problem.conflict(
          "the name \"" + name + "\" is taken by a connector of application.properties");
    }
    String type = old == null ? fields.requiredLine("type", 64) : fields.line("type", 64);
    if (old != null && type != null && !type.equals(old.type())) {
      throw Problem.invalid("type", "cannot change; make a new connector");
    }
    type = type == null ? old.type() : type;
    NotifierDescription description = notifiers.notifiers().get(type);
    if (description == null) {
      throw Problem.invalid("type", "must be one of " + notifiers.notifiers().keySet());
    }
    Map<String, String> params =
        params(fields.object("params"), description, old == null ? Map.of() : old.params());
    Connector connector = new Connector(id, name, type, params, clock.now(), clock.now());
    String obstacle = notifiers.obstacle(connector);
    if (obstacle != null) {
      throw Problem.invalid("params", "cannot be used: " + obstacle);
    }
    return connector;
  }

  private static Map<String, String> params(
      Fields given, NotifierDescription description, Map<String, String> old) {
    Map<String, String> params = new LinkedHashMap<>();
    List<String> kept = new ArrayList<>();
    description
        .properties()
        .forEach(
            (name, property) -> {
              String value = given == null ? null : given.scalar(name, LONGEST_PARAM);
              if (property.secret() && (value == null || value.equals(Secrets.MASK))) {
                if (value != null && !old.containsKey(name)) {
                  throw Problem.invalid(
                      "params." + name, "is the mask of a secret, and there is no secret to keep");
                }
                value = old.get(name);
                if (value != null) {
                  kept.add(name);
                }
              }
              String before = old.get(name);
              if (!property.secret()
                  && SecretAddress.isSecret(before)
                  && (value == null || value.equals(SecretAddress.shown(before)))) {
                value = before;
              }
              if (value != null && !value.isBlank()) {
                Secrets.refuseShown(value, "params." + name);
                refuseUnfit(name, property, value);
                params.put(name, value);
              }
            });
    for (String name : description.missing(params)) {
      throw Problem.invalid("params." + name, "is required");
    }
    refuseSecretsForAnotherAddress(description, params, old, kept);
    return params;
  }

  private static void refuseUnfit(String name, Property property, String value) {
    String problem = property.problem(value);
    if (problem != null) {
      throw Problem.invalid("params." + name, problem);
    }
  }

  /** Otherwise a secret that cannot be read could be sent to whoever wants to read it. */
  private static void refuseSecretsForAnotherAddress(
      NotifierDescription description,
      Map<String, String> params,
      Map<String, String> old,
      List<String> kept) {
    boolean moved =
        description.properties().entrySet().stream()
            .filter(property -> property.getValue().use() == Use.ADDRESS)
            .anyMatch(
                property -> {
                  String otherwise = property.getValue().defaultValue();
                  return !Objects.equals(
                      params.getOrDefault(property.getKey(), otherwise),
                      old.getOrDefault(property.getKey(), otherwise));
                });
    if (moved && !kept.isEmpty()) {
      throw Problem.invalid(
          "params." + kept.get(0), "must be given again, because it goes to another address now");
    }
  }

  private Map<String, Object> json(Connector connector) {
    return Json.object(
        "id",
        connector.id(),
        "name",
        connector.name(),
        "type",
        connector.type(),
        "createdAt",
        connector.createdAt(),
        "updatedAt",
        connector.updatedAt(),
        "readOnly",
        !connector.isStored(),
        "params",
        params(connector, SecretAddress::shown));
  }

  /** As the notifier's file orders them; of a notifier that is gone nothing is known to be safe. */
  private Map<String, Object> params(Connector connector, UnaryOperator<String> texts) {
    NotifierDescription description = notifiers.notifiers().get(connector.type());
    Map<String, Object> shown = new LinkedHashMap<>();
    if (description == null) {
      connector.params().forEach((name, value) -> shown.put(name, Secrets.MASK));
      return shown;
    }
    description
        .properties()
        .forEach(
            (name, property) -> {
              String value = connector.params().get(name);
              if (value != null && !value.isEmpty()) {
                shown.put(name, property.secret() ? Secrets.MASK : typed(property, value, texts));
              }
            });
    return shown;
  }

  private static Object typed(Property property, String value, UnaryOperator<String> texts) {
    if (property.problem(value) != null) {
      return texts.apply(value);
    }
    return switch (property.type()) {
      case "boolean" -> Boolean.valueOf(value);
      case "integer" -> Long.valueOf(value);
      case "number" -> new java.math.BigDecimal(value);
      default -> texts.apply(value);
    };
  }

  private static Map<String, Object> json(NotifierDescription notifier) {
    List<Map<String, Object>> properties = new ArrayList<>();
    notifier
        .properties()
        .forEach(
            (name, property) ->
                properties.add(
                    Json.object(
                        "name",
                        name,
                        "title",
                        property.title(),
                        "description",
                        property.description(),
                        "type",
                        property.type(),
                        "required",
                        property.required(),
                        "secret",
                        property.secret(),
                        "template",
                        property.template(),
                        "default",
                        property.defaultValue())));
    return Json.object(
        "type",
        notifier.name(),
        "title",
        notifier.title(),
        "description",
        notifier.description(),
        "params",
        properties);
  }
}
