package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Versions of entities in the description of the API. */
class DescribedVersionsTest {

  private final JsonNode paths =
      Described.of((String) new OpenApi().show(null).body()).document.path("paths");

  @Test
  void what_changes_an_entity_takes_a_version_and_can_refuse_it() {
    for (String method : new String[] {"put", "delete"}) {
      JsonNode operation = paths.path("/api/escalation-policies/{id}").path(method);

      assertThat(operation.path("parameters").findValuesAsText("$ref"))
          .containsExactly("#/components/parameters/IfMatch");
      assertThat(operation.path("responses").has("412")).isTrue();
      assertThat(operation.path("responses").has("404")).isTrue();
    }
    assertThat(paths.at("/~1api~1escalation-policies/post/responses").has("412")).isFalse();
  }

  @Test
  void what_shows_an_entity_has_its_version() {
    for (String at :
        new String[] {
          "/~1api~1escalation-policies/post/responses/201",
          "/~1api~1escalation-policies~1{id}/get/responses/200",
          "/~1api~1escalation-policies~1{id}/put/responses/200",
          "/~1api~1escalation-policies~1name~1{name}/get/responses/200"
        }) {
      assertThat(paths.at(at).path("headers").has("ETag")).as(at).isTrue();
    }
    assertThat(paths.at("/~1api~1escalation-policies/get/responses/200").has("headers")).isFalse();
    assertThat(paths.at("/~1api~1alerts~1{id}/get/responses/200").has("headers")).isFalse();
  }
}
