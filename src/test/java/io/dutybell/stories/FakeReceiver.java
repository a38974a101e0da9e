package io.dutybell.stories;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The far end of everybody's webhook: one path a contact. It remembers what it was sent, answered
 * or not, and answers as a story says.
 */
final class FakeReceiver {

  /** A notification as it arrived. */
  record Told(
      String contact, Map<String, String> headers, JsonNode json, int answered, String text) {

    String event() {
      return json.path("event").asText();
    }

    String summary() {
      return json.path("alert").path("summary").asText();
    }

    String idempotencyKey() {
      return headers.get("Idempotency-Key");
    }

    @Override
    public String toString() {
      return contact + " <- " + event() + " \"" + summary() + "\" (answered " + answered + ")";
    }
  }

  /** How a contact's end behaves. */
  private sealed interface Manner {
    record Answers(int status, Map<String, String> headers) implements Manner {}

    record Closes() implements Manner {}

    record Hangs(CountDownLatch until) implements Manner {}
  }

  private static final Manner WELL = new Manner.Answers(200, Map.of());

  private final HttpServer server;
  private final List<Told> unexpected = new ArrayList<>();
  private final List<Told> all = new ArrayList<>();
  private final Map<String, Manner> manners = new ConcurrentHashMap<>();
  private final AtomicInteger hanging = new AtomicInteger();
  private volatile String expectedStory = "";

  FakeReceiver() {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "fake-receiver");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath().substring(1);
      String story = path.substring(0, path.indexOf('/'));
      String contact = path.substring(path.indexOf('/') + 1);
      Manner manner = manners.getOrDefault(contact, WELL);
      int status = manner instanceof Manner.Answers answers ? answers.status() : 0;
      if (story.equals(expectedStory)) {
        remember(exchange, contact, body, status);
      }
      if (manner instanceof Manner.Answers answers) {
        answers.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, -1);
      } else if (manner instanceof Manner.Hangs hangs) {
        hanging.incrementAndGet();
        try {
          hangs.until().await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } finally {
          hanging.decrementAndGet();
        }
        exchange.sendResponseHeaders(200, -1);
      }
    }
  }

  private synchronized void remember(HttpExchange exchange, String contact, byte[] body, int status)
      throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    String text = new String(body, StandardCharsets.UTF_8);
    Told told = new Told(contact, headers, Reply.JSON.readTree(body), status, text);
    unexpected.add(told);
    all.add(told);
  }

  /** Begins a story: what older ones are still sent is none of its business. */
  synchronized void begin(String story) {
    letGo();
    expectedStory = story;
    unexpected.clear();
    all.clear();
    manners.clear();
  }

  String url(String contact) {
    return "http://127.0.0.1:"
        + server.getAddress().getPort()
        + "/"
        + expectedStory
        + "/"
        + URLEncoder.encode(contact, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** From now on the contact's end answers so; names and values of headers in turn. */
  void answers(String contact, int status, String... headers) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    manner(contact, new Manner.Answers(status, map));
  }

  /** From now on the contact's end closes connections without an answer. */
  void closes(String contact) {
    manner(contact, new Manner.Closes());
  }

  /**
   * From now on the contact's end takes requests and does not answer, until it is told otherwise.
   */
  void hangs(String contact) {
    manner(contact, new Manner.Hangs(new CountDownLatch(1)));
  }

  private void manner(String contact, Manner manner) {
    if (manners.put(contact, manner) instanceof Manner.Hangs hangs) {
      hangs.until().countDown();
    }
  }

  /** Answers whatever hangs. */
  void letGo() {
    manners.replaceAll(
        (contact, manner) -> {
          if (manner instanceof Manner.Hangs hangs) {
            hangs.until().countDown();
            return WELL;
          }
          return manner;
        });
  }

  /** How many requests wait for an answer that does not come. */
  int hanging() {
    return hanging.get();
  }

  /** What came that no story has expected yet, oldest first. */
  synchronized List<Told> unexpected() {
    return List.copyOf(unexpected);
  }

  /** Everything that came in this story, oldest first. */
  synchronized List<Told> all() {
    return List.copyOf(all);
  }

  /** Marks one as expected. */
  synchronized void expected(Told told) {
    unexpected.remove(told);
  }

  /** Marks all that came so far as expected, for stories about numbers. */
  synchronized void expectedAll() {
    unexpected.clear();
  }
}
