package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A reader of the stream of alerts is told what they may see at that moment, and nothing when they
 * may not listen any more.
 */
class StreamSecrecyStories extends Story {

  private Person member;
  private Person outsider;
  private long team;
  private Source hidden;
  private Source open;

  @BeforeEach
  void aPrivateTeamHasASource() {
    member = user("Mia", "role", "RESPONDER");
    outsider = user("Olaf", "role", "RESPONDER");
    team = api().post("/api/teams", team(member)).path("id").asLong();
    Policy policy = policy("Ops").level(minutes(5), user("Ann").withWebhook());
    hidden = source("Vault", policy).with("teams", List.of(Api.object("id", team)));
    open = source("ECS", policy);
    hidden.id();
    open.id();
  }

  private static Map<String, Object> team(Person... members) {
    List<Object> users = new ArrayList<>();
    for (Person person : members) {
      users.add(Api.object("user", Api.object("id", person.id), "role", "RESPONDER"));
    }
    return Api.object("name", "Vault keepers", "visibility", "PRIVATE", "members", users);
  }

  private String token(Person person, Object... further) {
    Map<String, Object> token = Api.object(further);
    token.put("name", "stream");
    token.put("scopes", List.of("READ"));
    token.put("user", Api.object("id", person.id));
    return api().post("/api/tokens", token).path("token").asText();
  }

  private Listener stream(String token) {
    Listener stream = new Listener(product.port(), token, "");
    stream.line("id: ");
    return stream;
  }

  @Test
  void alerts_of_a_private_team_are_told_to_its_members_and_administrators_only() {
    try (Listener all = stream(Api.TOKEN);
        Listener inside = stream(token(member));
        Listener outside = stream(token(outsider))) {
      hidden.receives(threshold("gold"));
      inside.line("data: ", "gold");
      all.line("data: ", "gold");
      alertAbout("gold").act("/accept");
      inside.line("data: ", "gold", "ACCEPTED");
      open.receives(threshold("cpu"));

      outside.line("data: ", "cpu");
      inside.line("data: ", "cpu");
      all.line("data: ", "cpu");
      assertThat(outside.count("event: ")).isEqualTo(outside.count("data: "));
      assertThat(outside.linesWith("gold")).isZero();
      assertThat(outside.linesWith("Vault")).isZero();
    }
    receiver().expectedAll();
  }

  @Test
  void who_comes_again_hears_nothing_of_a_private_team_either() {
    String last;
    try (Listener before = stream(token(outsider))) {
      last = before.lastId();
    }
    hidden.receives(threshold("gold"));
    open.receives(threshold("cpu"));

    try (Listener outside =
            new Listener(product.port(), token(outsider), "Last-Event-ID: " + last);
        Listener inside = new Listener(product.port(), token(member), "Last-Event-ID: " + last)) {
      inside.line("data: ", "gold");
      inside.line("data: ", "cpu");
      outside.line("data: ", "cpu");
      assertThat(outside.linesWith("gold")).isZero();
      assertThat(outside.linesWith("event: reset")).isZero();
    }
    receiver().expectedAll();
  }

  @Test
  void a_policy_of_a_private_team_is_named_to_who_may_see_it() {
    long policy =
        api()
            .post(
                "/api/escalation-policies",
                Api.object(
                    "name",
                    "Guards",
                    "teams",
                    List.of(Api.object("id", team)),
                    "escalationRules",
                    List.of(
                        Api.object(
                            "users",
                            List.of(Api.object("id", member.id)),
                            "escalationTimeout",
                            60))))
            .path("id")
            .asLong();
    open.with("escalationPolicy", Api.object("id", policy));
    try (Listener inside = stream(token(member));
        Listener outside = stream(token(outsider))) {
      open.receives(threshold("cpu"));

      inside.line("\"escalationPolicy\":{\"id\":" + policy + ",\"name\":\"Guards\"}");
      outside.line("\"escalationPolicy\":{\"id\":" + policy + ",\"name\":null}");
      outside.line("\"scalationPolicy\":{\"id\":" + policy + ",\"name\":null}");
      assertThat(outside.linesWith("Guards")).isZero();
    }
  }

  @Test
  void who_joins_or_leaves_the_team_is_told_to_read_anew_and_sees_by_the_new_rule() {
    try (Listener stream = stream(token(outsider))) {
      api().put("/api/teams/" + team, team(member, outsider));
      stream.line("event: reset");
      hidden.receives(threshold("gold"));
      stream.line("data: ", "gold");

      api().put("/api/teams/" + team, team(member));
      stream.awaitCount("event: reset", 2);
      hidden.receives(threshold("silver"));
      open.receives(threshold("cpu"));

      stream.line("data: ", "cpu");
      assertThat(stream.linesWith("silver")).isZero();
    }
    receiver().expectedAll();
  }

  @Test
  void a_deleted_source_goes_on_hiding_its_alerts() {
    hidden.receives(threshold("gold"));
    SeenAlert alert = alertAbout("gold");
    alert.act("/resolve");
    api().delete("/api/alert-sources/" + hidden.id());
    try (Listener inside = stream(token(member));
        Listener outside = stream(token(outsider))) {
      api().post("/api/alerts/" + alert.id + "/comments", Api.object("text", "melted"));
      inside.line("data: ", "gold");
      open.receives(threshold("cpu"));

      outside.line("data: ", "cpu");
      assertThat(outside.linesWith("gold")).isZero();
    }
    receiver().expectedAll();
  }

  @Test
  void a_stream_ends_when_its_reader_may_not_listen_any_more() {
    Person demoted = user("Dan", "role", "USER");
    Person leaver = user("Lea", "role", "USER");
    String revoked = token(outsider);
    String expiring = token(outsider, "expiresAt", now().plus(minutes(5)).toString());
    try (Listener ofRevoked = stream(revoked);
        Listener ofExpiring = stream(expiring);
        Listener ofDemoted = stream(token(demoted));
        Listener ofLeaver = stream(token(leaver));
        Listener ofStaying = stream(token(member))) {
      api()
          .get("/api/tokens?max-results=100")
          .forEach(
              token -> {
                if (token.path("user").path("id").asLong() == outsider.id
                    && token.path("expiresAt").isNull()) {
                  api().delete("/api/tokens/" + token.path("id").asLong());
                }
              });
      ofRevoked.line("end of stream");

      api()
          .put(
              "/api/users/" + demoted.id,
              Api.object("username", "dan", "email", "dan@example.org", "role", "STAKEHOLDER"));
      ofDemoted.line("end of stream");

      api().delete("/api/users/" + leaver.id);
      ofLeaver.line("end of stream");

      assertThat(ofExpiring.linesWith("end of stream")).isZero();
      let(minutes(6)).pass();
      ofExpiring.line("end of stream");

      open.receives(threshold("cpu"));
      ofStaying.line("data: ", "cpu");
    }
    receiver().expectedAll();
  }

  @Test
  void a_stream_that_was_opened_with_a_password_ends_when_the_password_changes() {
    String password = "correct horse battery";
    api().put("/api/users/" + member.id + "/password", Api.object("password", password));
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("mia:" + password).getBytes(StandardCharsets.UTF_8));
    try (Listener stream = Listener.with(product.port(), basic)) {
      stream.line("id: ");
      hidden.receives(threshold("gold"));
      stream.line("data: ", "gold");

      api()
          .put(
              "/api/users/" + member.id + "/password",
              Api.object("password", "another horse battery"));

      stream.line("end of stream");
    }
    receiver().expectedAll();
  }

  @Test
  void the_stream_takes_one_method_only_and_is_not_shared_with_other_pages() {
    for (String method : List.of("POST", "PUT", "DELETE", "HEAD", "OPTIONS")) {
      Reply reply = api().call(method, "/api/alerts/stream", null);
      assertThat(reply.status()).as(method).isEqualTo(405);
      assertThat(reply.headers().firstValue("Allow")).as(method).contains("GET");
    }
    try (Listener stream =
        new Listener(product.port(), Api.TOKEN, "Origin: https://elsewhere.example")) {
      stream.line("id: ");
      assertThat(stream.linesWith("ccess-")).isZero();
    }
  }
}
