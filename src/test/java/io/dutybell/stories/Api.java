package io.dutybell.stories;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The product's HTTP port, as its callers see it. */
final class Api {

  static final String TOKEN = "story-token";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;

  Api(int port) {
    this.base = "http://127.0.0.1:" + port;
  }

  /** Asks for a resource and fails the story unless it is there. */
  JsonNode get(String path) {
    return success(path, call("GET", path, null)).json();
  }

  /** Sends JSON made of a map, a list or a text, and fails the story unless it is taken. */
  JsonNode post(String path, Object json) {
    return success(path, call("POST", path, json)).json();
  }

  /** Replaces a resource, or acts on one, and fails the story unless that is done. */
  JsonNode put(String path, Object json) {
    return success(path, call("PUT", path, json)).json();
  }

  /** Deletes a resource and fails the story unless that is done. */
  void delete(String path) {
    success(path, call("DELETE", path, null));
  }

  private static Reply success(String path, Reply reply) {
    if (reply.status() / 100 != 2) {
      throw new AssertionError(path + " was answered " + reply);
    }
    return reply;
  }

  /** Calls with the token of the installation, whatever the answer is. */
  Reply call(String method, String path, Object json) {
    return send(
        request(path)
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .method(method, body(json)));
  }

  static BodyPublisher body(Object json) {
    try {
      return json == null
          ? BodyPublishers.noBody()
          : BodyPublishers.ofString(
              json instanceof String text ? text : Reply.JSON.writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A request without any header of ours. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
  }

  Reply send(HttpRequest.Builder request) {
    try {
      var response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), response.body(), response.headers());
    } catch (IOException e) {
      throw new AssertionError("no answer from " + request.build().uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Sends without waiting for the answer. */
  CompletableFuture<Reply> start(HttpRequest.Builder request) {
    return CLIENT
        .sendAsync(request.build(), BodyHandlers.ofByteArray())
        .thenApply(r -> new Reply(r.statusCode(), r.body(), r.headers()));
  }

  /** JSON from names and values in turn. */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }
}
