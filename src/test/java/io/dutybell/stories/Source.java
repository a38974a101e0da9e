package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** An alert source. It is made when it is first needed, and replaced when it changes later. */
final class Source {

  private final Story story;
  private final Map<String, Object> json;
  private long id;
  private String key;

  Source(Story story, String name, Policy policy) {
    this.story = story;
    this.json =
        Api.object(
            "name",
            name,
            "integrationType",
            "ALIBABACLOUD",
            "escalationPolicy",
            Api.object("id", policy.id()));
  }

  /** With a field of the API, such as {@code alertCreation}. */
  Source with(String field, Object value) {
    json.put(field, value);
    if (id != 0) {
      story.api().put("/api/alert-sources/" + id, json);
    }
    return this;
  }

  /** It takes generic events instead of CloudMonitor's. */
  Source forGenericEvents() {
    return with("integrationType", "API");
  }

  private void make() {
    if (id == 0) {
      JsonNode made = story.api().post("/api/alert-sources", json);
      id = made.path("id").asLong();
      key = made.path("integrationKey").asText();
    }
  }

  long id() {
    make();
    return id;
  }

  String key() {
    make();
    return key;
  }

  /** Gives it a new integration key; the old one stays valid for the overlap. */
  String rotateKey(String overlap) {
    key =
        story
            .api()
            .post("/api/alert-sources/" + id() + "/rotate-key?overlap=" + overlap, "")
            .path("integrationKey")
            .asText();
    return key;
  }

  /** The path of its integration URL. */
  String path() {
    return "/api/v1/events/alibaba-cloud/" + key();
  }

  /** Sends callbacks one after the other, each taken, and waits until all has been done. */
  Source receives(Callback... callbacks) {
    for (Callback callback : callbacks) {
      Reply reply = answers(callback);
      assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
    }
    story.settle();
    return this;
  }

  /** Sends a callback and gives the answer, without waiting for what comes of it. */
  Reply answers(Callback callback) {
    return story.api().send(request(story.api(), callback));
  }

  /** The request that carries a callback. */
  HttpRequest.Builder request(Api api, Callback callback) {
    if (callback.method().equals("GET")) {
      String query = new String(callback.body(), StandardCharsets.US_ASCII);
      return api.request(path() + (query.isEmpty() ? "" : "?" + query)).GET();
    }
    HttpRequest.Builder request =
        api.request(path()).method(callback.method(), BodyPublishers.ofByteArray(callback.body()));
    return callback.contentType() == null || callback.contentType().startsWith("(")
        ? request
        : request.header("Content-Type", callback.contentType());
  }

  /** Sends generic events, names and values in turn, and waits until all has been done. */
  Reply receivesEvent(Object... fields) {
    Map<String, Object> event = Api.object("integrationKey", key());
    event.putAll(Api.object(fields));
    Reply reply = story.api().call("POST", "/api/events", event);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
    story.settle();
    return reply;
  }

  /** What the event explorer shows, oldest first; up to a hundred. */
  List<JsonNode> events() {
    List<JsonNode> events = new ArrayList<>();
    story.api().get("/api/alert-sources/" + id() + "/events?max-results=100").forEach(events::add);
    Collections.reverse(events);
    return events;
  }

  /** The outcomes of its events, oldest first. */
  List<String> outcomes() {
    return events().stream().map(event -> event.path("outcome").asText()).toList();
  }

  /** The newest of its events. */
  JsonNode newestEvent() {
    List<JsonNode> events = events();
    assertThat(events).as("events of the source").isNotEmpty();
    return events.get(events.size() - 1);
  }

  JsonNode json() {
    return story.api().get("/api/alert-sources/" + id());
  }
}
