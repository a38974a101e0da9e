package io.dutybell;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Somebody's web server on the loopback interface, which remembers what it was sent. */
final class Receiver implements AutoCloseable {

  static {
    // Without it each answer waits for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** One request as it arrived. */
  record Request(String method, String path, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  final List<Request> requests = new CopyOnWriteArrayList<>();
  final CountDownLatch closing = new CountDownLatch(1);
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile HttpHandler answer = exchange -> answer(exchange, 200, "ok");

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
          exchange
              .getRequestHeaders()
              .forEach((name, values) -> headers.put(name, String.join("|", values)));
          requests.add(
              new Request(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  headers,
                  exchange.getRequestBody().readAllBytes()));
          try {
            answer.handle(exchange);
          } catch (IOException e) {
            // The client went away, which is what some tests are about.
          } finally {
            exchange.close();
          }
        });
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  Receiver answering(HttpHandler handler) {
    answer = handler;
    return this;
  }

  Receiver answering(int status, String body) {
    return answering(exchange -> answer(exchange, status, body));
  }

  /** Never answers until the test is over. */
  Receiver hanging() {
    return answering(exchange -> await(closing, 60_000));
  }

  /** Never answers at this path until the test is over, and at once at every other. */
  Receiver hangingAt(String path) {
    return answering(
        exchange -> {
          if (exchange.getRequestURI().getPath().equals(path)) {
            await(closing, 60_000);
          } else {
            answer(exchange, 200, "ok");
          }
        });
  }

  /** Answers at once, and then one byte every 50 ms for ever. */
  Receiver dripping() {
    return answering(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream out = exchange.getResponseBody();
          while (!await(closing, 50)) {
            out.write('.');
            out.flush();
          }
        });
  }

  static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static boolean await(CountDownLatch latch, long millis) {
    try {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
