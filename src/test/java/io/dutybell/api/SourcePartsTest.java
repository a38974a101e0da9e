package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Templates, filters and other texts of alert sources over HTTP, on both databases. */
class SourcePartsTest {

  private static final String PATH = "/api/alert-sources";

  /** Each part as it is sent and comes back. */
  private static final Map<String, String> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("summaryTemplate", "{\"textTemplate\":\" {{ alertName }} \\n名\"}");
    PARTS.put("detailsTemplate", "{\"textTemplate\":\"{{ details }}\"}");
    PARTS.put("routingTemplate", "{\"textTemplate\":\"{{ routing }}\"}");
    PARTS.put("alertKeyTemplate", "{\"textTemplate\":\"{{ key }}\"}");
    PARTS.put(
        "linkTemplates",
        "[{\"text\":\"Rule\",\"hrefTemplate\":{\"textTemplate\":\"https://x/{{ id }}\"}},"
            + "{\"linkTextTemplate\":{\"textTemplate\":\"{{ name }}\"},"
            + "\"hrefTemplate\":{\"textTemplate\":\"{{ url }}\"}}]");
    PARTS.put(
        "priorityTemplate",
        "{\"valueTemplate\":{\"textTemplate\":\"{{ level }}\"},\"mappings\":["
            + "{\"value\":\"CRITICAL\",\"priority\":\"HIGH\"},{\"value\":\"\",\"priority\":\"LOW\"}]}");
    PARTS.put("eventFilter", "\"(event.level in [1, 2])\"");
    PARTS.put("eventTypeFilterCreate", "\"a\"");
    PARTS.put("eventTypeFilterAccept", "\"b\"");
    PARTS.put("eventTypeFilterResolve", "\"c\"");
  }

  private Database database;
  private ApiServer server;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    server.post("/api/users", "{\"username\":\"ann\"}");
    server.post(
        "/api/escalation-policies",
        "{\"name\":\"ops\",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5}]}");
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  private static String source(String fields) {
    return "{\"name\":\"prod\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":1}"
        + (fields.isEmpty() ? "" : "," + fields)
        + "}";
  }

  private static String all() {
    StringBuilder all = new StringBuilder();
    PARTS.forEach(
        (name, json) ->
            all.append(all.isEmpty() ? "" : ",").append("\"" + name + "\":").append(json));
    return all.toString();
  }

  private static String includes() {
    return "?include=" + String.join("&include=", PARTS.keySet()) + "&include=textTemplate";
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void the_parts_come_back_as_they_were_sent_when_they_are_asked_for_and_only_then(Dialect dialect)
      throws Exception {
    start(dialect);

    Reply made = server.post(PATH + includes(), source(all()));

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    JsonNode list = server.get(PATH + includes()).json();
    List<JsonNode> shown =
        List.of(
            made.json(),
            server.get(PATH + "/1" + includes()).json(),
            server.get(PATH + "/name/prod" + includes()).json(),
            list.get(0));
    for (JsonNode json : shown) {
      PARTS.forEach(
          (name, sent) -> assertThat(json.path(name).toString()).as(name).isEqualTo(sent));
    }
    JsonNode plain = server.get(PATH + "/1").json();
    JsonNode one = server.get(PATH + "/1?include=eventFilter,summaryTemplate").json();
    for (String name : PARTS.keySet()) {
      assertThat(plain.has(name)).as(name).isFalse();
      assertThat(one.has(name)).isEqualTo(List.of("eventFilter", "summaryTemplate").contains(name));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_part_that_is_left_out_stays_and_one_that_is_null_or_empty_goes(Dialect dialect)
      throws Exception {
    start(dialect);
    server.post(PATH, source(all()));

    JsonNode kept = server.put(PATH + "/1" + includes(), source("")).json();
    JsonNode gone =
        server
            .put(
                PATH + "/1" + includes(),
                source(
                    "\"summaryTemplate\":null,\"detailsTemplate\":{},\"routingTemplate\":{\"textTemplate\":\"\"},"
                        + "\"alertKeyTemplate\":null,\"linkTemplates\":[],\"priorityTemplate\":{},"
                        + "\"eventFilter\":\"\",\"eventTypeFilterCreate\":null,"
                        + "\"eventTypeFilterAccept\":\" \",\"eventTypeFilterResolve\":null"))
            .json();

    PARTS.forEach((name, sent) -> assertThat(kept.path(name).toString()).as(name).isEqualTo(sent));
    for (String name : PARTS.keySet()) {
      assertThat(gone.path(name).toString())
          .as(name)
          .isEqualTo(name.equals("linkTemplates") ? "[]" : "null");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_put_replaces_everything_but_what_clients_leave_out_without_meaning_it(Dialect dialect)
      throws Exception {
    start(dialect);
    long team = server.post("/api/teams", "{\"name\":\"ops\"}").json().path("id").asLong();
    String further =
        "\"active\":false,\"teams\":[{\"id\":"
            + team
            + "}],\"iconUrl\":\"https://example.org/i.png\",\"alertCreation\":\"INTELLIGENT_GROUPING\","
            + "\"alertGroupingWindow\":\"PT5M\",\"scoreThreshold\":0.5,\"autoResolutionTimeout\":\"PT4H\","
            + "\"alertPriorityRule\":\"LOW\",\"acceptTimeout\":\"PT1H\",\"noData\":\"ALERT\","
            + "\"ipAllowList\":[\"10.0.0.0/8\"],\"rateLimit\":7";
    JsonNode made = server.post(PATH, source(further)).json();

    JsonNode replaced = server.put(PATH + "/1", source("")).json();
    JsonNode whole = server.put(PATH + "/1", made.toString()).json();

    assertThat(replaced.path("active").asBoolean()).as("stays off").isFalse();
    assertThat(replaced.at("/teams/0/id").asLong()).as("stays its team's").isEqualTo(team);
    assertThat(replaced.path("integrationKey")).isEqualTo(made.path("integrationKey"));
    assertThat(replaced.path("alertCreation").asText()).isEqualTo("ONE_ALERT_PER_EMAIL");
    assertThat(replaced.path("alertPriorityRule").asText()).isEqualTo("HIGH");
    assertThat(replaced.path("noData").asText()).isEqualTo("IGNORE");
    assertThat(replaced.path("ipAllowList")).isEmpty();
    for (String gone :
        List.of(
            "iconUrl",
            "alertGroupingWindow",
            "scoreThreshold",
            "autoResolutionTimeout",
            "acceptTimeout",
            "rateLimit")) {
      assertThat(replaced.path(gone).isNull()).as(gone).isTrue();
    }
    assertThat(whole).as("sent back as it was read").isEqualTo(made);
    assertThat(server.put(PATH + "/1", source("\"active\":true")).json().path("active").asBoolean())
        .isTrue();
    assertThat(server.post(PATH, source("\"x\":1").replace("prod", "b")).json().path("active"))
        .as("a new one, as a client makes it that leaves out what is false")
        .hasToString("true");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_source_has_an_icon_a_threshold_and_durations_as_they_were_sent(Dialect dialect)
      throws Exception {
    start(dialect);

    Reply made =
        server.post(
            PATH,
            source(
                "\"iconUrl\":\"https://example.org/i.png\",\"alertCreation\":\"INTELLIGENT_GROUPING\","
                    + "\"alertGroupingWindow\":\"PT60M\",\"scoreThreshold\":0.75,"
                    + "\"autoResolutionTimeout\":\"PT90M\",\"acceptTimeout\":\"P1D\""));

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    for (JsonNode json : List.of(made.json(), server.get(PATH + "/1").json())) {
      assertThat(json.path("iconUrl").asText()).isEqualTo("https://example.org/i.png");
      assertThat(json.path("alertCreation").asText()).isEqualTo("INTELLIGENT_GROUPING");
      assertThat(json.path("alertGroupingWindow").asText()).isEqualTo("PT60M");
      assertThat(json.path("scoreThreshold").asDouble()).isEqualTo(0.75);
      assertThat(json.path("autoResolutionTimeout").asText()).isEqualTo("PT90M");
      assertThat(json.path("acceptTimeout").asText()).isEqualTo("P1D");
    }
    JsonNode replaced =
        server.put(PATH + "/1", source("\"autoResolutionTimeout\":\"PT2H\"")).json();
    assertThat(replaced.path("autoResolutionTimeout").asText()).isEqualTo("PT2H");
    assertThat(replaced.path("iconUrl").isNull()).isTrue();
    assertThat(replaced.path("scoreThreshold").isNull()).isTrue();
    assertThat(replaced.path("acceptTimeout").isNull()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_source_for_heartbeats_can_be_made(Dialect dialect) throws Exception {
    start(dialect);

    Reply made = server.post(PATH, source("").replace("API", "HEARTBEAT2"));

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().path("integrationType").asText()).isEqualTo("HEARTBEAT2");
    assertThat(server.get(PATH + "/1").json().path("integrationType").asText())
        .isEqualTo("HEARTBEAT2");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_wrong_is_refused_by_name(Dialect dialect) throws Exception {
    start(dialect);
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("\"iconUrl\":\"javascript:alert(1)\"", "iconUrl");
    wrong.put("\"iconUrl\":7", "iconUrl");
    wrong.put("\"summaryTemplate\":\"x\"", "summaryTemplate");
    wrong.put("\"summaryTemplate\":{\"textTemplate\":7}", "summaryTemplate.textTemplate");
    wrong.put(
        "\"detailsTemplate\":{\"textTemplate\":\"" + "x".repeat(10_001) + "\"}",
        "detailsTemplate.textTemplate");
    wrong.put("\"routingTemplate\":{\"textTemplate\":\"\\ud800\"}", "routingTemplate.textTemplate");
    wrong.put("\"linkTemplates\":{}", "linkTemplates");
    wrong.put("\"linkTemplates\":[{\"text\":\"x\"}]", "linkTemplates[0].hrefTemplate");
    wrong.put(
        "\"linkTemplates\":[{\"hrefTemplate\":{\"textTemplate\":\"x\"}}]", "linkTemplates[0].text");
    wrong.put("\"linkTemplates\":[" + "{},".repeat(20) + "{}]", "linkTemplates");
    wrong.put("\"priorityTemplate\":[]", "priorityTemplate");
    wrong.put("\"priorityTemplate\":{\"mappings\":[]}", "priorityTemplate.valueTemplate");
    String value = "\"priorityTemplate\":{\"valueTemplate\":{\"textTemplate\":\"x\"},\"mappings\":";
    wrong.put(value + "{}}", "priorityTemplate.mappings");
    wrong.put(
        value + "[{\"value\":\"x\",\"priority\":\"URGENT\"}]}",
        "priorityTemplate.mappings[0].priority");
    wrong.put(value + "[{\"value\":\"x\"}]}", "priorityTemplate.mappings[0].priority");
    wrong.put(value + "[{\"priority\":\"LOW\"}]}", "priorityTemplate.mappings[0].value");
    wrong.put(value + "[" + "{},".repeat(100) + "{}]}", "priorityTemplate.mappings");
    String open = "{\"textTemplate\":\"{{#open}}\"}";
    for (String name : new String[] {"summary", "details", "routing", "alertKey"}) {
      wrong.put("\"" + name + "Template\":" + open, name + "Template.textTemplate");
    }
    wrong.put(
        "\"priorityTemplate\":{\"valueTemplate\":" + open + "}",
        "priorityTemplate.valueTemplate.textTemplate");
    String good = "{\"textTemplate\":\"https://a.b\"}";
    wrong.put(
        "\"linkTemplates\":[{\"text\":\"x\",\"hrefTemplate\":"
            + good
            + "},{\"text\":\"x\",\"hrefTemplate\":"
            + open
            + "}]",
        "linkTemplates[1].hrefTemplate.textTemplate");
    wrong.put(
        "\"linkTemplates\":[{\"linkTextTemplate\":" + open + ",\"hrefTemplate\":" + good + "}]",
        "linkTemplates[0].linkTextTemplate.textTemplate");
    wrong.put("\"language\":\"tlh\"", "language");
    wrong.put("\"language\":7", "language");
    wrong.put("\"eventFilter\":true", "eventFilter");
    wrong.put("\"eventTypeFilterAccept\":\"\\u0000\"", "eventTypeFilterAccept");
    wrong.put("\"eventTypeFilterResolve\":[]", "eventTypeFilterResolve");
    wrong.put("\"scoreThreshold\":1.01", "scoreThreshold");
    wrong.put("\"scoreThreshold\":-1e999", "scoreThreshold");
    wrong.put("\"scoreThreshold\":\"0.5\"", "scoreThreshold");
    wrong.put("\"alertCreation\":\"INTELLIGENT_GROUPING\"", "alertGroupingWindow");
    wrong.put("\"alertPriorityRule\":\"SOMETIMES\"", "alertPriorityRule");
    wrong.put("\"alertPriorityRule\":\"HIGH_DURING_SUPPORT_HOURS\"", "supportHours");

    wrong.forEach(
        (fields, name) -> {
          Reply reply = server.post(PATH, source(fields));
          assertThat(reply.status()).as(fields + " " + reply.text()).isEqualTo(400);
          assertThat(reply.message()).as(fields).startsWith(name + " ");
        });
    assertThat(server.get(PATH).json()).isEmpty();
    Reply odd = server.post(PATH, source("\"eventFilter\":\"'\\u0000' in tags\""));
    assertThat(odd.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_language_stays_when_it_is_left_out_and_goes_when_it_is_null(Dialect dialect)
      throws Exception {
    start(dialect);

    assertThat(server.post(PATH, source("")).json().path("language").isNull()).isTrue();
    server.put(PATH + "/1", source("\"language\":\"zh-CN\""));
    assertThat(server.put(PATH + "/1", source("")).json().path("language").asText())
        .isEqualTo("zh");
    assertThat(
            server.put(PATH + "/1", source("\"language\":null")).json().path("language").isNull())
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_no_template_is_refused_with_its_place_in_a_document_too(Dialect dialect)
      throws Exception {
    start(dialect);
    String document =
        """
        alertSources:
          - name: prod
            integrationType: API
            escalationPolicy: ops
            language: zh
            summaryTemplate: {textTemplate: "a {{ b"}
            alertKeyTemplate: {textTemplate: "{{/c}}"}
        """;

    Reply refused = apply(document);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("errors").findValuesAsText("path"))
        .containsExactly(
            "alertSources[0].summaryTemplate.textTemplate",
            "alertSources[0].alertKeyTemplate.textTemplate");
    assertThat(refused.json().at("/errors/0/message").asText()).contains("(line 1, column 3)");
    assertThat(server.get(PATH).json()).isEmpty();
    assertThat(apply(document.replace("{{ b", "b").replace("{{/c}}", "{{ c }}")).status())
        .isEqualTo(200);
    assertThat(server.get(PATH + "/name/prod").json().path("language").asText()).isEqualTo("zh");
    assertThat(server.get("/api/config/export").text()).contains("language: zh");
  }

  private Reply apply(String document) {
    return server.send(
        server
            .bare("/api/config/apply")
            .header("Authorization", "Bearer " + ApiServer.TOKEN)
            .header("Content-Type", "application/yaml")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(document)));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_template_that_was_stored_before_it_was_looked_at_is_in_nobodys_way(Dialect dialect)
      throws Exception {
    start(dialect);
    server.post(PATH, source("\"summaryTemplate\":{\"textTemplate\":\"ok\"}"));
    database.inTransaction(
        session ->
            session.update(
                "alert_sources/set-texts",
                p -> p.number("id", 1L).text("texts", "{\"texts\":{\"summaryTemplate\":\"{{\"}}")));
    database.inTransaction(session -> session.update("configuration_version/bump", p -> {}));

    assertThat(server.put(PATH + "/1", source("")).status()).isEqualTo(200);
    Reply preview =
        server.post(PATH + "/1/preview", "{\"body\":{\"eventType\":\"ALERT\",\"summary\":\"s\"}}");

    assertThat(preview.json().path("summary").asText()).isEqualTo("s");
    assertThat(preview.json().at("/mistakes/0/column").asInt()).isEqualTo(1);
  }
}
