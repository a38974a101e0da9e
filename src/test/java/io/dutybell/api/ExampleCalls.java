package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.Described.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The requests that the examples of the OpenAPI document make. They make the things that the others
 * are about, in whatever order they need each other; a resource that is described in a new file is
 * furnished without a change here.
 */
public final class ExampleCalls {

  /** How requests are sent. */
  public interface Wire {
    /**
     * Sends one and waits for the answer.
     *
     * @param body JSON; null for none
     */
    Sent send(String method, String path, String body);
  }

  /**
   * What was answered.
   *
   * @param type the content type; empty when there is none
   */
  public record Sent(int status, String type, String text) {

    JsonNode json() {
      return Described.json(text);
    }
  }

  /**
   * A request.
   *
   * @param path the path with its query, encoded
   * @param body JSON; null for none
   */
  public record Request(Operation operation, String path, String body) {

    @Override
    public String toString() {
      return operation.method() + " " + path + (body == null ? "" : " " + body);
    }
  }

  private final Described described;
  private final Wire wire;
  private final Predicate<Operation> elsewhere;

  /** The text that stands for a parameter of a path, when it is none that can be foreseen. */
  private final Map<String, String> known = new HashMap<>();

  /** What was made, with the request that made each and the path of the thing itself. */
  private final List<Request> made = new ArrayList<>();

  /**
   * @param elsewhere which operations are not answered at the other end of the wire
   */
  public ExampleCalls(Described described, Wire wire, Predicate<Operation> elsewhere) {
    this.described = described;
    this.wire = wire;
    this.elsewhere = elsewhere;
  }

  /**
   * Makes everything that the examples make: sends the first that is accepted, and begins at the
   * beginning again, until all is done or nothing is accepted any more.
   *
   * @param check is told of every request that was accepted
   * @return those that were never accepted, each with its answer
   */
  public List<String> furnish(BiConsumer<Request, Sent> check) {
    return untilNothingMoves(
        () -> requests(ExampleCalls::makes),
        (request, sent) -> {
          check.accept(request, sent);
          JsonNode json = sent.json();
          String id = json.path("id").asText();
          made.add(new Request(request.operation(), request.path() + "/" + id, request.body()));
          String collection = request.operation().path();
          known.putIfAbsent(collection + "/{id}", id);
          if (collection.equals("/api/heartbeat-monitors")) {
            known.putIfAbsent(
                "/api/heartbeats/{integrationKey}", json.path("integrationKey").asText());
          }
          if (collection.equals("/api/alert-sources")) {
            known.putIfAbsent(
                json.path("integrationType").asText(), json.path("integrationKey").asText());
          }
        });
  }

  /** The integration key of the alert source of a type that an example made. */
  public String integrationKey(String type) {
    return known.get(type);
  }

  /**
   * Deletes everything again, parts before wholes.
   *
   * @return what could not be deleted, and deletions of what there is none of
   */
  List<String> clear(BiConsumer<Request, Sent> check) {
    List<String> wrong = new ArrayList<>();
    List<Request> deletions = new ArrayList<>();
    for (Operation operation : operations(o -> o.method().equals("DELETE"))) {
      String collection = operation.path().substring(0, operation.path().lastIndexOf('/'));
      List<Request> those =
          made.stream()
              .filter(m -> m.operation().path().equals(collection))
              .map(m -> new Request(operation, m.path(), null))
              .toList();
      if (those.isEmpty() || isReplacedAsAWhole(collection)) {
        those = listed(operation, collection);
      }
      if (those.isEmpty()) {
        wrong.add(operation + " deletes what no example makes");
      }
      deletions.addAll(those);
    }
    deletions.sort(Comparator.comparing(d -> -d.path().split("/").length));
    wrong.addAll(untilNothingMoves(() -> deletions, check));
    return wrong;
  }

  /** Then what a POST has made there may be gone. */
  private boolean isReplacedAsAWhole(String collection) {
    return !operations(o -> o.toString().equals("PUT " + collection)).isEmpty();
  }

  /** For things that are made in another way than by a POST to where they are. */
  private List<Request> listed(Operation deletion, String collection) {
    List<Request> deletions = new ArrayList<>();
    for (Operation list : operations(o -> o.toString().equals("GET " + collection))) {
      String path = path(list, "");
      for (JsonNode thing : wire.send("GET", path, null).json()) {
        deletions.add(new Request(deletion, path + "/" + thing.path("id").asText(), null));
      }
    }
    return deletions;
  }

  private interface Requests {
    List<Request> get();
  }

  private List<String> untilNothingMoves(Requests requests, BiConsumer<Request, Sent> done) {
    List<Request> open = new ArrayList<>(requests.get());
    int next = 0;
    while (next < open.size()) {
      Request request = open.get(next);
      Sent sent = send(request);
      if (sent.status() >= 400) {
        next++;
      } else {
        open.remove(next);
        done.accept(request, sent);
        next = 0;
      }
    }
    return open.stream().map(r -> r + " is answered " + send(r).text()).toList();
  }

  /** Whether an operation makes something that has an id from then on. */
  static boolean makes(Operation operation) {
    return operation.method().equals("POST") && operation.json().path("responses").has("201");
  }

  Sent send(Request request) {
    return wire.send(request.operation().method(), request.path(), request.body());
  }

  /** The operations that are answered at the other end of the wire. */
  public List<Operation> operations(Predicate<Operation> choice) {
    return described.operations().stream().filter(elsewhere.negate().and(choice)).toList();
  }

  /** The requests of the examples of some operations. */
  public List<Request> requests(Predicate<Operation> choice) {
    List<Request> requests = new ArrayList<>();
    for (Operation operation : operations(choice)) {
      Map<String, JsonNode> bodies = bodies(operation);
      if (bodies.isEmpty()) {
        if (operation.method().equals("GET")) {
          requests.add(new Request(operation, path(operation, ""), null));
        }
        requests.add(new Request(operation, path(operation, "") + query(operation), null));
      }
      bodies.forEach(
          (name, body) ->
              requests.add(new Request(operation, path(operation, name), body.toString())));
    }
    return requests;
  }

  /** The examples of an operation's body by their names. */
  public Map<String, JsonNode> bodies(Operation operation) {
    return described.examples(schemaOfBody(operation, "application/json"));
  }

  private JsonNode schemaOfBody(Operation operation, String type) {
    return described.resolved(operation.json().path("requestBody")).path("content").path(type);
  }

  /**
   * The path with the examples of its parameters; an example body that is named like one of a
   * parameter's words belongs below that one. What is no number can only be known when it was made.
   */
  public String path(Operation operation, String name) {
    String path = operation.path();
    for (JsonNode parameter : operation.parametersIn("path")) {
      String placeholder = "{" + parameter.path("name").asText() + "}";
      String before = path(operation.path(), placeholder);
      String value = parameter.path("example").asText();
      for (JsonNode word : parameter.path("schema").path("enum")) {
        value = word.asText().equals(name) ? name : value;
      }
      if (!parameter.path("schema").path("type").asText().equals("integer")) {
        value = known.getOrDefault(before, value);
      }
      path = path.replace(placeholder, encoded(value));
    }
    return path;
  }

  private static String path(String whole, String placeholder) {
    return whole.substring(0, whole.indexOf(placeholder) + placeholder.length());
  }

  /** The query with the examples of its parameters; empty when there are none. */
  public static String query(Operation operation) {
    List<String> pairs = new ArrayList<>();
    for (JsonNode parameter : operation.parametersIn("query")) {
      JsonNode example = parameter.path("example");
      for (JsonNode value : example.isArray() ? example : List.of(example)) {
        if (!value.isMissingNode()) {
          pairs.add(parameter.path("name").asText() + "=" + encoded(value.asText()));
        }
      }
    }
    return pairs.isEmpty() ? "" : pairs.stream().collect(Collectors.joining("&", "?", ""));
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
