package io.dutybell.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KameletRulesTest {

  private static final String GOOD =
      """
      apiVersion: camel.apache.org/v1
      kind: Kamelet
      metadata:
        name: pigeon-notifier
      spec:
        definition:
          title: Pigeon
          description: Sends a pigeon.
          required:
            - loft
          properties:
            loft:
              title: Loft
              description: Where the pigeon lives.
              type: string
            loftPassword:
              title: Password
              description: What the keeper asks for.
              type: string
              format: password
        template:
          beans:
            - name: keeper
              type: "#class:java.lang.Object"
          from:
            uri: kamelet:source
            steps:
              - setHeader:
                  name: Loft
                  expression:
                    constant:
                      expression: "{{loft}} {{?loftPassword}} {{pigeon.timeout}} {{keeper}}"
              - to:
                  uri: http:pigeons
      """;

  @TempDir Path folder;

  @Test
  void the_kamelets_of_this_project_keep_the_rules() {
    assertThat(KameletRules.violations(ProjectFiles.ofThisProject())).isEmpty();
  }

  @Test
  void a_project_without_kamelets_keeps_the_rules() {
    assertThat(KameletRules.violations(new ProjectFiles(folder))).isEmpty();
  }

  @Test
  void a_well_described_kamelet_keeps_the_rules() throws IOException {
    assertThat(violations(GOOD)).isEmpty();
  }

  @Test
  void a_template_that_is_a_whole_route_keeps_the_rules() throws IOException {
    int at = GOOD.indexOf("    from:");
    String route =
        GOOD.substring(0, at) + "    route:\n" + GOOD.substring(at).indent(2).stripTrailing();
    assertThat(violations(route)).isEmpty();
  }

  @Test
  void another_name_than_the_file_has_is_found() throws IOException {
    assertThat(violations(GOOD.replace("name: pigeon-notifier", "name: dove-notifier")))
        .containsExactly(
            "routes/notifiers/pigeon-notifier.kamelet.yaml: needs the metadata.name"
                + " 'pigeon-notifier', as the file is called");
  }

  @Test
  void a_kamelet_that_does_not_say_what_it_is_is_found() throws IOException {
    assertThat(violations(GOOD.replace("kind: Kamelet", "kind: Camel")))
        .singleElement()
        .asString()
        .contains("needs 'kind: Kamelet'");
    assertThat(violations(GOOD.replace("    title: Pigeon\n", "")))
        .singleElement()
        .asString()
        .contains("needs a spec.definition.title");
    assertThat(violations(GOOD.replace("    description: Sends a pigeon.\n", "")))
        .singleElement()
        .asString()
        .contains("needs a spec.definition.description");
  }

  @Test
  void a_property_that_is_not_described_is_found() throws IOException {
    for (String line :
        List.of(
            "        title: Loft\n",
            "        description: Where the pigeon lives.\n",
            "        type: string\n      loftP")) {
      String without = GOOD.replace(line, line.endsWith("loftP") ? "      loftP" : "");
      assertThat(violations(without))
          .as(line)
          .singleElement()
          .asString()
          .contains("property loft needs a ");
    }
  }

  @Test
  void a_secret_that_is_not_marked_is_found() throws IOException {
    assertThat(violations(GOOD.replace("        format: password\n", "")))
        .singleElement()
        .asString()
        .contains("property loftPassword is a secret");
  }

  @Test
  void a_required_property_that_is_not_there_is_found() throws IOException {
    assertThat(violations(GOOD.replace("- loft\n", "- loft\n      - colour\n")))
        .singleElement()
        .asString()
        .contains("requires the property colour");
  }

  @Test
  void a_placeholder_without_a_property_is_found() throws IOException {
    assertThat(violations(GOOD.replace("{{loft}}", "{{lofd}}")))
        .singleElement()
        .asString()
        .contains("uses {{lofd}}");
  }

  @Test
  void a_template_that_the_schema_refuses_is_found() throws IOException {
    assertThat(violations(GOOD.replace("uri: http:pigeons", "urj: http:pigeons")))
        .anyMatch(v -> v.contains("urj"));
    assertThat(violations(GOOD.replace("from:", "form:")))
        .anyMatch(v -> v.contains("form"))
        .anyMatch(v -> v.contains("its template needs a 'from:'"));
    assertThat(violations(GOOD.substring(0, GOOD.indexOf("  template:"))))
        .singleElement()
        .asString()
        .contains("needs a spec.template");
  }

  @Test
  void a_script_in_a_template_is_found() throws IOException {
    assertThat(violations(GOOD.replace("constant:", "groovy:")))
        .singleElement()
        .asString()
        .contains("'groovy' is a script");
  }

  @Test
  void too_many_steps_are_found() throws IOException {
    assertThat(violations(GOOD + "        - log:\n            message: a\n".repeat(11)))
        .singleElement()
        .asString()
        .contains("has 13 steps");
  }

  private List<String> violations(String text) throws IOException {
    Path file = folder.resolve("routes/notifiers/pigeon-notifier.kamelet.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return KameletRules.violations(new ProjectFiles(folder));
  }
}
