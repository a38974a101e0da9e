package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.outside.Api;
import io.dutybell.outside.RunningProduct;
import io.dutybell.store.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of configuration is applied at the start. */
class ConfigurationFileStories {

  private static final String TEAMS =
      """
      users:
        - username: ann
          contacts: {channels: [{connector: Room, target: "https://example.com/ann"}]}
      connectors:
        - {name: Room, type: webhook}
      teams:
        - name: Ops
          %s: [{user: ann}]
      """;

  @Test
  void a_mistake_in_it_refuses_the_start_and_changes_nothing(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("bell.yaml");
    Files.writeString(file, TEAMS.formatted("membres"));
    try (RunningProduct product =
        RunningProduct.ofClasses(folder.resolve("home"))
            .with("DUTYBELL_CONFIG_FILE", file.toString())) {
      product.start();

      assertThatThrownBy(product::awaitReady)
          .hasMessageContaining("the product ended with 1")
          .hasMessageContaining("bell.yaml")
          .hasMessageContaining("line 8, column 5, teams[0].membres");

      Files.writeString(file, TEAMS.formatted("members"));
      product.start();
      product.awaitReady();
      JsonNode log = new Api(product).get("/api/audit-log");
      assertThat(log.findValuesAsText("resource"))
          .containsExactlyInAnyOrder("team", "contact", "user", "connector");
      assertThat(log.findValuesAsText("caller")).containsOnly("configuration file");
    }
  }

  @Test
  void a_file_that_is_not_there_is_named(@TempDir Path folder) {
    try (RunningProduct product =
        RunningProduct.ofClasses(folder.resolve("home"))
            .with("DUTYBELL_CONFIG_FILE", "nowhere.yaml")) {
      product.start();

      assertThatThrownBy(product::awaitReady)
          .hasMessageContaining("dutybell.config.file: the configuration file nowhere.yaml");
    }
  }

  @Test
  void a_second_node_finds_nothing_to_do(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("bell.yaml");
    Files.writeString(file, TEAMS.formatted("members"));
    try (Product product =
            Product.start(Dialect.POSTGRESQL, Map.of("dutybell.config.file", file.toString()));
        Product second = product.anotherNode()) {

      assertThat(second.api().get("/api/teams").findValuesAsText("name")).contains("Ops");
      assertThat(product.api().get("/api/audit-log")).hasSize(4);
    }
  }
}
