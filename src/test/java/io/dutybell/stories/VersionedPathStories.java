package io.dutybell.stories;

import static io.dutybell.stories.Api.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.api.Described;
import io.dutybell.api.Described.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Older clients of ilert's put the version of its API into every path. */
class VersionedPathStories extends Story {

  @Test
  void every_path_of_the_document_means_the_same_with_the_version_in_it() {
    List<Operation> operations =
        Described.of(api().send(api().request("/api/openapi.yaml").GET()).text()).operations();
    int compared = 0;

    for (Operation operation : operations) {
      String path = operation.path().replaceAll("\\{[a-zA-Z]+}", "999999");
      // What stays open has stories of its own; events had the version before.
      if (!path.startsWith("/api/")
          || path.startsWith("/api/v1/")
          || path.equals("/api/alerts/stream")) {
        continue;
      }
      String versioned = path.replaceFirst("/api/", "/api/v1/");
      // Broken on purpose: nothing is made twice.
      Object body = operation.method().matches("GET|HEAD|DELETE") ? null : "{";
      Reply plain = api().call(operation.method(), path, body);
      Reply reply = api().call(operation.method(), versioned, body);

      assertThat(reply.status()).as(operation.toString()).isEqualTo(plain.status());
      assertThat(reply.text()).as(operation.toString()).isEqualTo(plain.text());
      assertThat(reply.text()).doesNotContain("nothing at this path");
      compared++;
    }

    assertThat(compared).isGreaterThan(100);
  }

  @Test
  void a_client_of_the_first_version_keeps_its_resources() {
    IlertClient client = IlertClient.withToken(api(), Api.TOKEN);
    long ana =
        client
            .create("/api/v1/users", object("firstName", "Ana", "email", "ana@example.org"))
            .path("id")
            .asLong();
    String policy =
        client.applied(
            "/api/v1/escalation-policies",
            object("name", "Ops", "escalationRules", rule("user", ana)),
            object("name", "Ops at night", "escalationRules", rule("user", ana)));
    long policyId = client.get(policy).path("id").asLong();
    String name = "/api/v1/escalation-policies/name/Ops%20at%20night?include=x";
    assertThat(client.get(name).path("id").asLong()).isEqualTo(policyId);
    var source =
        client.create(
            "/api/v1/alert-sources",
            object(
                "name",
                "prod",
                "integrationType",
                "API",
                "escalationPolicy",
                object("id", policyId)));
    assertThat(source.path("integrationUrl").asText()).endsWith("/api/events");
    assertThat(client.get("/api/v1/alert-sources?max-results=1&start-index=1")).isEmpty();

    var monitor =
        client.create(
            "/api/v1/heartbeat-monitors",
            object(
                "name",
                "backup",
                "intervalSec",
                60,
                "alertSource",
                object("id", source.path("id").asLong())));
    String ping = "/api/v1/heartbeats/" + monitor.path("integrationKey").asText();
    assertThat(api().send(api().request(ping + "?a=b").GET()).status()).isEqualTo(202);
    assertThat(api().send(api().request("/api/v1/heartbeats/unknown").GET()).status())
        .isEqualTo(404);
  }

  @Test
  void only_the_version_alone_may_stand_before_a_resource() {
    for (String path :
        List.of(
            "/api/v2/users",
            "/api/v1/v1/users",
            "/api/v1users",
            "/api/v1/",
            "/api/v1/events/elsewhere/key",
            "/v1/users")) {
      assertThat(api().call("GET", path, null).status()).as(path).isEqualTo(404);
    }
    assertThat(api().call("PUT", "/api/v1/events", "{}").status()).isEqualTo(405);
    assertThat(api().call("PATCH", "/api/v1/users/1", "{}").header("Allow"))
        .isEqualTo("DELETE, GET, PUT");
  }

  @Test
  void dots_and_doubled_slashes_change_nothing() {
    Person ann = user("Ann").withWebhook();
    String key = source("ECS", policy("Ops").level(hours(1), ann)).key();

    for (String path :
        List.of(
            "/api/v1//users/%d",
            "//api/v1/users/%d",
            "/api/./v1/users/%d",
            "/api/%%761/users/%d",
            "/api//users/%d",
            "/api/users/987654/../%d")) {
      Reply reply = api().call("GET", path.formatted(ann.id), null);
      assertThat(reply.status()).as(path + reply.text()).isEqualTo(200);
      assertThat(reply.json().path("id").asLong()).as(path).isEqualTo(ann.id);
    }
    for (String path : List.of("/api/v1//events/", "//api/v1/events/", "/api/v1/./events/")) {
      Reply reply = api().call("POST", path + "alibaba-cloud/" + key, object("a", "b"));
      assertThat(reply.status()).as(path).isEqualTo(202);
    }
  }

  private static Object rule(String form, long id) {
    return List.of(object(form, object("id", id), "escalationTimeout", 15));
  }
}
