package io.dutybell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which connections are closed, on a server like ours with shorter times. */
class ConnectionWatchTest {

  private static final int IDLE_MS = 1_000;
  private static final int WORK_MS = 2 * IDLE_MS;
  private static final Duration HEAD = Duration.ofMillis(400);
  private static final int END_MS = 10_000;

  private final Vertx vertx = Vertx.vertx();
  private int port;
  private volatile Reference<HttpServerRequest> last;

  @BeforeEach
  void start() throws Exception {
    port = serve(IDLE_MS);
  }

  private int serve(int idleMs) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setIdleTimeout(idleMs)
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS))
            .connectionHandler(connection -> new ConnectionWatch(HEAD).over(connection))
            .requestHandler(
                request -> {
                  ConnectionWatch.began(request);
                  if (request.path().equals("/endless")) {
                    request.response().putHeader("Content-Type", "text/event-stream");
                  }
                  last = new WeakReference<>(request);
                  request.endHandler(
                      whole ->
                          vertx.setTimer(
                              request.path().equals("/quick") ? 1 : WORK_MS,
                              timer -> request.response().end("done")));
                });
    return server
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void a_request_that_is_worked_on_is_not_idle(HttpClient.Version version) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(version).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/slow"))
            .POST(HttpRequest.BodyPublishers.ofString("a document"))
            .build();

    assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("done");
    assertThat(client.send(request, BodyHandlers.ofString()).version()).isEqualTo(version);
  }

  @Test
  void a_request_that_goes_on_in_http_2_is_not_idle_when_its_body_comes_later() throws IOException {
    String head =
        String.join(
            "\r\n",
            "POST /slow HTTP/1.1",
            "Host: x",
            "Connection: Upgrade, HTTP2-Settings",
            "Upgrade: h2c",
            "HTTP2-Settings: AAMAAABkAAQAAP__",
            "Content-Length: 4",
            "",
            "");
    String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
    try (Socket socket = open(head)) {
      socket.setSoTimeout(END_MS);
      byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
      assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");

      socket.getOutputStream().write(("body" + preface).getBytes(StandardCharsets.US_ASCII));

      assertThat(untilClosed(socket)).contains("done");
    }
  }

  @Test
  void a_connection_that_waits_for_its_next_request_is_closed() throws IOException {
    try (Socket socket = open("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n")) {
      assertThat(untilClosed(socket)).contains("200 OK", "done");
    }
  }

  @Test
  void a_body_of_which_nothing_more_comes_is_not_waited_for() throws IOException {
    try (Socket socket = open("POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")) {
      assertThat(untilClosed(socket)).isEmpty();
    }
  }

  @Test
  void an_answer_without_an_end_of_which_nobody_reads_is_idle() throws IOException {
    try (Socket socket = open("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")) {
      assertThat(untilClosed(socket)).isEmpty();
    }
  }

  @Test
  void headers_that_come_drop_by_drop_are_not_waited_for() throws IOException {
    for (String before : new String[] {"", "GET /quick HTTP/1.1\r\nHost: x\r\n\r\n"}) {
      try (Socket socket = open(before + "GET /slow HTTP/1.1\r\nX-Long: ")) {
        assertThat(drops(socket)).as("after " + before).isLessThan(40);
      }
    }
  }

  @Test
  void one_request_after_the_other_keeps_a_connection_open() throws IOException {
    try (Socket socket = open("")) {
      socket.setSoTimeout(END_MS);
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(4 * HEAD.toMillis());
      while (System.nanoTime() < end) {
        socket
            .getOutputStream()
            .write("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(answer(socket)).startsWith("HTTP/1.1 200 OK");
      }
    }
  }

  @Test
  void an_answered_request_is_not_kept_while_its_connection_waits_for_the_next() throws Exception {
    port = serve(END_MS);
    try (Socket socket = open("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n")) {
      assertThat(answer(socket)).startsWith("HTTP/1.1 200 OK");
      for (int i = 0; i < 20 && last.get() != null; i++) {
        System.gc();
      }

      assertThat(last.get()).isNull();
      socket.setSoTimeout(1);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .as("still open")
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  private Socket open(String bytes) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static String untilClosed(Socket socket) throws IOException {
    socket.setSoTimeout(END_MS);
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String answer(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("done")) {
      int read = socket.getInputStream().read();
      assertThat(read).as("after " + answer).isNotNegative();
      answer.append((char) read);
    }
    return answer.toString();
  }

  /** How many drops go through, one every 100 ms, until the connection is closed. */
  private static int drops(Socket socket) throws IOException {
    socket.setSoTimeout(100);
    int drops = 0;
    while (drops < 50) {
      try {
        socket.getOutputStream().write('x');
        drops++;
        while (socket.getInputStream().read() >= 0) {
          // The answer to what came before.
        }
        return drops;
      } catch (SocketTimeoutException e) {
        // Still open.
      } catch (SocketException e) {
        return drops;
      }
    }
    return drops;
  }
}
