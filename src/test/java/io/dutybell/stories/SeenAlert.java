package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** An alert as the API shows it whenever it is asked. */
final class SeenAlert {

  final long id;
  private final Story story;

  SeenAlert(Story story, long id) {
    this.story = story;
    this.id = id;
  }

  private String path() {
    return "/api/alerts/" + id;
  }

  JsonNode json() {
    return story.api().get(path());
  }

  String text(String field) {
    JsonNode value = json().path(field);
    return value.isNull() || value.isMissingNode() ? null : value.asText();
  }

  private SeenAlert has(String field, String value) {
    JsonNode json = json();
    assertThat(json.path(field).asText()).as("%s of %s", field, json).isEqualTo(value);
    return this;
  }

  SeenAlert isPending() {
    return has("status", "PENDING");
  }

  SeenAlert isAccepted() {
    return has("status", "ACCEPTED");
  }

  SeenAlert isResolved() {
    return has("status", "RESOLVED");
  }

  SeenAlert hasSeverity(String severity) {
    return has("severity", severity);
  }

  SeenAlert hasPriority(String priority) {
    return has("priority", priority);
  }

  SeenAlert hasEvents(int count) {
    return has("eventCount", Integer.toString(count));
  }

  SeenAlert hasMembers(int count) {
    return has("memberCount", Integer.toString(count));
  }

  SeenAlert hasOpenMembers(int count) {
    return has("openMemberCount", Integer.toString(count));
  }

  SeenAlert isOnLevel(int level) {
    return has("escalationLevel", Integer.toString(level));
  }

  /** The sentences of its timeline, oldest first. */
  List<String> timeline() {
    List<String> texts = new ArrayList<>();
    story
        .api()
        .get(path() + "/log-entries?max-results=100")
        .forEach(entry -> texts.add(entry.path("text").asText()));
    return texts;
  }

  /** Its notifications with their attempts, oldest first. */
  List<JsonNode> notifications() {
    List<JsonNode> found = new ArrayList<>();
    story.api().get(path() + "/notifications?max-results=100").forEach(found::add);
    return found;
  }

  /** Its members, oldest first. */
  List<JsonNode> members() {
    List<JsonNode> found = new ArrayList<>();
    story.api().get(path() + "/members?max-results=100").forEach(found::add);
    return found;
  }

  /** Somebody accepts it in the console. */
  SeenAlert isAcceptedBy(Person person) {
    return act("/accept?user-id=" + person.id).isAccepted();
  }

  /** Somebody resolves it in the console. */
  SeenAlert isResolvedBy(Person person) {
    return act("/resolve?user-id=" + person.id).isResolved();
  }

  /** Does anything else to it, such as {@code /escalate}. */
  SeenAlert act(String pathAndQuery) {
    story.api().put(path() + pathAndQuery, "");
    story.settle();
    return this;
  }
}
