package io.dutybell;

import io.dutybell.connector.Connector;
import io.dutybell.notification.Failure;
import io.dutybell.notification.Message;
import io.dutybell.notification.NotifierDescription;
import io.dutybell.notification.Notifiers;
import io.dutybell.notification.PlainText;
import io.dutybell.notification.Undeliverable;
import io.dutybell.security.SecretAddress;
import io.dutybell.store.DatabaseAway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes connectors out of the notifiers' files and keeps them up to date while the product runs.
 *
 * <p>Each file {@code <type>-notifier.kamelet.yaml} in the folder is one notifier. Each notifier
 * has a connector of its own name; properties {@code dutybell.connector.<name>.type} add further
 * ones. {@code dutybell.connector.<name>.<setting>} gives a connector its settings (in the
 * environment {@code DUTYBELL_CONNECTOR_<NAME>_<SETTING>}). For each connector there is one route,
 * {@code direct:send-through-<name>}: it takes a {@link io.dutybell.notification.Message}, ends
 * with the exchange property and variable {@code status} when it was delivered, and throws when
 * not.
 *
 * <p>A new or changed file is picked up within a second or two. The new version is built and
 * started next to the old one and takes over only when all its connectors work; a file that is
 * broken changes nothing and is reported once. A deleted file goes on working until the next start.
 *
 * <p>Connectors of the database have such a route too, and come, change and go while the product
 * runs. What is wrong with one of them concerns nobody else, neither its notifier nor another
 * connector.
 */
public final class NotifierLoader implements Notifiers, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NotifierLoader.class);

  private static final String PREFIX = "dutybell.connector.";
  private static final Pattern TYPE_KEY =
      Pattern.compile("dutybell\\.connector\\.([a-z][a-z0-9-]{0,40})\\.type");
  private static final int STOP_SECONDS = 20;

  private final CamelContext context;
  private final Path folder;
  private final NotifierSteps steps = new NotifierSteps();

  /** The text of each file as it was last tried, working or not. */
  private final Map<String, String> tried = new TreeMap<>();

  private final Map<String, String> problems = new ConcurrentSkipListMap<>();
  private final Map<String, Notifier> notifiers = new ConcurrentSkipListMap<>();

  /** The types of the connectors of application.properties, by name. */
  private final Map<String, String> configured = new ConcurrentSkipListMap<>();

  private final Map<String, Stored> stored = new ConcurrentSkipListMap<>();
  private final Supplier<Optional<List<Connector>>> changes;
  private final ProducerTemplate producer;
  private final Map<String, Properties> kameletSettings = new ConcurrentHashMap<>();
  private ScheduledExecutorService watcher;
  private int version;

  /**
   * A file that works.
   *
   * @param mentions the costly variables that it mentions
   */
  private record Notifier(
      NotifierDescription description,
      String templateId,
      Map<String, Instance> instances,
      Set<String> mentions) {}

  /**
   * A connector of the database.
   *
   * @param templateId the version of its notifier that it was last made for; null when there was
   *     none
   * @param instance what it sends through; null when it cannot
   * @param problem why not; null when it can
   */
  private record Stored(
      Connector connector, String templateId, Instance instance, String problem) {}

  /** A connector's values in one version of its notifier. */
  private record Instance(
      String routeId,
      Endpoint endpoint,
      Producer producer,
      Map<String, String> settings,
      List<String> secrets) {}

  /**
   * Makes a loader that has not loaded anything, without connectors of a database.
   *
   * @param context the running context
   * @param folder the notifiers' files
   */
  public NotifierLoader(CamelContext context, Path folder) {
    this(context, folder, Optional::empty);
  }

  /**
   * Makes a loader that has not loaded anything.
   *
   * @param context the running context
   * @param folder the notifiers' files
   * @param changes all connectors of the database when they may have changed since the last call,
   *     else nothing; throws {@link DatabaseAway}
   */
  public NotifierLoader(
      CamelContext context, Path folder, Supplier<Optional<List<Connector>>> changes) {
    this.context = context;
    this.folder = folder;
    this.changes = changes;
    this.producer = context.createProducerTemplate();
  }

  /**
   * Loads every notifier and makes the connectors' routes. Call it when the context has started: a
   * broken file is then its own problem and not the product's.
   */
  public void load() {
    context.getRegistry().bind("notifier", steps);
    context.getComponent("kamelet", KameletComponent.class).setRouteProperties(kameletSettings);
    reload();
  }

  /**
   * Looks at the folder again and again, on a thread of its own, until {@link #close()}.
   *
   * @param interval the time between two looks
   */
  public synchronized void watch(Duration interval) {
    watcher =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "notifier-files");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        watcher.scheduleWithFixedDelay(
            this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      reload();
    } catch (RuntimeException e) {
      LOG.warn("The notifiers' folder {} could not be read: {}", folder, e.toString());
    }
    try {
      follow();
    } catch (DatabaseAway e) {
      LOG.debug("Connectors are read when the database is back", e);
    } catch (RuntimeException e) {
      LOG.warn("The connectors of the database could not be read: {}", e.toString());
    }
  }

  /** Takes over files that are new or have changed since the last call. */
  public synchronized void reload() {
    files().forEach(this::take);
    Map<String, String> wanted = new TreeMap<>();
    notifiers.keySet().forEach(type -> wanted.put(type, type));
    wanted.putAll(typesInProperties());
    wanted.forEach(
        (name, type) -> {
          if (configured.putIfAbsent(name, type) == null && !addRoute(name)) {
            configured.remove(name);
          }
        });
    List.copyOf(stored.values()).forEach(known -> renew(known.connector()));
  }

  @Override
  public synchronized void follow() {
    changes
        .get()
        .ifPresent(
            all -> {
              Set<String> gone = new TreeSet<>(stored.keySet());
              all.forEach(connector -> gone.remove(connector.id()));
              all.forEach(this::renew);
              gone.forEach(this::forget);
            });
  }

  /** Makes a connector of the database work, or work anew, when it or its notifier has changed. */
  private void renew(Connector connector) {
    Stored old = stored.get(connector.id());
    Notifier notifier = notifiers.get(connector.type());
    String templateId = notifier == null ? null : notifier.templateId();
    if (old != null
        && old.connector().equals(connector)
        && (notifier == null || templateId.equals(old.templateId()))) {
      return;
    }
    Instance fresh = null;
    String problem = null;
    if (notifier != null) {
      try {
        fresh = instance(connector, notifier);
      } catch (Exception e) {
        problem = withoutSecrets(reason(e), connector, notifier.description());
        LOG.error("Connector \"{}\" cannot be used: {}", connector.name(), problem);
        if (old != null && old.connector().params().equals(connector.params())) {
          // Only the notifier's file is another one: its last working version stays in use.
          fresh = old.instance();
        }
      }
    }
    stored.put(connector.id(), new Stored(connector, templateId, fresh, problem));
    if (old == null) {
      if (!addRoute(connector.id())) {
        stored.remove(connector.id());
      }
    } else if (old.instance() != null && !old.instance().equals(fresh)) {
      remove(old.instance());
    }
  }

  private Instance instance(Connector connector, Notifier notifier) throws Exception {
    NotifierDescription description = notifier.description();
    Map<String, String> settings = new TreeMap<>();
    description
        .properties()
        .forEach(
            (name, property) -> {
              String value = connector.params().getOrDefault(name, property.defaultValue());
              if (value != null) {
                settings.put(name, value);
              }
            });
    List<String> missing = description.missing(settings);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("it needs " + String.join(", ", missing));
    }
    for (Map.Entry<String, String> given : connector.params().entrySet()) {
      NotifierDescription.Property property = description.properties().get(given.getKey());
      String problem = property == null ? null : property.problem(given.getValue());
      if (problem != null) {
        throw new IllegalArgumentException(given.getKey() + " " + problem);
      }
    }
    version++;
    return instance(
        connector.id(), notifier.templateId(), description, Collections.unmodifiableMap(settings));
  }

  private void forget(String id) {
    Stored old = stored.remove(id);
    removeRoute("send-through-" + id);
    if (old.instance() != null) {
      remove(old.instance());
    }
  }

  @Override
  public synchronized String obstacle(Connector connector) {
    Notifier notifier = notifiers.get(connector.type());
    if (notifier == null) {
      return "there is no working notifier \"" + connector.type() + "\"";
    }
    try {
      remove(instance(connector, notifier));
      return null;
    } catch (Exception e) {
      return withoutSecrets(reason(e), connector, notifier.description());
    }
  }

  /** A reason may repeat what was set; a secret, or an address with one, is left out of it. */
  private static String withoutSecrets(
      String reason, Connector connector, NotifierDescription description) {
    String line = PlainText.cut(PlainText.oneLine(reason), 500);
    boolean holdsSecret =
        connector.params().entrySet().stream()
            .filter(
                param -> isSecret(param.getValue(), description.properties().get(param.getKey())))
            .anyMatch(param -> line.contains(param.getValue()));
    return holdsSecret ? "its settings do not fit its notifier" : line;
  }

  private static boolean isSecret(String value, NotifierDescription.Property property) {
    return property != null && property.secret() || SecretAddress.isSecret(value);
  }

  @Override
  public Outcome send(Message message) {
    Exchange exchange =
        producer.send(
            "direct:send-through-" + message.connector() + "?block=false",
            e -> e.getMessage().setBody(message));
    if (exchange.getException() == null) {
      return new Outcome(exchange.getProperty("status", String.class), null);
    }
    Failure failure =
        Failures.classify(exchange, exchange.getException(), message, message.sentAt());
    return new Outcome(failure.status(), failure.error());
  }

  @Override
  public Map<String, Connector> connectorsById() {
    Map<String, Connector> all = new TreeMap<>();
    configured.forEach(
        (name, type) -> {
          Notifier notifier = notifiers.get(type);
          Map<String, String> settings =
              notifier == null ? Map.of() : settings(name, notifier.description());
          all.put(name, new Connector(name, name, type, settings, null, null));
        });
    stored.forEach((id, known) -> all.put(id, known.connector()));
    return Collections.unmodifiableMap(all);
  }

  /** The ids of the connectors of the database. */
  Set<String> storedConnectors() {
    return Set.copyOf(stored.keySet());
  }

  @Override
  public Map<String, NotifierDescription> notifiers() {
    Map<String, NotifierDescription> descriptions = new TreeMap<>();
    notifiers.forEach((name, notifier) -> descriptions.put(name, notifier.description()));
    return Collections.unmodifiableMap(descriptions);
  }

  /**
   * The names of the connectors that have a route. One whose settings are incomplete is among them:
   * its route says what is missing.
   */
  public Set<String> connectors() {
    Set<String> names = new TreeSet<>(configured.keySet());
    names.addAll(stored.keySet());
    return Collections.unmodifiableSet(names);
  }

  /** Why a file is not in use as it is now, by file name; empty when all is well. */
  public Map<String, String> problems() {
    return Collections.unmodifiableMap(new TreeMap<>(problems));
  }

  /** Stops watching. The routes stay until the context stops. */
  @Override
  public synchronized void close() {
    if (watcher != null) {
      watcher.shutdownNow();
    }
  }

  private Map<String, String> files() {
    try (Stream<Path> found = Files.list(folder)) {
      Map<String, String> files = new TreeMap<>();
      for (Path file : found.filter(f -> f.toString().endsWith(".kamelet.yaml")).toList()) {
        String name = file.getFileName().toString();
        try {
          files.put(name, Files.readString(file));
        } catch (IOException e) {
          report(name, "it cannot be read: " + e.getMessage());
        }
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(String file, String text) {
    if (text.equals(tried.put(file, text))) {
      return;
    }
    try {
      NotifierDescription description = NotifierDescription.read(file, text);
      Notifier fresh = build(file, text, description);
      Notifier old = notifiers.put(description.name(), fresh);
      problems.remove(file);
      LOG.info(
          "Notifier {} is {} ({}).", description.name(), old == null ? "loaded" : "renewed", file);
      if (old != null) {
        remove(old.templateId(), old.instances().values());
      }
    } catch (Exception e) {
      report(file, reason(e));
    }
  }

  private void report(String file, String reason) {
    String line = PlainText.cut(PlainText.oneLine(reason), 1_000);
    if (!line.equals(problems.put(file, line))) {
      LOG.error(
          "Notifier file {} cannot be used, {}: {}",
          folder.resolve(file),
          notifiers.containsKey(file.replace(NotifierDescription.FILE_ENDING, ""))
              ? "its last working version stays in use"
              : "nothing is sent through it until it is corrected",
          line);
    }
  }

  private static String reason(Throwable error) {
    Throwable deepest = error;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
  }

  /** Builds a version next to the one in use, under names that differ from all earlier ones. */
  private Notifier build(String file, String text, NotifierDescription description)
      throws Exception {
    String templateId = description.name() + "-notifier-" + ++version;
    Map<String, Instance> instances = new TreeMap<>();
    try {
      addTemplate(file, text, templateId);
      Map<String, String> types = new TreeMap<>(configured);
      types.putAll(typesInProperties());
      types.putIfAbsent(description.name(), description.name());
      for (Map.Entry<String, String> connector : types.entrySet()) {
        if (connector.getValue().equals(description.name())) {
          String name = connector.getKey();
          Map<String, String> settings = settings(name, description);
          if (description.missing(settings).isEmpty()) {
            instances.put(name, instance(name, templateId, description, settings));
          }
        }
      }
      return new Notifier(description, templateId, instances, mentioned(text));
    } catch (Exception e) {
      remove(templateId, instances.values());
      throw e;
    }
  }

  private void addTemplate(String file, String text, String templateId) throws Exception {
    Resource resource = ResourceHelper.fromString(folder.resolve(file).toString(), text);
    Collection<RoutesBuilder> builders =
        PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource);
    List<RouteTemplateDefinition> templates = new ArrayList<>();
    for (RoutesBuilder found : builders) {
      RouteBuilder builder = (RouteBuilder) found;
      builder.setCamelContext(context);
      builder.configure();
      templates.addAll(builder.getRouteTemplateCollection().getRouteTemplates());
    }
    if (templates.size() != 1) {
      throw new IllegalArgumentException("it must hold one Kamelet, and holds " + templates.size());
    }
    RouteTemplateDefinition template = templates.get(0);
    template.setId(templateId);
    template.setCamelContext(context);
    model().addRouteTemplateDefinition(template);
  }

  private Instance instance(
      String name, String templateId, NotifierDescription description, Map<String, String> settings)
      throws Exception {
    String routeId = "deliver-" + name + "-" + version;
    Properties values = new Properties();
    description
        .properties()
        .forEach(
            (key, property) -> {
              String value = settings.get(key);
              if (value != null && property.use() != NotifierDescription.Use.VARIABLE) {
                if (value.contains("{{") || value.contains("}}")) {
                  // It would be resolved once more, and could read any other property.
                  throw new IllegalArgumentException(
                      "connector " + name + ": the setting " + key + " must not hold {{ or }}");
                }
                values.setProperty(key, value);
              } else if (property.required()) {
                values.setProperty(key, "in variable settings");
              }
            });
    kameletSettings.put(routeId, values);
    // No values in the URI: it is shown in logs and by management.
    String uri = "kamelet:" + templateId + "/" + routeId + "?noErrorHandler=true&block=false";
    Endpoint endpoint = null;
    try {
      endpoint = context.getEndpoint(uri);
      Producer producer = endpoint.createProducer();
      ServiceHelper.startService(producer);
      return new Instance(routeId, endpoint, producer, settings, secrets(description, settings));
    } catch (Exception e) {
      removeRoute(routeId);
      if (endpoint != null) {
        context.removeEndpoint(endpoint);
      }
      throw e;
    }
  }

  /** The values of the settings that are never shown. */
  private static List<String> secrets(
      NotifierDescription description, Map<String, String> settings) {
    return settings.entrySet().stream()
        .filter(
            setting -> isSecret(setting.getValue(), description.properties().get(setting.getKey())))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static Set<String> mentioned(String text) {
    return Stream.of("html", "payload").filter(text::contains).collect(Collectors.toSet());
  }

  private void remove(String templateId, Collection<Instance> instances) {
    instances.forEach(this::remove);
    try {
      RouteTemplateDefinition template = model().getRouteTemplateDefinition(templateId);
      if (template != null) {
        model().removeRouteTemplateDefinition(template);
      }
    } catch (Exception e) {
      LOG.debug("Template {} was not removed", templateId, e);
    }
  }

  private void remove(Instance instance) {
    ServiceHelper.stopService(instance.producer());
    removeRoute(instance.routeId());
    try {
      context.removeEndpoint(instance.endpoint());
    } catch (Exception e) {
      LOG.debug("Endpoint {} was not removed", instance.endpoint(), e);
    }
  }

  private void removeRoute(String routeId) {
    kameletSettings.remove(routeId);
    try {
      if (context.getRoute(routeId) != null) {
        context.getRouteController().stopRoute(routeId, STOP_SECONDS, TimeUnit.SECONDS);
        context.removeRoute(routeId);
      } else if (model().getRouteDefinition(routeId) != null) {
        model().removeRouteDefinition(model().getRouteDefinition(routeId));
        // What else was made for it goes with the route; this stays when there was none yet.
        context.removeEndpoints("kamelet://source?routeId=" + routeId);
      }
    } catch (Exception e) {
      LOG.warn("Route {} could not be removed: {}", routeId, e.toString());
    }
  }

  private Model model() {
    return context.getCamelContextExtension().getContextPlugin(Model.class);
  }

  /** Whether the connector has its route now. */
  private boolean addRoute(String name) {
    try {
      // A lambda, because Camel makes instances of every RouteBuilder class of this package.
      RouteBuilder.addRoutes(
          context,
          routes ->
              routes
                  .from("direct:send-through-" + name)
                  .routeId("send-through-" + name)
                  .routeDescription("Delivers one message through connector " + name + ".")
                  .errorHandler(routes.noErrorHandler())
                  .process(exchange -> deliver(exchange, name)));
      return true;
    } catch (Exception e) {
      LOG.error("Connector {} has no route: {}", name, reason(e), e);
      return false;
    }
  }

  private void deliver(Exchange exchange, String name) throws Exception {
    Stored own = stored.get(name);
    String type = own == null ? configured.get(name) : own.connector().type();
    Notifier notifier = type == null ? null : notifiers.get(type);
    if (notifier == null) {
      throw new IllegalStateException(
          "Connector " + name + " cannot send: there is no working notifier \"" + type + "\".");
    }
    Instance instance = own == null ? notifier.instances().get(name) : own.instance();
    if (instance == null && own != null) {
      if (own.problem() == null) {
        throw new IllegalStateException("Connector " + name + " is being made.");
      }
      throw new Undeliverable(
          "CONFIGURATION",
          "Connector \"%s\" cannot send: %s. Correct it with PUT /api/connectors/%s."
              .formatted(own.connector().name(), own.problem(), name));
    }
    if (instance == null) {
      throw new Undeliverable(
          "CONFIGURATION",
          "Connector "
              + name
              + " cannot send: set "
              + String.join(
                  ", ",
                  notifier.description().missing(settings(name, notifier.description())).stream()
                      .map(key -> PREFIX + name + "." + key)
                      .toList())
              + " and start again.");
    }
    exchange.setProperty(Failures.SECRETS, instance.secrets());
    steps.render(exchange, instance.settings(), notifier.mentions()::contains);
    instance.producer().process(exchange);
    if (exchange.getException() == null) {
      Object code = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE);
      Object status = exchange.getVariable("status");
      String said = String.valueOf(status != null ? status : code != null ? code : "OK");
      exchange.setVariable("status", said);
      exchange.setProperty("status", said);
      exchange.getMessage().removeHeaders("*");
    }
  }

  /** The connectors that properties name, with their types. */
  private Map<String, String> typesInProperties() {
    Map<String, String> types = new TreeMap<>();
    Properties found =
        context.getPropertiesComponent().loadProperties(key -> key.startsWith(PREFIX));
    for (String key : found.stringPropertyNames()) {
      Matcher matcher = TYPE_KEY.matcher(key);
      if (matcher.matches()) {
        value(key, false).ifPresent(type -> types.put(matcher.group(1), type.strip()));
      }
    }
    return types;
  }

  private Map<String, String> settings(String connector, NotifierDescription description) {
    Map<String, String> settings = new TreeMap<>();
    description
        .properties()
        .forEach(
            (name, property) ->
                value(PREFIX + connector + "." + name, property.template())
                    .filter(value -> !value.isBlank())
                    .or(() -> Optional.ofNullable(property.defaultValue()))
                    .ifPresent(value -> settings.put(name, value)));
    return Collections.unmodifiableMap(settings);
  }

  /** A property's value; in a Mustache template the braces are the template's own. */
  private Optional<String> value(String key, boolean template) {
    PropertiesComponent properties = context.getPropertiesComponent();
    return Optional.ofNullable(
        properties.parseUri("{{?" + key + (template ? "?nested=false" : "") + "}}"));
  }
}
