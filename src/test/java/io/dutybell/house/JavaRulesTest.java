package io.dutybell.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaRulesTest {

  @TempDir Path folder;

  @Test
  void the_classes_of_this_project_keep_the_rules() {
    Path classes = Path.of("target/classes");

    assertThat(classes.resolve("io/dutybell")).isDirectory();
    assertThat(JavaRules.violations(classes)).isEmpty();
  }

  @Test
  void a_clock_outside_its_package_is_found() throws IOException {
    for (String expression :
        List.of(
            "java.time.Instant.now()",
            "java.time.LocalDateTime.now()",
            "java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC)",
            "System.currentTimeMillis()",
            "new java.util.Date()",
            "java.util.Calendar.getInstance()",
            "java.time.Clock.systemUTC()",
            "(java.util.function.Supplier<java.time.Instant>) java.time.Instant::now")) {
      assertThat(violations("event", "Event", "Object at = " + expression + ";"))
          .as(expression)
          .singleElement()
          .asString()
          .contains("Event.java:");
      assertThat(violations("clock", "Event", "Object at = " + expression + ";"))
          .as(expression)
          .isEmpty();
    }
  }

  @Test
  void durations_may_be_measured_anywhere() throws IOException {
    assertThat(
            violations(
                "event", "Event", "long a = System.nanoTime(); Object b = new java.util.Date(1);"))
        .isEmpty();
  }

  @Test
  void camel_away_from_the_edge_is_found() throws IOException {
    String field = "org.apache.camel.Exchange exchange;";

    assertThat(violations("alert", "Alert", field))
        .isNotEmpty()
        .allMatch(v -> v.contains("Alert.java"));
    assertThat(violations("api", "Answer", field)).isEmpty();
    assertThat(compiled(source("", "Main", field))).isEmpty();
  }

  @Test
  void a_cycle_of_packages_is_found() throws IOException {
    assertThat(
            compiled(
                source("alert", "Alert", "public io.dutybell.event.Event event;"),
                source("event", "Event", "public io.dutybell.alert.Alert alert;")))
        .singleElement()
        .asString()
        .contains("Cycle detected: Slice alert", "Slice event");
  }

  @Test
  void a_package_that_knows_the_root_is_found() throws IOException {
    assertThat(
            compiled(
                source("", "Main", ""), source("alert", "Alert", "public io.dutybell.Main main;")))
        .isNotEmpty()
        .allMatch(v -> v.contains("Alert.java"));
  }

  @Test
  void security_that_knows_more_than_the_store_is_found() throws IOException {
    assertThat(
            compiled(
                source("store", "Store", ""),
                source("security", "Token", "public io.dutybell.store.Store store;")))
        .isEmpty();
    assertThat(
            compiled(
                source("team", "User", ""),
                source("security", "Token", "public io.dutybell.team.User user;")))
        .isNotEmpty()
        .allMatch(v -> v.contains("Token.java"));
  }

  private record Source(String name, String text) {}

  private static Source source(String pack, String type, String member) {
    String full = pack.isEmpty() ? "io.dutybell" : "io.dutybell." + pack;
    return new Source(
        full.replace('.', '/') + "/" + type + ".java",
        "package " + full + ";\npublic class " + type + " {\n" + member + "\n}\n");
  }

  private List<String> violations(String pack, String type, String member) throws IOException {
    return compiled(source(pack, type, member));
  }

  private List<String> compiled(Source... sources) throws IOException {
    Path place = Files.createTempDirectory(folder, "example");
    List<String> arguments = new ArrayList<>(List.of("-d", place.resolve("classes").toString()));
    arguments.addAll(List.of("-proc:none", "-cp", System.getProperty("java.class.path")));
    for (Source source : sources) {
      Path file = place.resolve(source.name());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.text());
      arguments.add(file.toString());
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).as("the example compiles").isZero();
    return JavaRules.violations(place.resolve("classes"));
  }
}
