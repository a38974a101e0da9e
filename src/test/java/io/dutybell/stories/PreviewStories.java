package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody tries templates before an alert shows them. */
class PreviewStories extends Story {

  private Person ann;
  private Source ecs;

  @BeforeEach
  void annIsOnCall() {
    ann = user("Ann").withWebhook();
    ecs = source("ECS", policy("Ops").level(hours(10), ann));
  }

  private String path() {
    return "/api/alert-sources/" + ecs.id() + "/preview";
  }

  private JsonNode preview(Object... fields) {
    return api().post(path(), Api.object(fields));
  }

  private static Map<String, Object> template(String text) {
    return Api.object("textTemplate", text);
  }

  @Test
  void templates_are_rendered_against_the_latest_event_that_says_something() {
    ecs.with("summaryTemplate", template("stored: {{ alertName }}"));
    ecs.receives(threshold("cpu"), Callback.raw("text/plain", "what?"));
    expect(ann).told(ALERT, about("stored: cpu"));

    JsonNode stored = preview();
    JsonNode given =
        preview(
            "summaryTemplate", template("given: {{ curValue }}"),
            "alertKeyTemplate", template("{{ ruleId }}"),
            "routingTemplate", template("net"));
    JsonNode none = api().post(path(), "{\"summaryTemplate\":null}");

    assertThat(stored.path("summary").asText()).isEqualTo("stored: cpu");
    assertThat(stored.path("eventId")).isEqualTo(ecs.events().get(0).path("id"));
    assertThat(stored.path("mistakes")).isEmpty();
    assertThat(stored.path("priority").asText()).isEqualTo("HIGH");
    assertThat(stored.path("links")).isNotEmpty();
    assertThat(given.path("summary").asText()).isEqualTo("given: 97.3");
    assertThat(given.path("alertKey").asText()).isEqualTo("rule-cpu");
    assertThat(given.path("routingKey").asText()).isEqualTo("net");
    assertThat(none.path("summary").asText()).startsWith("[CRITICAL] cpu 97.3 %");
    assertThat(ecs.events()).hasSize(2);
    assertThat(alerts()).hasSize(1);
  }

  @Test
  void every_mistake_is_told_with_its_place_and_what_is_used_instead() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    JsonNode made =
        preview(
            "summaryTemplate", template("{{"),
            "detailsTemplate", template("ok\n{{/x}}"),
            "alertKeyTemplate", template("{{ nothing }}"));

    JsonNode mistakes = made.path("mistakes");
    assertThat(mistakes).hasSize(3);
    assertThat(mistakes.findValuesAsText("field"))
        .containsExactlyInAnyOrder("summaryTemplate", "detailsTemplate", "alertKeyTemplate");
    for (JsonNode mistake : mistakes) {
      boolean isBlank = mistake.path("field").asText().equals("alertKeyTemplate");
      assertThat(mistake.path("line").isNull()).isEqualTo(isBlank);
      assertThat(mistake.path("message").asText()).contains("default");
      if (mistake.path("field").asText().equals("detailsTemplate")) {
        assertThat(mistake.path("line").asInt()).isEqualTo(2);
        assertThat(mistake.path("column").asInt()).isEqualTo(1);
      }
    }
    assertThat(made.path("summary").asText()).startsWith("[CRITICAL] cpu");
  }

  @Test
  void a_pasted_body_of_any_variant_is_rendered_and_not_kept() {
    for (String[] line : Callback.payloadIndex()) {
      if (line[1].contains("method GET") || line[4].startsWith("none")) {
        continue;
      }
      String body = new String(Callback.payloadBytes(line[0]), StandardCharsets.UTF_8);

      JsonNode made =
          preview(
              "body",
              body,
              "contentType",
              line[1],
              "summaryTemplate",
              template("{{ variant }} {{ alertKey }}"));

      assertThat(made.path("summary").asText())
          .as(line[0])
          .isEqualTo(made.path("variant").asText() + " " + made.path("alertKey").asText());
    }
    assertThat(ecs.events()).isEmpty();
    thereIsNoAlert();
  }

  @Test
  void json_can_be_pasted_as_it_is_and_a_query_too_and_the_fields_can_be_seen() {
    JsonNode json =
        api()
            .post(
                path() + "?include=fields",
                "{\"body\":[{\"alertName\":\"a\",\"alertState\":\"OK\",\"ruleId\":\"r\"},"
                    + "{\"alertName\":\"b\",\"alertState\":\"ALERT\",\"ruleId\":\"r\"}],\"position\":1}");
    JsonNode query =
        preview(
            "query",
            new String(
                Callback.payload("64-eventsub-get-json-query.form").body(),
                StandardCharsets.US_ASCII),
            "summaryTemplate",
            template("{{ alert.product }}"));

    assertThat(json.path("eventCount").asInt()).isEqualTo(2);
    assertThat(json.path("fields").path("alertName").asText()).isEqualTo("b");
    assertThat(json.path("fields").path("raw").path("ruleId").asText()).isEqualTo("r");
    assertThat(query.path("summary").asText()).isEqualTo("ECS");
  }

  @Test
  void halves_of_characters_and_nul_in_a_body_can_be_shown() {
    JsonNode made =
        api()
            .post(
                path() + "?include=fields",
                Api.object(
                    "body",
                    "{\"alertName\":\"\\ud800x\\u0000\",\"alertState\":\"ALERT\",\"ruleId\":\"r\","
                        + "\"\\udc00\":1}",
                    "summaryTemplate",
                    template("{{ alertName }}"),
                    "alertKeyTemplate",
                    template("{{ alertName }}")));

    assertThat(made.path("summary").asText()).contains("x");
    assertThat(made.path("fields").path("alertName").asText()).isEqualTo("\uFFFDx\uFFFD");
  }

  @Test
  void an_event_of_the_source_can_be_named_and_no_other() {
    ecs.with("summaryTemplate", template("{{ alertName }}"));
    ecs.receives(Callback.together(threshold("one"), threshold("two").on("i-2")));
    expect(ann).told(ALERT, about("one"));
    expect(ann).told(ALERT, about("two"));
    Source other = source("other", policy("Others").level(hours(1), ann));

    for (JsonNode event : ecs.events()) {
      JsonNode made = preview("eventId", event.path("id").asText());
      assertThat(made.path("summary").asText())
          .isEqualTo(event.path("position").asInt() == 0 ? "one" : "two");
    }
    String id = ecs.newestEvent().path("id").asText();
    Reply foreign =
        api()
            .call(
                "POST", "/api/alert-sources/" + other.id() + "/preview", Api.object("eventId", id));
    assertThat(foreign.status()).isEqualTo(400);
    assertThat(foreign.json().path("message").asText()).startsWith("eventId is unknown");
  }

  @Test
  void a_generic_body_is_read_as_such_and_one_that_is_none_says_why() {
    ecs.forGenericEvents().with("priorityTemplate", priority());

    JsonNode made =
        preview("body", "{\"eventType\":\"ALERT\",\"summary\":\"s\",\"severity\":\"INFO\"}");
    JsonNode none = preview("body", "a=b", "summaryTemplate", template("{{#x}}"));

    assertThat(made.path("variant").asText()).isEqualTo("GENERIC");
    assertThat(made.path("priority").asText()).isEqualTo("LOW");
    assertThat(none.path("state").asText()).isEqualTo("UNRECOGNISED");
    assertThat(none.path("note").asText()).isNotEmpty();
    assertThat(none.path("mistakes")).hasSize(1);
  }

  private static Map<String, Object> priority() {
    return Api.object(
        "valueTemplate",
        template("{{ severity }}"),
        "mappings",
        java.util.List.of(Api.object("value", "info", "priority", "LOW")));
  }

  @Test
  void what_cannot_be_previewed_is_refused() {
    assertThat(api().call("POST", path(), "{}").json().path("message").asText())
        .isEqualTo("body is required: the alert source has not received any event yet");
    for (String wrong :
        new String[] {
          "[]",
          "{\"body\":7}",
          "{\"body\":\"a=b\",\"position\":-1}",
          "{\"body\":\"x\",\"eventId\":\"0199f3a1-7c40-7000-8000-000000000003\"}",
          "{\"eventId\":\"x\"}",
          "{\"eventId\":\"0199f3a1-7c40-7000-8000-000000000003\"}",
          "{\"summaryTemplate\":\"x\"}",
          "{\"language\":\"tlh\",\"body\":\"a\"}"
        }) {
      Reply reply = api().call("POST", path(), wrong);
      assertThat(reply.status()).as(wrong + ": " + reply).isEqualTo(400);
    }
    assertThat(api().call("POST", "/api/alert-sources/999999/preview", "{}").status())
        .isEqualTo(404);
  }
}
