package io.dutybell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dutybell.connector.Connector;
import io.dutybell.notification.Failure;
import io.dutybell.notification.Message;
import io.dutybell.notification.Messages;
import io.dutybell.notification.NotifierDescription.Property;
import io.dutybell.notification.NotifierDescription.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notifiers' folder while the product runs: files come, change, and break. */
class NotifierLoaderTest {

  /** A whole new channel: a chat service that wants {"text": …} at the contact's URL. */
  private static final String CHAT =
      """
      apiVersion: camel.apache.org/v1
      kind: Kamelet
      metadata:
        name: chat-notifier
        labels:
          camel.apache.org/kamelet.type: sink
      spec:
        definition:
          title: Chat
          description: Posts a line to a chat room.
          type: object
          properties:
            bodyTemplate:
              title: Body template
              description: What is posted.
              type: string
              format: mustache
              default: '{"text": "VERSION {{subject}}"}'
        template:
          from:
            uri: kamelet:source
            steps:
              - bean:
                  ref: notifier
                  method: jsonBody
              - bean:
                  ref: notifier
                  method: toTarget
              - to:
                  uri: http:chat
                  parameters:
                    httpMethod: POST
      """;

  private static final String STORED = "019ac000-0000-7000-8000-000000000001";
  private static final Instant NOW = Messages.SENT_AT;

  @TempDir Path folder;
  private Receiver receiver;

  @BeforeEach
  void prepare() throws Exception {
    receiver = new Receiver();
    try (Stream<Path> files = Files.list(RunningNotifiers.FOLDER)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void every_notifier_describes_itself() {
    try (RunningNotifiers notifiers = start(Map.of())) {
      assertThat(notifiers.loader.notifiers()).containsOnlyKeys("email", "log", "webhook");
      assertThat(notifiers.loader.connectors()).containsExactly("email", "log", "webhook");
      assertThat(notifiers.loader.problems()).isEmpty();
      Map<String, Property> email = notifiers.loader.notifiers().get("email").properties();
      assertThat(email.get("password").secret()).isTrue();
      assertThat(email.get("host").required()).isTrue();
      assertThat(email.get("port").defaultValue()).isEqualTo("587");
      assertThat(notifiers.loader.notifiers().get("webhook").properties().get("secret").secret())
          .isTrue();
    }
  }

  @Test
  void a_new_channel_is_one_new_file() throws Exception {
    try (RunningNotifiers notifiers = start(Map.of())) {
      notifiers.loader.watch(Duration.ofMillis(50));
      write("chat-notifier.kamelet.yaml", CHAT.replace("VERSION", "one:"));
      await().until(() -> notifiers.loader.connectors().contains("chat"));

      Exchange sent = notifiers.send(chat());

      assertThat(sent.getException()).isNull();
      assertThat(sent.getProperty("status")).isEqualTo("200");
      assertThat(last().text())
          .isEqualTo("{\"text\": \"one: [CRITICAL] CPUUtilization 97.3 % >= 95 on prod-web-01\"}");
    }
  }

  @Test
  void a_changed_file_is_taken_over_while_running_and_other_routes_are_untouched()
      throws Exception {
    write("chat-notifier.kamelet.yaml", CHAT.replace("VERSION", "one:"));
    try (RunningNotifiers notifiers = start(Map.of())) {
      notifiers.loader.watch(Duration.ofMillis(50));
      List<Route> others = routesWithout(notifiers, "chat");

      write("chat-notifier.kamelet.yaml", CHAT.replace("VERSION", "two:"));

      await()
          .untilAsserted(
              () -> {
                assertThat(notifiers.send(chat()).getException()).isNull();
                assertThat(last().text()).contains("two:");
              });
      assertThat(routesWithout(notifiers, "chat")).containsExactlyElementsOf(others);
      // The old version has gone: one route of the connector, one of its notifier.
      await().until(() -> notifiers.context.getRoutes().size() == others.size() + 2);
    }
  }

  @Test
  void a_broken_file_leaves_the_old_version_working_and_says_why() throws Exception {
    write("chat-notifier.kamelet.yaml", CHAT.replace("VERSION", "one:"));
    try (RunningNotifiers notifiers = start(Map.of())) {
      Map<String, String> broken =
          Map.of(
              "kind: Kamelet\n  oops: [",
              "not valid YAML",
              CHAT.replace("- bean:", "- bean\n"),
              "",
              CHAT.replace("title: Chat", "titel: Chat"),
              "no title",
              CHAT.replace("uri: http:chat", "uri: nosuchcomponent:chat"),
              "nosuchcomponent",
              CHAT.replace("ref: notifier", "ref: nosuchbean"),
              "nosuchbean",
              CHAT.replace("name: chat-notifier", "name: other"),
              "metadata.name",
              CHAT.replace("uri: http:chat", "uri: log:chat"),
              "httpMethod");
      for (Map.Entry<String, String> change : broken.entrySet()) {
        int routes = notifiers.context.getRoutes().size();
        write("chat-notifier.kamelet.yaml", change.getKey());

        notifiers.loader.reload();

        assertThat(notifiers.loader.problems().get("chat-notifier.kamelet.yaml"))
            .as("the reason for%n%s", change.getKey())
            .isNotBlank()
            .contains(change.getValue());
        assertThat(notifiers.send(chat()).getException()).isNull();
        assertThat(last().text()).contains("one:");
        assertThat(notifiers.context.getRoutes()).hasSize(routes);
      }
      write("chat-notifier.kamelet.yaml", CHAT.replace("VERSION", "corrected:"));
      notifiers.loader.reload();

      assertThat(notifiers.loader.problems()).isEmpty();
      notifiers.send(chat());
      assertThat(last().text()).contains("corrected:");
    }
  }

  @Test
  void a_file_that_is_broken_at_the_start_stops_nothing_else() throws Exception {
    write("chat-notifier.kamelet.yaml", "}{");
    try (RunningNotifiers notifiers = start(Map.of("dutybell.connector.chat.type", "chat"))) {
      assertThat(notifiers.loader.problems()).containsOnlyKeys("chat-notifier.kamelet.yaml");
      assertThat(
              notifiers
                  .send(Messages.through("webhook", receiver.url("/")).message())
                  .getException())
          .isNull();
      Failure failure = notifiers.failure(chat());
      assertThat(failure.permanent()).isFalse();
      assertThat(failure.error()).contains("no working notifier \"chat\"");

      write("chat-notifier.kamelet.yaml", CHAT);
      notifiers.loader.reload();

      assertThat(notifiers.send(chat()).getException()).isNull();
    }
  }

  @Test
  void a_deleted_file_goes_on_working() throws Exception {
    write("chat-notifier.kamelet.yaml", CHAT);
    try (RunningNotifiers notifiers = start(Map.of())) {
      Files.delete(folder.resolve("chat-notifier.kamelet.yaml"));
      notifiers.loader.reload();

      assertThat(notifiers.send(chat()).getException()).isNull();
    }
  }

  @Test
  void messages_that_are_sent_during_reloads_arrive_or_fail_for_another_attempt() throws Exception {
    write("chat-notifier.kamelet.yaml", CHAT);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (RunningNotifiers notifiers = start(Map.of())) {
      AtomicBoolean over = new AtomicBoolean();
      List<Future<int[]>> senders =
          Stream.generate(() -> threads.submit(() -> sendUntil(over, notifiers, this::chat)))
              .limit(4)
              .toList();
      for (int i = 0; i < 10; i++) {
        write("chat-notifier.kamelet.yaml", CHAT.replace("VERSION", "v" + i));
        notifiers.loader.reload();
      }
      over.set(true);
      int delivered = 0;
      for (Future<int[]> sender : senders) {
        int[] counts = sender.get();
        assertThat(counts[1]).as("permanent failures").isZero();
        delivered += counts[0];
      }
      assertThat(delivered).isPositive().isEqualTo(receiver.requests.size());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_setting_cannot_read_another_property() throws Exception {
    try (RunningNotifiers notifiers =
        start(
            Map.of(
                "dutybell.secret", "hush",
                "dutybell.connector.email.host", "mail.invalid",
                "dutybell.connector.email.from", "a@b.example",
                "dutybell.connector.email.username", "x",
                "dutybell.connector.webhook.bodyTemplate", "{\"a\": \"{{dutybell.secret}}\"}"))) {
      notifiers.send(Messages.through("webhook", receiver.url("/")).message());

      assertThat(last().text()).isEqualTo("{\"a\": \"\"}");
    }
  }

  @Test
  void a_connector_of_the_database_comes_changes_and_goes() throws Exception {
    write("chat-notifier.kamelet.yaml", CHAT.replace("VERSION", "one:"));
    try (RunningNotifiers notifiers = start(Map.of())) {
      int routes = notifiers.context.getRoutes().size();
      notifiers.store(stored("chat", Map.of("bodyTemplate", "{\"text\": \"mine\"}")));
      assertThat(notifiers.loader.connectors()).contains(STORED);
      notifiers.send(throughStored());
      assertThat(last().text()).isEqualTo("{\"text\": \"mine\"}");

      notifiers.store(stored("chat", Map.of()));
      notifiers.send(throughStored());
      assertThat(last().text()).contains("one:");
      assertThat(notifiers.context.getRoutes()).hasSize(routes + 2);

      write("chat-notifier.kamelet.yaml", CHAT.replace("VERSION", "two:"));
      notifiers.loader.reload();
      notifiers.send(throughStored());
      assertThat(last().text()).contains("two:");
      assertThat(notifiers.context.getRoutes()).hasSize(routes + 2);

      notifiers.store();
      assertThat(notifiers.loader.connectors()).doesNotContain(STORED);
      assertThat(notifiers.context.getRoutes()).hasSize(routes);
      assertThat(notifiers.send(throughStored()).getException()).isNotNull();
    }
  }

  @Test
  void a_connector_of_the_database_that_cannot_work_stands_in_nobodys_way() throws Exception {
    try (RunningNotifiers notifiers = start(Map.of())) {
      Map<String, String> params =
          Map.of("host", "mail.example.org?debugMode=true", "from", "a@b.example");

      notifiers.store(
          stored("email", params), new Connector("b", "B", "webhook", Map.of(), NOW, NOW));

      Failure failure = notifiers.failure(throughStored());
      assertThat(failure.permanent()).isTrue();
      assertThat(failure.status()).isEqualTo("CONFIGURATION");
      assertThat(failure.error()).contains("host", "PUT /api/connectors/" + STORED);
      assertThat(notifiers.loader.obstacle(stored("email", params))).contains("host");
      assertThat(notifiers.loader.problems()).isEmpty();
      assertThat(notifiers.send(Messages.through("b", receiver.url("/")).message()).getException())
          .isNull();
    }
  }

  @Test
  void a_trial_of_settings_leaves_nothing_behind() {
    try (RunningNotifiers notifiers = start(Map.of())) {
      int routes = notifiers.context.getRoutes().size();
      List<String> endpoints = endpoints(notifiers);

      for (int i = 0; i < 3; i++) {
        assertThat(notifiers.loader.obstacle(stored("log", Map.of("level", "WARN")))).isNull();
        assertThat(notifiers.loader.obstacle(stored("log", Map.of("level", "LOUD")))).isNotNull();
        assertThat(notifiers.loader.obstacle(stored("email", Map.of("from", "a@b.example"))))
            .contains("host");
      }

      assertThat(notifiers.context.getRoutes()).hasSize(routes);
      assertThat(endpoints(notifiers)).containsExactlyElementsOf(endpoints);
    }
  }

  @Test
  void a_setting_of_the_database_cannot_change_a_route() {
    try (RunningNotifiers notifiers = start(Map.of())) {
      Map<String, Property> email = notifiers.loader.notifiers().get("email").properties();
      Map<String, Property> webhook = notifiers.loader.notifiers().get("webhook").properties();

      assertThat(email.get("host").use()).isEqualTo(Use.ADDRESS);
      assertThat(email.get("password").use()).isEqualTo(Use.ROUTE);
      assertThat(email.get("from").use()).isEqualTo(Use.VARIABLE);
      assertThat(webhook.get("bodyTemplate").use()).isEqualTo(Use.VARIABLE);
      assertThat(email.get("host").problem("[2001:db8::1]")).isNull();
      assertThat(email.get("host").problem("a&b=c")).isNotNull();
      assertThat(email.get("password").problem("Pa$$ w0rd?&#%")).isNull();
      for (String bad :
          List.of("#bean:x", " #x", "a{{b", "b}}", "${body}", "$simple{body}", "a\nb")) {
        assertThat(email.get("password").problem(bad)).as(bad).isNotNull();
      }
    }
  }

  @Test
  void messages_arrive_while_a_connector_of_the_database_changes() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (RunningNotifiers notifiers = start(Map.of())) {
      notifiers.store(stored("webhook", Map.of("secret", "s")));
      AtomicBoolean over = new AtomicBoolean();
      List<Future<int[]>> senders =
          Stream.generate(
                  () -> threads.submit(() -> sendUntil(over, notifiers, this::throughStored)))
              .limit(4)
              .toList();
      for (int i = 0; i < 10; i++) {
        notifiers.store(stored("webhook", Map.of("secret", "s" + i)));
      }
      over.set(true);
      int delivered = 0;
      for (Future<int[]> sender : senders) {
        int[] counts = sender.get();
        assertThat(counts[1]).as("permanent failures").isZero();
        delivered += counts[0];
      }
      assertThat(delivered).isPositive().isEqualTo(receiver.requests.size());
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<String> endpoints(RunningNotifiers notifiers) {
    return notifiers.context.getEndpoints().stream()
        .map(endpoint -> endpoint.getEndpointUri())
        .sorted()
        .toList();
  }

  private static Connector stored(String type, Map<String, String> params) {
    return new Connector(STORED, "Stored", type, params, NOW, NOW);
  }

  private Message throughStored() {
    return Messages.through(STORED, receiver.url("/room")).message();
  }

  private int[] sendUntil(
      AtomicBoolean over, RunningNotifiers notifiers, Supplier<Message> message) {
    int delivered = 0;
    int lost = 0;
    while (!over.get()) {
      Message next = message.get();
      Exchange sent = notifiers.send(next);
      if (sent.getException() == null) {
        delivered++;
      } else if (Failures.classify(sent, sent.getException(), next, Messages.SENT_AT).permanent()) {
        lost++;
      }
    }
    return new int[] {delivered, lost};
  }

  private RunningNotifiers start(Map<String, String> properties) {
    return new RunningNotifiers(
        folder, RunningNotifiers.LOOPBACK, OutboundHttp.Limits.DEFAULT, properties);
  }

  private static List<Route> routesWithout(RunningNotifiers notifiers, String connector) {
    return notifiers.context.getRoutes().stream()
        .filter(route -> !route.getId().contains(connector))
        .toList();
  }

  private void write(String name, String text) throws IOException {
    // As careful people and good editors do it: never half a file under the real name.
    Path draft = Files.writeString(folder.resolve(name + ".tmp"), text);
    Files.move(
        draft,
        folder.resolve(name),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private Message chat() {
    return Messages.through("chat", receiver.url("/room")).message();
  }

  private Receiver.Request last() {
    return receiver.requests.get(receiver.requests.size() - 1);
  }
}
