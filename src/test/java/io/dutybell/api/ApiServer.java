package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dutybell.clock.Clock;
import io.dutybell.configuration.AlertActionStore;
import io.dutybell.configuration.AuditStore;
import io.dutybell.configuration.CalendarLinkStore;
import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.ConnectorStore;
import io.dutybell.configuration.FormerStore;
import io.dutybell.configuration.HeartbeatStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.MaintenanceStore;
import io.dutybell.configuration.OverrideStore;
import io.dutybell.configuration.PolicyStore;
import io.dutybell.configuration.ScheduleStore;
import io.dutybell.configuration.SourceStore;
import io.dutybell.configuration.SupportHoursStore;
import io.dutybell.configuration.TeamStore;
import io.dutybell.configuration.TokenStore;
import io.dutybell.configuration.UserStore;
import io.dutybell.event.EventStore;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.outside.FreePort;
import io.dutybell.receive.RefusedKeys;
import io.dutybell.report.ReportStore;
import io.dutybell.security.ActionLinks;
import io.dutybell.security.AdminToken;
import io.dutybell.security.ApiTokens;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.LoginThrottle;
import io.dutybell.security.SecretBox;
import io.dutybell.store.Database;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** The API alone over HTTP: its routes as they are shipped, on a database of the test. */
final class ApiServer implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");
  static final String TOKEN = "t0ken";
  private static final ObjectMapper JSON = new ObjectMapper();

  final StoredAlerts alerts;
  final ActionLinks links;
  final ConfigurationStore configurations;
  final LiveConfiguration live;
  private final Main main = new Main();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;

  ApiServer(Database database, String token) throws Exception {
    this(database, token, () -> NOW, 0);
  }

  ApiServer(Database database, String token, Clock clock, int callsPerMinute) throws Exception {
    SecureRandom random = new SecureRandom();
    SecretBox box = new SecretBox(new byte[32], random);
    ConfigurationStore configuration = new ConfigurationStore(database, clock);
    LiveConfiguration live = new LiveConfiguration(configuration);
    this.configurations = configuration;
    this.live = live;
    UserStore users = new UserStore(configuration, clock);
    SourceStore sources = new SourceStore(configuration, clock, new IntegrationKeys(random), box);
    AlertReader reader = new AlertReader(database, live, clock);
    EventExplorer explorer = new EventExplorer(database);
    alerts = new StoredAlerts(database);
    links = new ActionLinks(box);

    TimeOrderedIds ids = new TimeOrderedIds(clock, random);
    ShippedNotifiers notifiers =
        new ShippedNotifiers(new ConnectorStore(configuration, clock, box));

    Users userCalls = new Users(users);
    TokenStore tokens = new TokenStore(database, clock);
    AuditLog auditLog = new AuditLog(new AuditStore(database), clock);
    Gate gate =
        new Gate(
            new AdminToken(token),
            tokens,
            users,
            live,
            new KnownPasswords(random, clock),
            new LoginThrottle(clock),
            new CallRates(callsPerMinute, clock),
            clock);
    main.bind(
        "api", new RestEdge(gate, new Changes(configuration, live, auditLog, new Versions(box))));
    main.bind("auditLog", auditLog);
    main.bind("tokens", new Tokens(tokens, userCalls, new ApiTokens(random), clock));
    main.bind("users", userCalls);
    main.bind("teams", new Teams(new TeamStore(configuration, clock), live));
    main.bind("contacts", new Contacts(userCalls, users, notifiers));
    main.bind("notificationPreferences", new NotificationPreferences(userCalls, users));
    main.bind(
        "escalationPolicies", new EscalationPolicies(new PolicyStore(configuration, clock), live));
    ScheduleStore schedules = new ScheduleStore(configuration, clock);
    OverrideStore overrides = new OverrideStore(configuration, clock);
    ScheduleShifts scheduleShifts = new ScheduleShifts(schedules, overrides, live, clock);
    main.bind("schedules", new Schedules(schedules, scheduleShifts, live, clock));
    main.bind("scheduleShifts", scheduleShifts);
    main.bind("onCalls", new OnCalls(scheduleShifts, live, clock));
    main.bind(
        "calendars",
        new Calendars(
            new CalendarLinkStore(configuration, clock),
            scheduleShifts,
            new IntegrationKeys(random),
            live,
            clock,
            "https://bell.example.org/"));
    main.bind("scheduleOverrides", new ScheduleOverrides(overrides, scheduleShifts, live));
    main.bind(
        "alertSources",
        new AlertSources(
            sources,
            explorer,
            new io.dutybell.receive.RefusedCalls(),
            live,
            clock,
            "https://bell.example.org/"));
    main.bind(
        "testEvents",
        new TestEvents(
            receipt -> {
              new EventStore(database, "test").insert(List.of(receipt));
              return CompletableFuture.completedFuture(null);
            },
            explorer,
            live,
            ids,
            clock,
            Duration.ofMillis(1)));
    main.bind(
        "templatePreview",
        new TemplatePreview(
            explorer,
            new EventStore(database, "test"),
            live,
            clock,
            io.dutybell.event.Language.EN));
    main.bind(
        "maintenanceWindows",
        new MaintenanceWindows(new MaintenanceStore(configuration), live, clock));
    main.bind(
        "supportHours", new SupportHoursCalls(new SupportHoursStore(configuration, clock), live));
    HeartbeatStore heartbeats =
        new HeartbeatStore(database, configuration, clock, new IntegrationKeys(random), box);
    main.bind(
        "heartbeatMonitors",
        new HeartbeatMonitors(heartbeats, live, clock, "https://bell.example.org/"));
    main.bind("heartbeats", new Heartbeats(heartbeats, new RefusedKeys(), clock));
    main.bind("alertCalls", new AlertCalls(reader, explorer, alerts, live, clock));
    main.bind(
        "connectors",
        new Connectors(
            new ConnectorStore(configuration, clock, box),
            notifiers,
            live,
            ids,
            clock,
            "https://bell.example.org",
            () -> false));
    main.bind(
        "alertActions",
        new AlertActions(
            new AlertActionStore(configuration, clock, box), notifiers, live, ids, clock));
    main.bind("installation", new Installation(database, live, "1.2.3"));
    main.bind(
        "reports", new Reports(new ReportStore(database), new FormerStore(database), live, clock));
    main.bind("openApi", new OpenApi());
    main.bind(
        "configCalls",
        new ConfigCalls(
            new ConfigTools(
                database,
                configuration,
                clock,
                box,
                new IntegrationKeys(random),
                ids,
                notifiers,
                auditLog,
                name -> name.equals("DUTYBELL_VALUE_TEST") ? "from the environment" : null),
            live));
    main.bind("suggestedResponders", new SuggestedResponders(reader, live, clock));
    main.bind("actionLinkPages", new ActionLinkPages(links, reader, alerts, live, clock));

    int port = FreePort.next();
    base = "http://127.0.0.1:" + port;
    // A hook of the process would keep every server of every test in memory.
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    main.configure().withRoutesIncludePattern("file:routes/api/*.camel.yaml");
    // As in the settings that are shipped; otherwise it is most of what a start costs.
    main.configure().setJmxEnabled(false);
    main.addInitialProperty("camel.server.enabled", "true");
    main.addInitialProperty("camel.server.host", "127.0.0.1");
    main.addInitialProperty("camel.server.port", String.valueOf(port));
    main.start();
  }

  /** What came back. */
  record Reply(int status, String text, HttpResponse<byte[]> response) {

    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + text, e);
      }
    }

    String message() {
      return json().path("message").asText();
    }
  }

  Reply get(String path) {
    return send(request(path).GET());
  }

  Reply post(String path, String json) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  Reply put(String path, String json) {
    return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  Reply delete(String path) {
    return send(request(path).DELETE());
  }

  /** A request to be sent with {@link #send}, with token and content type. */
  HttpRequest.Builder request(String path) {
    return bare(path)
        .header("Authorization", "Bearer " + TOKEN)
        .header("Content-Type", "application/json");
  }

  /** A request without any header. */
  HttpRequest.Builder bare(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Reply(
          response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    main.stop();
  }
}
