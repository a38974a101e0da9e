package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Timelines and events are read by all who see the alert source: they name nothing that is hidden
 * from some of them.
 */
class TimelineSecrecyStories extends Story {

  private Person ann;
  private List<Object> team;
  private long policy;
  private long schedule;

  @BeforeEach
  void aPrivateTeamHasAPolicyWithASchedule() {
    ann = user("Ann").withWebhook();
    long id =
        api()
            .post("/api/teams", Api.object("name", "Keepers", "visibility", "PRIVATE"))
            .path("id")
            .asLong();
    team = List.of(Api.object("id", id));
    schedule =
        api()
            .post(
                "/api/schedules",
                Api.object(
                    "name",
                    "Vault nights",
                    "type",
                    "STATIC",
                    "teams",
                    team,
                    "shifts",
                    List.of(
                        Api.object(
                            "user",
                            Api.object("id", ann.id),
                            "start",
                            now().toString(),
                            "end",
                            now().plus(hours(9)).toString()))))
            .path("id")
            .asLong();
    policy =
        api()
            .post(
                "/api/escalation-policies",
                Api.object(
                    "name",
                    "Vault guards",
                    "teams",
                    team,
                    "delayMin",
                    1,
                    "escalationRules",
                    List.of(hiddenLevel())))
            .path("id")
            .asLong();
  }

  private Map<String, Object> hiddenLevel() {
    return Api.object("schedules", List.of(Api.object("id", schedule)), "escalationTimeout", 60);
  }

  private Source source(String name) {
    return source(name, policy("Ops of " + name).level(minutes(5), ann))
        .with("escalationPolicy", Api.object("id", policy));
  }

  private String timeline() {
    return api().get("/api/alerts/" + alert().id + "/log-entries?max-results=100").toString();
  }

  @Test
  void a_timeline_that_others_read_names_no_policy_and_no_schedule_of_a_private_team() {
    source("ECS").receives(threshold("cpu"));
    let(minutes(1)).pass();
    alert().act("/assign?policy-id=" + policy);
    let(minutes(1)).pass();
    alert().act("/escalate");
    settle();

    assertThat(timeline())
        .contains(
            "Assigned to Ann (on call by a schedule of a private team) by an escalation policy of a"
                + " private team, level 1.",
            "Assigned to an escalation policy of a private team by ",
            "min before the first level of an escalation policy of a private team.")
        .doesNotContain("Vault");
    receiver().expectedAll();
  }

  @Test
  void who_is_next_by_a_schedule_of_a_private_team_is_not_said_to_others() {
    Person bo = user("Bo").withWebhook();
    long stranger = user("Eve", "role", "RESPONDER").id;
    String token =
        api()
            .post(
                "/api/tokens",
                Api.object(
                    "name", "eve", "user", Api.object("id", stranger), "scopes", List.of("READ")))
            .path("token")
            .asText();
    Map<String, Object> open =
        Api.object("users", List.of(Api.object("id", bo.id)), "escalationTimeout", 5);
    long mixed =
        api()
            .post(
                "/api/escalation-policies",
                Api.object("name", "Mixed", "escalationRules", List.of(open, hiddenLevel(), open)))
            .path("id")
            .asLong();
    source("ECS").with("escalationPolicy", Api.object("id", mixed)).receives(threshold("cpu"));
    settle();
    receiver().expectedAll();
    String path =
        "/api/alerts/" + alert().id + "?include=nextEscalationUser&include=escalationRules";

    Reply seen = api().send(api().request(path).header("Authorization", "Bearer " + token).GET());

    assertThat(api().get(path).at("/nextEscalationUser/id").asLong()).isEqualTo(ann.id);
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.json().path("nextEscalationUser").isNull()).isTrue();
    assertThat(seen.text()).doesNotContain("Vault", "Ann");
    Reply onCall =
        api().send(api().request("/api/on-calls").header("Authorization", "Bearer " + token).GET());
    assertThat(onCall.text()).contains("Bo").doesNotContain("Vault", "\"escalationLevel\":2");
  }

  @Test
  void the_timeline_of_the_team_itself_names_them() {
    source("Gold").with("teams", team).receives(threshold("cpu"));
    let(minutes(1)).pass();

    assertThat(timeline())
        .contains("Assigned to Ann (on call by Vault nights) by Vault guards, level 1.");
    receiver().expectedAll();
  }

  @Test
  void a_window_that_others_do_not_see_is_not_named_to_them() {
    Source open = source("ECS");
    Source hidden = source("Gold").with("teams", team);
    api()
        .post(
            "/api/maintenance-windows",
            Api.object(
                "summary",
                "moving the vault",
                "start",
                now().toString(),
                "end",
                now().plus(hours(1)).toString(),
                "affectedAlertSources",
                List.of(Api.object("id", open.id()), Api.object("id", hidden.id()))));

    open.receives(threshold("cpu"));
    hidden.receives(threshold("cpu"));

    JsonNode toAll = open.newestEvent();
    assertThat(toAll.path("outcome").asText()).isEqualTo("MAINTENANCE");
    assertThat(toAll.toString()).doesNotContain("vault");
    assertThat(hidden.newestEvent().path("reason").asText()).contains("moving the vault");
  }

  @Test
  void an_integration_key_that_stands_where_it_has_no_business_is_not_shown() {
    Source source = source("ECS").forGenericEvents();
    Map<String, Object> event =
        Api.object("integrationKey", source.key(), "eventType", "RESOLVE", "alertKey", "cpu");

    String query = "?k=" + source.key() + "&apiKey=an-older-one&x=y";
    Reply reply = api().call("POST", "/api/events" + query, event);
    settle();

    assertThat(reply.status()).isEqualTo(202);
    assertThat(source.newestEvent().path("query").asText()).isEqualTo("k=***&apiKey=***&x=y");
    assertThat(source.newestEvent().toString()).doesNotContain(source.key());
  }
}
