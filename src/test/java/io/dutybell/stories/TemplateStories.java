package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.stories.FakeReceiver.Told;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an alert source's templates make of its events: texts, links, alert key, whom, how loud. */
class TemplateStories extends Story {

  private Person ann;
  private Person cid;
  private Policy ops;
  private Source ecs;

  @BeforeEach
  void annIsOnCallAndCidForTheNetwork() {
    ann = user("Ann").withWebhook();
    cid = user("Cid").withWebhook();
    ops = policy("Ops").level(hours(10), ann);
    policy("Network").level(hours(10), cid).with("routingKey", "net").id();
    ecs = source("ECS", ops);
  }

  private static Map<String, Object> template(String text) {
    return Api.object("textTemplate", text);
  }

  private static Map<String, Object> priorities(String template, String... valuesAndPriorities) {
    List<Object> mappings = new java.util.ArrayList<>();
    for (int i = 0; i < valuesAndPriorities.length; i += 2) {
      mappings.add(
          Api.object("value", valuesAndPriorities[i], "priority", valuesAndPriorities[i + 1]));
    }
    return Api.object("valueTemplate", template(template), "mappings", mappings);
  }

  @Test
  void people_read_the_texts_of_the_templates_and_not_a_letter_is_lost() {
    ecs.with(
            "summaryTemplate",
            template("{{ alertName }} \"{{ curValue }}{{ unit }}\" 在 {{ instance }}"))
        .with("detailsTemplate", template("<b>{{ raw.dimensions }}</b>\n{{ labels }} 😀"));

    ecs.receives(threshold("磁盘 & 'df' {\"a\":1}").with("customLabels", "{team=infra, env=prod}"));

    String summary = "磁盘 & 'df' {\"a\":1} \"97.3%\" 在 i-1";
    String details =
        "<b>{userId=1270000000000001, instanceId=i-1}</b>\n{\"env\":\"prod\",\"team\":\"infra\"} 😀";
    assertThat(alert().text("summary")).isEqualTo(summary);
    assertThat(alert().text("details")).isEqualTo(details);
    assertThat(alert().json().path("customDetails").path("labels").path("team").asText())
        .isEqualTo("infra");
    Told told = expect(ann).told(ALERT);
    assertThat(told.summary()).isEqualTo(summary);
    assertThat(told.json().path("alert").path("customDetails").path("labels").path("env").asText())
        .isEqualTo("prod");
  }

  @Test
  void a_recovery_finds_its_alert_by_the_key_that_the_template_makes_of_both() {
    ecs.with("alertKeyTemplate", template("{{ alertName }} of {{ userId }}"));

    ecs.receives(threshold("cpu").on("i-1"));
    expect(ann).told(ALERT);
    ecs.receives(threshold("cpu").on("i-2"));
    assertThat(alert().text("alertKey")).isEqualTo("cpu of " + Callback.ACCOUNT);
    ecs.receives(threshold("cpu").on("i-2").ok());

    assertThat(ecs.outcomes()).containsExactly("CREATED", "APPENDED", "RESOLVED");
    alert().isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void each_event_of_a_body_has_a_key_of_its_own_fields() {
    ecs.with("alertKeyTemplate", template("{{ dimensions.instanceId }}"))
        .with("summaryTemplate", template("{{ dimensions.instanceId }} burns"));

    ecs.receives(Callback.together(threshold("cpu").on("i-1"), threshold("cpu").on("i-2")));

    expect(ann).told(ALERT, about("i-1 burns"));
    expect(ann).told(ALERT, about("i-2 burns"));
    assertThat(alerts().stream().map(a -> a.text("alertKey")))
        .containsExactlyInAnyOrder("i-1", "i-2");
  }

  @Test
  void a_key_that_an_event_names_itself_counts_and_closes_its_alert() {
    ecs.forGenericEvents().with("alertKeyTemplate", template("{{ customDetails.host }}"));
    Map<String, Object> host = Api.object("host", "web-1");

    ecs.receivesEvent(
        "eventType", "ALERT", "summary", "own", "alertKey", "explicit", "customDetails", host);
    expect(ann).told(ALERT, about("own"));
    Reply made = ecs.receivesEvent("eventType", "ALERT", "summary", "made", "customDetails", host);
    expect(ann).told(ALERT, about("made"));

    assertThat(made.json().path("alertKey").asText()).isEqualTo("web-1");
    ecs.receivesEvent("eventType", "RESOLVE", "alertKey", "explicit");
    expect(ann).told(RESOLVED, about("own"));
    alertAbout("own").isResolved();
    alertAbout("made").isPending();
    ecs.receivesEvent("eventType", "RESOLVE", "alertKey", "web-1");
    expect(ann).told(RESOLVED, about("made"));
  }

  @Test
  void a_template_without_a_text_leaves_the_default_and_the_timeline_says_so() {
    ecs.with("summaryTemplate", template("{{ nothing.here }}"))
        .with("detailsTemplate", template("of {{ alertName }}"))
        .with("alertKeyTemplate", template("{{ nothing }}"));

    ecs.receives(threshold("cpu"));

    assertThat(expect(ann).told(ALERT).summary()).startsWith("[CRITICAL] cpu 97.3 % >= 95");
    assertThat(alert().text("details")).isEqualTo("of cpu");
    assertThat(alert().timeline())
        .contains(
            "alertKeyTemplate gave no text; the default alert key is used."
                + " summaryTemplate gave no text; the default summary is used.");
    assertThat(ecs.newestEvent().path("reason").asText())
        .contains("summaryTemplate gave no text; the default summary is used.");
  }

  @Test
  void a_title_of_a_group_is_made_of_its_first_event_whatever_the_others_lack() {
    ecs.with("alertCreation", "ONE_OPEN_ALERT_ALLOWED")
        .with("summaryTemplate", template("{{ group.name }}{{ alertName }} in {{ regionId }}"));

    ecs.receives(threshold("cpu").with("regionId", "cn-hangzhou"));
    expect(ann).told(ALERT, about("cpu in cn-hangzhou"));
    ecs.receives(threshold("disk").on("i-2"));

    assertThat(alert().text("summary")).isEqualTo("cpu in cn-hangzhou");
    assertThat(alert().members().stream().map(m -> m.path("summary").asText()))
        .containsExactly("cpu in cn-hangzhou", "disk in");
  }

  @Test
  void a_routing_template_names_the_policy_unless_the_event_does() {
    ecs.forGenericEvents().with("routingTemplate", template("{{ labels.team }}"));

    ecs.receivesEvent(
        "eventType", "ALERT", "summary", "link down", "labels", Api.object("team", "net"));
    expect(cid).told(ALERT, about("link down"));
    ecs.receivesEvent(
        "eventType", "ALERT", "summary", "who knows", "labels", Api.object("team", "dba"));
    expect(ann).told(ALERT, about("who knows"));
    assertThat(alertAbout("who knows").timeline())
        .anyMatch(text -> text.contains("No escalation policy has the routing key dba"));
    ecs.receivesEvent("eventType", "ALERT", "summary", "no team");
    expect(ann).told(ALERT, about("no team"));
    assertThat(alertAbout("no team").timeline())
        .contains(
            "routingTemplate gave no text; the alert source's own escalation policy is used.");
    ecs.receivesEvent(
        "eventType",
        "ALERT",
        "summary",
        "own",
        "routingKey",
        "net",
        "labels",
        Api.object("team", "x"));
    expect(cid).told(ALERT, about("own"));
  }

  @Test
  void a_mapping_says_which_alerts_are_loud_and_one_that_gets_worse_becomes_it() {
    ecs.with("alertPriorityRule", "LOW")
        .with("priorityTemplate", priorities("{{ severity }}", "critical", "HIGH", "WARN", "LOW"));

    ecs.receives(threshold("cpu").warn());
    alert().hasPriority("LOW");
    expect(ann).told(ALERT, about("cpu"));
    ecs.receives(threshold("cpu").critical());

    alert().hasPriority("HIGH");
    expect(ann).told(ALERT, about("cpu"));
    ecs.receives(threshold("disk").info());
    expect(ann).told(ALERT, about("disk"));
    alertAbout("disk").hasPriority("LOW");
    assertThat(alertAbout("disk").timeline())
        .contains(
            "priorityTemplate.valueTemplate gave \"INFO\", which no mapping names; the alert"
                + " source's notification priority is used.");
  }

  @Test
  void links_of_templates_are_shown_before_those_of_the_console_and_no_other_address_is() {
    ecs.with(
        "linkTemplates",
        List.of(
            Api.object(
                "text",
                "Runbook",
                "hrefTemplate",
                template("https://wiki.example.org/{{ ruleId }}")),
            Api.object("text", "Click me", "hrefTemplate", template("javascript:alert(1)"))));

    ecs.receives(threshold("cpu"));

    JsonNode links = alert().json().path("links");
    assertThat(links.get(0).path("text").asText()).isEqualTo("Runbook");
    assertThat(links.get(0).path("href").asText()).isEqualTo("https://wiki.example.org/rule-cpu");
    assertThat(links.toString()).doesNotContain("javascript").contains("cloudmonitornext");
    assertThat(alert().timeline())
        .contains("linkTemplates[1].hrefTemplate gave no http or https URL; the link is left out.");
    expect(ann).told(ALERT);
  }

  @Test
  void the_default_texts_are_in_the_language_of_the_source() {
    ecs.with("language", "zh");

    ecs.receives(threshold("CPU使用率"));

    assertThat(expect(ann).told(ALERT).summary()).isEqualTo("[严重] CPU使用率 97.3 % >= 95，资源：i-1");
    assertThat(alert().text("details")).contains("规则名称 (alertName): CPU使用率");
    assertThat(ecs.json().path("language").asText()).isEqualTo("zh");
  }

  @Test
  void a_change_of_a_template_holds_for_the_next_event() {
    ecs.with("summaryTemplate", template("first"));
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("first"));

    ecs.with("summaryTemplate", template("second"));
    ecs.receives(threshold("cpu"));

    assertThat(alert().text("summary")).isEqualTo("second");
  }

  @Test
  void what_is_no_template_is_refused_with_its_place_and_changes_nothing() {
    Map<String, Object> body =
        Api.object(
            "name", "x", "integrationType", "API", "escalationPolicy", Api.object("id", ops.id()));
    body.put("detailsTemplate", template("a\n  {{#open}}"));

    Reply refused = api().call("POST", "/api/alert-sources", body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("message").asText())
        .startsWith("detailsTemplate.textTemplate is no template:")
        .endsWith("(line 2, column 3)");
    assertThat(api().get("/api/alert-sources")).isEmpty();
  }
}
