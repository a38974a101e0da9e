package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.store.Dialect;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator replaces the secret key, node after node. */
class SecretKeyStories extends Story {

  private static final String NEW_KEY = "01".repeat(32);
  private static final String OLD_KEY = "02".repeat(32);

  private Person ann;
  private Source ecs;

  @Override
  Product product() {
    return Product.start(database, Map.of("dutybell.secret.key", OLD_KEY));
  }

  @Override
  void release(Product used) {
    used.close();
  }

  @BeforeEach
  void annIsOnCall() {
    ann = user("Ann").withWebhook();
    ecs = source("ECS", policy("Ops").level(minutes(5), ann));
    ecs.id();
  }

  private void replaceKeyOfTheNextStart() {
    product.set("dutybell.secret.key", NEW_KEY);
    product.set("dutybell.secret.key.former", OLD_KEY);
  }

  private JsonNode connector(String secret) {
    return api()
        .post(
            "/api/connectors",
            Api.object("name", "hook", "type", "webhook", "params", Api.object("secret", secret)));
  }

  private static int status(Api api, String link) {
    return api.send(api.request(link.substring(Product.BASE_URL.length())).GET()).status();
  }

  private String link() {
    return expect(ann).told(ALERT).json().path("acceptUrl").asText();
  }

  @Test
  void keys_secrets_and_links_of_before_go_on_working_after_the_start_with_the_new_key() {
    String key = api().get("/api/alert-sources/" + ecs.id()).path("integrationKey").asText();
    String hook = connector("s3cret").path("id").asText();
    ecs.receives(threshold("cpu"));
    String link = link();

    product.stop();
    replaceKeyOfTheNextStart();
    product.start();

    assertThat(api().get("/api/alert-sources/" + ecs.id()).path("integrationKey").asText())
        .isEqualTo(key);
    assertThat(api().get("/api/connectors/" + hook).at("/params/secret").asText()).isEqualTo("***");
    assertThat(status(api(), link)).isEqualTo(200);
    ecs.receives(threshold("disk"));
    String later = link();

    product.stop();
    product.set("dutybell.secret.key.former", "");
    product.start();

    assertThat(api().get("/api/alert-sources/" + ecs.id()).path("integrationKey").asText())
        .isEqualTo(key);
    assertThat(status(api(), later)).isEqualTo(200);
    assertThat(status(api(), link))
        .as("signed with the key that nobody has any more")
        .isEqualTo(404);
  }

  @Test
  void a_node_with_the_former_key_says_so_changes_nothing_and_goes_on_receiving() {
    assumeTrue(database == Dialect.POSTGRESQL, "H2 has one node");
    ecs.receives(threshold("cpu"));
    String link = link();
    replaceKeyOfTheNextStart();
    try (Product other = product.anotherNode()) {
      for (Reply refused :
          List.of(
              api().call("POST", "/api/teams", Api.object("name", "Ops")),
              api()
                  .call(
                      "POST",
                      "/api/connectors",
                      Api.object("name", "hook", "type", "webhook", "params", Map.of())),
              api().call("POST", "/api/alert-sources/" + ecs.id() + "/rotate-key", null),
              api().call("GET", "/api/alert-sources/" + ecs.id(), null))) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.json().path("code").asText()).isEqualTo("SECRET_KEY_REPLACED");
        assertThat(refused.header("Retry-After")).isNotNull();
      }
      await().until(() -> !product.running().isWell());
      assertThat(other.running().isWell()).isTrue();
      assertThat(status(other.api(), link)).isEqualTo(200);

      ecs.receives(threshold("disk"));
      other.settle();
      assertThat(other.api().get("/api/teams")).isEmpty();
      assertThat(status(other.api(), link()))
          .as("a link that the node with the former key signed")
          .isEqualTo(200);
      other.api().post("/api/teams", Api.object("name", "Ops"));
    }
  }
}
