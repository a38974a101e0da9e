package io.dutybell;

import io.dutybell.alert.Alerts;
import io.dutybell.alert.AlertsFactory;
import io.dutybell.alert.EventApplier;
import io.dutybell.alert.Fallback;
import io.dutybell.api.ActionLinkPages;
import io.dutybell.api.AlertActions;
import io.dutybell.api.AlertCalls;
import io.dutybell.api.AlertFeed;
import io.dutybell.api.AlertReader;
import io.dutybell.api.AlertSources;
import io.dutybell.api.AuditLog;
import io.dutybell.api.Calendars;
import io.dutybell.api.CallRates;
import io.dutybell.api.Changes;
import io.dutybell.api.ConfigCalls;
import io.dutybell.api.ConfigTools;
import io.dutybell.api.Connectors;
import io.dutybell.api.Contacts;
import io.dutybell.api.EscalationPolicies;
import io.dutybell.api.EventExplorer;
import io.dutybell.api.Gate;
import io.dutybell.api.HeartbeatMonitors;
import io.dutybell.api.Heartbeats;
import io.dutybell.api.Installation;
import io.dutybell.api.KnownPasswords;
import io.dutybell.api.MaintenanceWindows;
import io.dutybell.api.NotificationPreferences;
import io.dutybell.api.OnCalls;
import io.dutybell.api.OpenApi;
import io.dutybell.api.Reports;
import io.dutybell.api.RestEdge;
import io.dutybell.api.ScheduleOverrides;
import io.dutybell.api.ScheduleShifts;
import io.dutybell.api.Schedules;
import io.dutybell.api.SuggestedResponders;
import io.dutybell.api.SupportHoursCalls;
import io.dutybell.api.Teams;
import io.dutybell.api.TemplatePreview;
import io.dutybell.api.TestEvents;
import io.dutybell.api.Tokens;
import io.dutybell.api.Users;
import io.dutybell.api.Versions;
import io.dutybell.clock.Clock;
import io.dutybell.configuration.AlertActionStore;
import io.dutybell.configuration.AuditStore;
import io.dutybell.configuration.CalendarLinkStore;
import io.dutybell.configuration.ChangesWaiting;
import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.ConnectorChanges;
import io.dutybell.configuration.ConnectorStore;
import io.dutybell.configuration.FormerStore;
import io.dutybell.configuration.HeartbeatStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.MaintenanceStore;
import io.dutybell.configuration.OverrideStore;
import io.dutybell.configuration.PlainContacts;
import io.dutybell.configuration.PolicyStore;
import io.dutybell.configuration.ScheduleStore;
import io.dutybell.configuration.SourceStore;
import io.dutybell.configuration.SupportHoursStore;
import io.dutybell.configuration.TeamStore;
import io.dutybell.configuration.TokenStore;
import io.dutybell.configuration.UserStore;
import io.dutybell.demo.Demo;
import io.dutybell.event.Backlog;
import io.dutybell.event.EventStore;
import io.dutybell.event.Intake;
import io.dutybell.event.Language;
import io.dutybell.event.Receipt;
import io.dutybell.event.Spool;
import io.dutybell.event.Storm;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.notification.Outbox;
import io.dutybell.receive.Admission;
import io.dutybell.receive.KeyCache;
import io.dutybell.receive.RefusedCalls;
import io.dutybell.receive.RefusedKeys;
import io.dutybell.report.ReportStore;
import io.dutybell.security.ActionLink;
import io.dutybell.security.ActionLinks;
import io.dutybell.security.AddressGuard;
import io.dutybell.security.AdminToken;
import io.dutybell.security.ApiTokens;
import io.dutybell.security.Cidr;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.LoginThrottle;
import io.dutybell.security.SecretBox;
import io.dutybell.security.SecretKeyChange;
import io.dutybell.security.SecretKeyFile;
import io.dutybell.store.Database;
import io.dutybell.store.DatabaseAway;
import io.dutybell.store.Dialect;
import io.dutybell.store.Nodes;
import io.dutybell.store.Retention;
import io.dutybell.watch.Watch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.spi.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Makes all parts and puts them together; the routes call them by the names under which they are
 * bound here.
 */
final class Components implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Components.class);
  private static final String NOTIFICATIONS_DUE =
      "seda:notifications-due?size=1&discardWhenFull=true&waitForTaskToComplete=Never";
  private static final Duration ACTION_LINKS_LAST = Duration.ofHours(24);

  /** How long the answer to a test event waits for what becomes of it. */
  private static final Duration TEST_EVENTS_LAST = Duration.ofSeconds(3);

  private final CamelContext context;
  private final Settings settings;
  private final Clock clock;
  private final DataDirectoryLock dataDirectoryLock;
  private final SecureRandom random = new SecureRandom();
  private final RefusedCalls refusedCalls = new RefusedCalls();
  private final Database database;
  private final HttpEdge edge;
  private final Receiving receiving;
  private final Map<String, SedaEndpoint> queues = new ConcurrentHashMap<>();
  private final OutboundHttp outboundHttp;
  private final NotifierLoader notifiers;
  private final OpenConnectors openConnectors;
  private final LiveConfiguration live;
  private final SecretBox box;
  private final Intake intake;
  private final Backlog backlog;
  private final Outbox outbox;
  private final Sending sending;
  private final Health health;
  private final ConfigurationStore configurations;
  private final PlainContacts plainContacts;
  private final IntegrationKeys integrationKeys = new IntegrationKeys(random);
  private final String demoToken;
  private Demo demo;
  private ConfigCalls configCalls;
  private CompletableFuture<Void> firstContact;
  private volatile boolean mayApplyFile;
  private volatile boolean saidAway;

  /**
   * Makes everything; nothing runs yet.
   *
   * @param context the routes' context, with its properties
   * @param clock the time
   */
  Components(CamelContext context, Clock clock) {
    this.context = context;
    this.clock = clock;
    this.settings = new Settings(context);
    requireManagementPort();
    Path dataDir = dataDir();
    dataDirectoryLock = DataDirectoryLock.of(dataDir);
    String node = node(dataDir);
    giveEveryScheduleAThread();
    Registry registry = context.getRegistry();
    MeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.bind(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class, meters);

    String url = settings.text("db.url").orElse("jdbc:h2:file:" + dataDir.resolve("dutybell"));
    database =
        Database.of(
            url,
            settings.text("db.user").orElse(""),
            settings.text("db.password").orElse(""),
            settings.number("db.connections", 4));
    registry.bind("dataSource", database.dataSource());
    box =
        new SecretBox(
            SecretKeyFile.read(
                settings.text("secret.key").orElse(null),
                dataDir,
                database.dialect() == Dialect.H2,
                random),
            SecretKeyFile.former(
                settings.text("secret.key.former").orElse(null),
                dataDir,
                database.dialect() == Dialect.H2),
            random);
    edge =
        new HttpEdge(
            settings.number("http.workers", 8),
            settings.number("http.max-event-bytes", 1024),
            settings.as("trusted.proxies", Components::networks),
            status -> Receiving.countRefusal(meters, status));
    edge.bind(context);

    TimeOrderedIds ids = new TimeOrderedIds(clock, random);
    demoToken =
        settings.flag("demo") && settings.text("admin.token").isEmpty()
            ? Demo.newToken(random)
            : null;
    configurations = new ConfigurationStore(database, clock, box);
    SecretKeyWatch secretKey = new SecretKeyWatch(database, box);
    live = new LiveConfiguration(configurations);
    KeyCache keyCache = new KeyCache(dataDir.resolve("keys.cache"));
    live.startFrom(keyCache.read());
    EventStore events = new EventStore(database, node);
    ProducerTemplate producer = context.createProducerTemplate();
    Storm storm = new Storm(settings.number("storm.rate", 0));
    backlog = new Backlog(events, storm, clock, receipt -> handToRoutes(producer, receipt));
    Spool spool = spool(dataDir);
    Nodes nodes = new Nodes(database, node, clock);
    plainContacts = new PlainContacts(configurations, nodes);
    long eighthOfMemory = Runtime.getRuntime().maxMemory() / 8;
    intake = new Intake(events, spool, backlog, storm, nodes::isAlone, eighthOfMemory);
    Admission admission = new Admission(live, refusedCalls, clock);
    String baseUrl = settings.required("base.url").replaceAll("/+$", "");

    Metrics metrics = new Metrics(meters);
    Runnable wakeNotifier = () -> wake(producer);
    Fallback fallback = new Fallback(settings.text("fallback.connector").orElse(null));
    ActionLinks links = new ActionLinks(box);
    outbox =
        new Outbox(
            database,
            live,
            clock,
            random,
            ids,
            baseUrl,
            (alertId, userId, action) ->
                baseUrl
                    + "/act/"
                    + links.token(
                        alertId,
                        userId,
                        ActionLink.Action.valueOf(action),
                        clock.now().plus(ACTION_LINKS_LAST)),
            new Outbox.FallbackContact(
                settings.text("fallback.connector").orElse(null),
                settings.text("fallback.target").orElse(null)),
            metrics::notifications,
            wakeNotifier);
    AlertsFactory factory =
        new AlertsFactory(
            database, live, fallback, clock, ids, wakeNotifier, metrics::escalationsEnded);
    EventApplier applier = factory.applier(events, backlog, metrics::processed);
    Alerts alerts = factory.actions();
    int concurrency = settings.number("notify.concurrency", 1);
    sending = new Sending(context, outbox, clock, concurrency, this::connectorsToOpen);
    health =
        new Health(
            context, database, spool, clock, settings.flag("ready.without-database"), secretKey);
    metrics.watch(backlog, spool, outbox, health);

    Language language = settings.as("alert.language", Components::language);
    Normalising normalising = new Normalising(events, backlog, live, language);
    receiving =
        new Receiving(admission, intake, ids, clock, baseUrl, meters, normalising::alertKey);
    registry.bind("receiving", receiving);
    registry.bind("normalising", normalising);
    registry.bind(
        "eventBatches",
        new EventBatches(
            System::nanoTime,
            () -> !applier.isApplying() && queue("seda:apply-events").getQueue().isEmpty()));
    registry.bind("eventApplier", applier);
    registry.bind("sending", sending);
    registry.bind(
        "housekeeping",
        new Housekeeping(
            database,
            this::reachDatabaseLate,
            live,
            secretKey,
            keyCache,
            intake,
            nodes,
            plainContacts,
            backlog,
            factory.timers(metrics::escalationLag),
            factory.maintenanceEnds(),
            new Watch(database, live, events, ids, clock, intake::isSpooling, backlog::offer),
            outbox,
            sending,
            new Retention(
                database,
                settings.days("retention.event-days"),
                settings.days("retention.alert-days"),
                settings.days("retention.audit-days")),
            clock,
            settings.text("pulse.url").map(Pulse::new).orElse(null),
            health::isWell,
            concurrency));
    health.bind(registry);

    outboundHttp =
        new OutboundHttp(
            settings.as("outbound.allow", AddressGuard::allowing), OutboundHttp.Limits.DEFAULT);
    outboundHttp.bind(context);
    ConnectorStore connectors = new ConnectorStore(configurations, clock, box);
    notifiers =
        new NotifierLoader(
            context,
            Path.of(settings.required("notifiers.folder")),
            new ConnectorChanges(configurations, connectors)::next);
    openConnectors = new OpenConnectors(notifiers, live, settings.text("fallback.connector"));
    bindApi(registry, alerts, links, baseUrl);
    registry.bind(
        "testEvents",
        new TestEvents(
            intake::store, new EventExplorer(database), live, ids, clock, TEST_EVENTS_LAST));
    registry.bind(
        "templatePreview",
        new TemplatePreview(new EventExplorer(database), events, live, clock, language));
    bindOutbound(registry, connectors, ids, baseUrl);
  }

  private static Language language(String tag) {
    Language language = tag.isEmpty() ? Language.EN : Language.of(tag);
    if (language == null) {
      throw new IllegalArgumentException("must be en or zh, but is " + tag);
    }
    return language;
  }

  private void bindApi(Registry registry, Alerts alerts, ActionLinks links, String baseUrl) {
    UserStore userStore = new UserStore(configurations, clock);
    EventExplorer explorer = new EventExplorer(database);
    AlertReader reader = new AlertReader(database, live, clock);
    Users users = new Users(userStore);
    TokenStore tokens = new TokenStore(database, clock);
    AuditLog auditLog = new AuditLog(new AuditStore(database), clock);
    Gate gate =
        new Gate(
            new AdminToken(settings.text("admin.token").orElse(demoToken)),
            tokens,
            userStore,
            live,
            new KnownPasswords(random, clock),
            new LoginThrottle(clock),
            new CallRates(settings.number("api.calls-per-minute", 0), clock),
            clock);
    RestEdge api =
        new RestEdge(gate, new Changes(configurations, live, auditLog, new Versions(box)));
    registry.bind("api", api);
    edge.guardDocuments(api);
    registry.bind("auditLog", auditLog);
    registry.bind("tokens", new Tokens(tokens, users, new ApiTokens(random), clock));
    registry.bind("users", users);
    registry.bind("teams", new Teams(new TeamStore(configurations, clock), live));
    registry.bind("contacts", new Contacts(users, userStore, notifiers));
    registry.bind("notificationPreferences", new NotificationPreferences(users, userStore));
    registry.bind(
        "escalationPolicies", new EscalationPolicies(new PolicyStore(configurations, clock), live));
    ScheduleStore schedules = new ScheduleStore(configurations, clock);
    OverrideStore overrides = new OverrideStore(configurations, clock);
    ScheduleShifts scheduleShifts = new ScheduleShifts(schedules, overrides, live, clock);
    registry.bind("schedules", new Schedules(schedules, scheduleShifts, live, clock));
    registry.bind("scheduleShifts", scheduleShifts);
    registry.bind("onCalls", new OnCalls(scheduleShifts, live, clock));
    registry.bind(
        "calendars",
        new Calendars(
            new CalendarLinkStore(configurations, clock),
            scheduleShifts,
            integrationKeys,
            live,
            clock,
            baseUrl));
    registry.bind("scheduleOverrides", new ScheduleOverrides(overrides, scheduleShifts, live));
    registry.bind(
        "alertSources",
        new AlertSources(
            new SourceStore(configurations, clock, integrationKeys, box),
            explorer,
            refusedCalls,
            live,
            clock,
            baseUrl));
    registry.bind(
        "maintenanceWindows",
        new MaintenanceWindows(new MaintenanceStore(configurations), live, clock));
    registry.bind(
        "supportHours", new SupportHoursCalls(new SupportHoursStore(configurations, clock), live));
    HeartbeatStore heartbeats =
        new HeartbeatStore(database, configurations, clock, integrationKeys, box);
    registry.bind("heartbeatMonitors", new HeartbeatMonitors(heartbeats, live, clock, baseUrl));
    registry.bind("heartbeats", new Heartbeats(heartbeats, new RefusedKeys(), clock));
    registry.bind("alertCalls", new AlertCalls(reader, explorer, alerts, live, clock));
    registry.bind("suggestedResponders", new SuggestedResponders(reader, live, clock));
    registry.bind("actionLinkPages", new ActionLinkPages(links, reader, alerts, live, clock));
    registry.bind("installation", new Installation(database, live, version()));
    registry.bind(
        "reports", new Reports(new ReportStore(database), new FormerStore(database), live, clock));
    registry.bind("openApi", new OpenApi());
    configCalls =
        new ConfigCalls(
            new ConfigTools(
                database,
                configurations,
                clock,
                box,
                integrationKeys,
                new TimeOrderedIds(clock, random),
                notifiers,
                auditLog,
                System::getenv),
            live);
    registry.bind("configCalls", configCalls);
    edge.bindStreams(new AlertFeed(gate, database, reader, live, clock));
  }

  private void bindOutbound(
      Registry registry, ConnectorStore connectors, TimeOrderedIds ids, String baseUrl) {
    registry.bind(
        "connectors",
        new Connectors(connectors, notifiers, live, ids, clock, baseUrl, outbox::isPaused));
    registry.bind(
        "alertActions",
        new AlertActions(
            new AlertActionStore(configurations, clock, box), notifiers, live, ids, clock));
  }

  /**
   * Quartz would have ten threads: fewer than there are schedules, and a database that hangs can
   * hold one each, while others are needed to send callbacks to the spool.
   */
  private void giveEveryScheduleAThread() {
    context
        .getComponent("quartz", QuartzComponent.class)
        .setProperties(
            Map.of(
                "org.quartz.threadPool.class",
                "org.quartz.simpl.SimpleThreadPool",
                "org.quartz.threadPool.threadCount",
                "20"));
  }

  static String version() {
    String version = Components.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /**
   * Whether the routes took it; while they stop they do not, and it is found again at the next
   * start.
   */
  private boolean handToRoutes(ProducerTemplate producer, Receipt receipt) {
    try {
      SedaEndpoint routes = queue("seda:events");
      if (routes.getQueue().remainingCapacity() == 0) {
        return false;
      }
      producer.sendBody(routes, receipt);
      return true;
    } catch (RuntimeException e) {
      LOG.debug("The routes do not take a callback", e);
      return false;
    }
  }

  /** Camel would take the address apart again every time. */
  private SedaEndpoint queue(String uri) {
    return queues.computeIfAbsent(uri, u -> context.getEndpoint(u, SedaEndpoint.class));
  }

  private void wake(ProducerTemplate producer) {
    try {
      SedaEndpoint due = queue(NOTIFICATIONS_DUE);
      if (!due.getQueue().isEmpty()) {
        return;
      }
      producer.sendBody(due, "wake-up");
    } catch (RuntimeException e) {
      LOG.debug("A wake-up was lost, the next look finds what is due", e);
    }
  }

  private Path dataDir() {
    Path dir = settings.dataDir();
    try {
      return Files.createDirectories(dir);
    } catch (IOException e) {
      throw new UncheckedIOException("the data directory " + dir + " cannot be made", e);
    }
  }

  /** The node's name, kept on its disk so that it finds its own events again after a restart. */
  private String node(Path dataDir) {
    Path file = dataDir.resolve("node.id");
    try {
      if (!Files.exists(file)) {
        Files.writeString(file, new UUID(random.nextLong(), random.nextLong()).toString());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " cannot be used", e);
    }
  }

  private Spool spool(Path dataDir) {
    Path folder = dataDir.resolve("spool");
    try {
      return Spool.open(folder, settings.number("spool.max-mb", 1) * 1_048_576L, random);
    } catch (IOException e) {
      throw new UncheckedIOException("the spool folder " + folder + " cannot be used", e);
    }
  }

  private static List<Cidr> networks(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(Cidr::parse)
        .toList();
  }

  /** Brings the schema up to date and reads the configuration, if the database can be reached. */
  private void reachDatabase() {
    try {
      database.migrate();
      int encryptedAnew = SecretKeyChange.complete(database, box);
      if (encryptedAnew > 0) {
        LOG.info("The secret key was replaced: {} secrets were encrypted anew", encryptedAnew);
      }
      plainContacts.encrypt();
      live.refresh();
      if (settings.flag("start.paused")) {
        pauseSending();
      } else if (Installation.isSendingPaused(database)) {
        outbox.pause(true);
        LOG.warn("Sending is still paused: nobody is told anything until it is released");
      }
      outbox.start();
    } catch (DatabaseAway e) {
      // Tried again and again, and said once.
      LOG.atLevel(saidAway ? Level.DEBUG : Level.WARN)
          .log("The database cannot be reached, callbacks go to the spool: {}", e.getMessage());
      saidAway = true;
    }
  }

  /**
   * To be called before the routes are read: meanwhile the database is reached and brought up to
   * date.
   */
  void prepare() {
    firstContact = CompletableFuture.runAsync(this::reachDatabase);
  }

  private void awaitFirstContact() {
    try {
      firstContact.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * The first contact with a database that was away at the start; one that must not be used ends
   * the process.
   */
  private void reachDatabaseLate() {
    // A first contact that failed for another reason than a database that is away ends the start.
    if (!firstContact.isDone() || firstContact.isCompletedExceptionally()) {
      return;
    }
    try {
      if (!database.isReady() || !outbox.isStarted()) {
        reachDatabase();
      }
      applyConfigurationFile();
    } catch (IllegalStateException e) {
      LOG.error("Dutybell cannot run: {}", e.getMessage());
      Runtime.getRuntime().halt(1);
    }
  }

  private Set<String> connectors() {
    return notifiers.connectors();
  }

  private Set<String> connectorsToOpen() {
    return openConnectors.ids();
  }

  private void pauseSending() {
    outbox.pause(true);
    database.inTransaction(
        session -> {
          session.update(
              "system_state/put-if-absent",
              p -> p.text("name", Installation.SENDING_PAUSED).text("value", "true"));
          return session.update(
              "system_state/update",
              p -> p.text("name", Installation.SENDING_PAUSED).text("value", "true"));
        });
    LOG.warn(
        "Started paused: nobody is told anything until PUT /api/system/sending says {\"paused\": false}");
  }

  /** To be called when the routes run: opens what the world sees. */
  void open() {
    awaitFirstContact();
    notifiers.load();
    followConnectors();
    mayApplyFile = true;
    applyConfigurationFile();
    settings
        .text("fallback.connector")
        .filter(connector -> !connectors().contains(connector))
        .ifPresent(
            connector ->
                LOG.error(
                    "There is no connector {}, which dutybell.fallback.connector names: nobody is told"
                        + " when nobody accepts an alert; there are {}",
                    connector,
                    connectors()));
    notifiers.watch(Duration.ofSeconds(2));
    backlog.start();
    backlog.sweep();
    String host = settings.required("http.host");
    int port = listen("http.port", host, false);
    LOG.info("Dutybell {} listens on http://{}:{}", version(), host, port);
    settings
        .text("ingest.port")
        .ifPresent(
            text -> {
              int ingest = listen("ingest.port", host, true);
              LOG.info("Receiving, heartbeats and action links only: http://{}:{}", host, ingest);
            });
    health.opened(port);
    if (settings.flag("demo")) {
      URI base = URI.create("http://localhost:" + port);
      demo = Demo.start(configurations, box, integrationKeys, clock, random, base, demoToken);
    }
  }

  /**
   * Applies the file that application.properties names, once: now, or when the database is there.
   */
  private synchronized void applyConfigurationFile() {
    Optional<String> file = settings.text("config.file");
    if (!mayApplyFile || file.isEmpty() || !database.isReady()) {
      return;
    }
    String text;
    try {
      text = Files.readString(Path.of(file.get()));
    } catch (IOException | InvalidPathException e) {
      // Without the cause, which would be taken for a file that the program itself lacks.
      throw new IllegalStateException(
          "dutybell.config.file: the configuration file " + file.get() + " cannot be read: " + e);
    }
    try {
      configCalls.applyAtStart(file.get(), text);
      mayApplyFile = false;
    } catch (DatabaseAway | ChangesWaiting e) {
      LOG.warn("The configuration file is applied when the database is back: {}", e.getMessage());
      CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS).execute(this::reachDatabaseLate);
    }
  }

  /** Without a database now, they are read when it is back. */
  private void followConnectors() {
    try {
      notifiers.follow();
    } catch (DatabaseAway e) {
      LOG.debug("Connectors are read when the database is back", e);
    }
  }

  private int listen(String setting, String host, boolean onlyReceiving) {
    int port = settings.number(setting, 0);
    try {
      return edge.listen(host, port, onlyReceiving);
    } catch (IllegalStateException e) {
      throw new IllegalStateException("dutybell." + setting + ": " + e.getMessage(), e);
    }
  }

  /** Camel only logs that it cannot open this port, and would go on without health and metrics. */
  private void requireManagementPort() {
    String host = settings.required("management.host");
    int port = settings.number("management.port", 0);
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new IllegalStateException(
          "dutybell.management.port: port "
              + port
              + " of "
              + host
              + " cannot be opened: "
              + e.getMessage(),
          e);
    }
  }

  /** The port of the API. */
  int port() {
    return health.port();
  }

  boolean isWell() {
    return health.isWell();
  }

  Database database() {
    return database;
  }

  LiveConfiguration configuration() {
    return live;
  }

  Backlog backlog() {
    return backlog;
  }

  Outbox outbox() {
    return outbox;
  }

  SecretBox secretBox() {
    return box;
  }

  Settings settings() {
    return settings;
  }

  /** To be called before the routes stop: nothing new comes in, what came in is stored. */
  void closeDoors() {
    if (demo != null) {
      demo.close();
    }
    health.closing();
    edge.closePorts();
    try {
      intake.close();
    } catch (IOException e) {
      LOG.error("The spool cannot be closed: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** To be called when the routes have stopped. */
  @Override
  public void close() {
    try {
      backlog.close();
      outbox.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    receiving.close();
    notifiers.close();
    outboundHttp.close();
    edge.close();
    database.close();
    dataDirectoryLock.close();
  }
}
