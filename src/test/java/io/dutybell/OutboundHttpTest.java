package io.dutybell;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.dutybell.notification.Failure;
import io.dutybell.notification.Message;
import io.dutybell.notification.Messages;
import io.dutybell.outside.FreePort;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way out under hostile addresses and hostile servers, through the webhook notifier. */
@Timeout(30)
class OutboundHttpTest {

  private Receiver receiver;

  @BeforeEach
  void listen() throws Exception {
    receiver = new Receiver();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/",
        "http://localhost:%d/",
        "http://127.1:%d/",
        "http://2130706433:%d/",
        "http://[::1]:%d/",
        "http://[::ffff:127.0.0.1]:%d/",
        "http://0.0.0.0:%d/"
      })
  void this_machine_is_refused_however_it_is_written(String pattern) {
    try (RunningNotifiers notifiers = guarded("")) {
      Failure failure = notifiers.failure(to(pattern.formatted(port())));

      assertThat(failure.status()).isEqualTo("REFUSED");
      assertThat(failure.permanent()).isTrue();
    }
    assertThat(receiver.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://100.100.100.200/latest/meta-data/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://[fd00::1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[2002:7f00:1::]/"
      })
  void private_and_metadata_addresses_are_refused_with_the_reason(String url) {
    try (RunningNotifiers notifiers = guarded("")) {
      Failure failure = notifiers.failure(to(url));

      assertThat(failure.status()).isEqualTo("REFUSED");
      assertThat(failure.error()).contains("DUTYBELL_OUTBOUND_ALLOW");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "http://user:pw@127.0.0.1/",
        "//127.0.0.1/",
        "javascript:alert(1)",
        "http://127.0.0.1/{{env:HOME}}",
        "http://127.0.0.1/a b",
        "http:///x",
        ""
      })
  void what_is_not_a_plain_web_address_is_refused(String url) {
    try (RunningNotifiers notifiers = guarded(RunningNotifiers.LOOPBACK)) {
      assertThat(notifiers.failure(to(url)).status()).isEqualTo("REFUSED");
    }
  }

  @Test
  void a_name_without_an_address_is_tried_again_later() {
    try (RunningNotifiers notifiers = guarded("")) {
      Failure failure = notifiers.failure(to("http://nowhere.invalid/"));

      assertThat(failure.status()).isEqualTo("UNKNOWN_HOST");
      assertThat(failure.permanent()).isFalse();
    }
  }

  @Test
  void a_closed_port_is_tried_again_later() throws Exception {
    int closed = FreePort.next();
    try (RunningNotifiers notifiers = guarded(RunningNotifiers.LOOPBACK)) {
      Failure failure = notifiers.failure(to("http://127.0.0.1:" + closed + "/"));

      assertThat(failure.status()).isEqualTo("CONNECTION");
      assertThat(failure.permanent()).isFalse();
    }
  }

  @Test
  void a_server_that_hangs_is_given_up_and_tried_again_later() {
    receiver.hanging();
    try (RunningNotifiers notifiers = guarded(RunningNotifiers.LOOPBACK)) {
      Failure failure = notifiers.failure(to(receiver.url("/")));

      assertThat(failure.status()).isEqualTo("TIMEOUT");
      assertThat(failure.permanent()).isFalse();
    }
  }

  @Test
  void a_server_that_drips_for_ever_is_cut_off_at_the_deadline() {
    receiver.dripping();
    try (RunningNotifiers notifiers = guarded(RunningNotifiers.LOOPBACK)) {
      Failure failure = notifiers.failure(to(receiver.url("/")));

      assertThat(failure)
          .isEqualTo(new Failure("TIMEOUT", "No complete answer within 800 ms.", false, null));
    }
  }

  @Test
  void a_server_that_accepts_and_never_speaks_tls_is_cut_off() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        RunningNotifiers notifiers = guarded(RunningNotifiers.LOOPBACK)) {
      Failure failure = notifiers.failure(to("https://127.0.0.1:" + silent.getLocalPort() + "/"));

      assertThat(failure.status()).isEqualTo("TIMEOUT");
      assertThat(failure.permanent()).isFalse();
    }
  }

  @Test
  void a_huge_answer_is_read_to_the_limit_and_then_dropped() {
    receiver.answering(
        exchange -> {
          exchange.sendResponseHeaders(400, 0);
          OutputStream out = exchange.getResponseBody();
          byte[] block = "x".repeat(65_536).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
          for (int i = 0; i < 10_000; i++) {
            out.write(block);
          }
        });
    try (RunningNotifiers notifiers = guarded(RunningNotifiers.LOOPBACK)) {
      Failure failure = notifiers.failure(to(receiver.url("/")));

      assertThat(failure.status()).isEqualTo("400");
      assertThat(failure.error()).hasSize(Failure.MAX_ERROR).endsWith("…");
    }
  }

  @Test
  void a_huge_answer_after_success_is_still_a_success() {
    receiver.answering(200, "x".repeat(5_000_000));
    try (RunningNotifiers notifiers = guarded(RunningNotifiers.LOOPBACK)) {
      Exchange sent = notifiers.send(to(receiver.url("/")));

      assertThat(sent.getProperty("status")).isEqualTo("200");
      assertThat(sent.getMessage().getBody(byte[].class)).hasSize(OutboundHttp.MAX_ANSWER);
    }
  }

  @Test
  void a_compressed_bomb_is_cut_at_its_inflated_size() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[50_000_000]);
    }
    receiver.answering(
        exchange -> {
          exchange.getResponseHeaders().add("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, bomb.size());
          exchange.getResponseBody().write(bomb.toByteArray());
        });
    try (RunningNotifiers notifiers = guarded(RunningNotifiers.LOOPBACK)) {
      Exchange sent = notifiers.send(to(receiver.url("/")));

      assertThat(sent.getException()).isNull();
      assertThat(sent.getMessage().getBody(byte[].class)).hasSize(OutboundHttp.MAX_ANSWER);
    }
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_not_accepted(@TempDir Path folder)
      throws Exception {
    HttpServer server = selfSigned(folder);
    try (RunningNotifiers notifiers = guarded(RunningNotifiers.LOOPBACK)) {
      Failure failure =
          notifiers.failure(to("https://127.0.0.1:" + server.getAddress().getPort() + "/"));

      assertThat(failure.status()).isEqualTo("TLS");
      assertThat(failure.permanent()).isFalse();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_server_that_hangs_does_not_keep_another_from_being_reached() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(40);
    try (Receiver quick = new Receiver();
        RunningNotifiers notifiers = guarded(RunningNotifiers.LOOPBACK)) {
      receiver.hanging();
      List<Callable<Failure>> stuck =
          java.util.Collections.nCopies(36, () -> notifiers.failure(to(receiver.url("/"))));
      List<Future<Failure>> results = stuck.stream().map(threads::submit).toList();

      Exchange sent = notifiers.send(to(quick.url("/")));

      assertThat(sent.getProperty("status")).isEqualTo("200");
      for (Future<Failure> result : results) {
        assertThat(result.get().permanent()).isFalse();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_path_that_hangs_does_not_keep_another_one_of_its_server_from_being_reached()
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(36);
    try (RunningNotifiers notifiers = RunningNotifiers.with(Map.of())) {
      receiver.hangingAt("/slow");
      List<Callable<Failure>> stuck =
          java.util.Collections.nCopies(36, () -> notifiers.failure(to(receiver.url("/slow"))));
      List<Future<Failure>> results = stuck.stream().map(threads::submit).toList();
      Awaitility.await().until(() -> receiver.requests.size() == 36);

      Exchange sent = notifiers.send(to(receiver.url("/quick")));

      assertThat(sent.getProperty("status")).isEqualTo("200");
      receiver.closing.countDown();
      for (Future<Failure> result : results) {
        assertThat(result.get().permanent()).isFalse();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private RunningNotifiers guarded(String allowed) {
    return new RunningNotifiers(RunningNotifiers.FOLDER, allowed, RunningNotifiers.SHORT, Map.of());
  }

  private static Message to(String url) {
    return Messages.through("webhook", url).message();
  }

  private int port() {
    return java.net.URI.create(receiver.url("/")).getPort();
  }

  /** A server with a certificate that keytool makes on the spot. */
  private static HttpServer selfSigned(Path folder) throws Exception {
    Path store = folder.resolve("server.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, "changeit".toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", exchange -> Receiver.answer(exchange, 200, "ok"));
    server.start();
    return server;
  }
}
