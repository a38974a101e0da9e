package io.dutybell.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteRulesTest {

  private static final String GOOD =
      """
      - rest:
          path: /api/things
          get:
            - id: list-things
              description: Lists the things.
              path: /
              to: direct:show-things
      - route:
          id: show-things
          description: Shows the things, newest first.
          from:
            uri: direct:show-things
            steps:
              - setBody:
                  expression:
                    simple:
                      expression: ${variable.things}
              - choice:
                  when:
                    - expression:
                        simple:
                          expression: ${body} == null
                      steps:
                        - to:
                            uri: direct:count-things
                            parameters:
                              timeout: "{{things.timeout}}"
      - route:
          id: count-things
          description: Counts the things.
          from:
            uri: direct:count-things
            steps:
              - to:
                  uri: jdbc:database
              - log:
                  message: counted
      """;

  @TempDir Path folder;

  @Test
  void the_routes_of_this_project_keep_the_rules() {
    assertThat(RouteRules.violations(ProjectFiles.ofThisProject())).isEmpty();
  }

  @Test
  void a_project_without_routes_keeps_the_rules() {
    assertThat(RouteRules.violations(new ProjectFiles(folder))).isEmpty();
  }

  @Test
  void a_well_written_file_keeps_the_rules() throws IOException {
    assertThat(violations(GOOD)).isEmpty();
  }

  @Test
  void the_file_at_fault_is_named() throws IOException {
    assertThat(violations("- route: {}\n"))
        .isNotEmpty()
        .allMatch(v -> v.startsWith("routes/some/file.camel.yaml: "));
  }

  @Test
  void what_is_not_yaml_is_found() throws IOException {
    assertThat(violations("- route: [")).singleElement().asString().contains("is not YAML");
    assertThat(violations("- route:\n    id: a-b\n    id: c-d\n"))
        .singleElement()
        .asString()
        .contains("duplicate key id");
  }

  @Test
  void an_id_without_a_verb_and_an_object_is_found() throws IOException {
    assertThat(violations(GOOD.replace("id: count-things", "id: count")))
        .anyMatch(v -> v.contains("route count: needs an id of a verb and an object"));
    assertThat(violations(GOOD.replace("count-things", "things-count")))
        .singleElement()
        .asString()
        .contains("route things-count: its id does not begin with a verb");
    assertThat(violations(GOOD.replace("- id: list-things\n        description", "- description")))
        .singleElement()
        .asString()
        .contains("rest get /: needs an id");
  }

  @Test
  void a_description_that_is_not_one_sentence_is_found() throws IOException {
    for (String description :
        List.of("counts the things.", "Counts", "Counts. And more.", "''", "Counts...")) {
      assertThat(violations(GOOD.replace("Counts the things.", description)))
          .as(description)
          .singleElement()
          .asString()
          .contains("route count-things: needs a description of one sentence");
    }
  }

  @Test
  void two_routes_with_one_id_are_found() throws IOException {
    assertThat(violations(GOOD + GOOD.substring(GOOD.lastIndexOf("- route:"))))
        .singleElement()
        .asString()
        .contains("has the id of another route");
  }

  @Test
  void a_direct_endpoint_with_another_name_than_its_route_is_found() throws IOException {
    assertThat(violations(GOOD.replace("id: count-things", "id: measure-things")))
        .anyMatch(v -> v.contains("route measure-things: consumes direct:count-things"))
        .anyMatch(v -> v.contains("sends to direct:count-things, but no route has that id"));
  }

  @Test
  void a_message_sent_to_nobody_is_found() throws IOException {
    assertThat(violations(GOOD.replace("uri: jdbc:database", "uri: direct:store-things")))
        .singleElement()
        .asString()
        .contains("sends to direct:store-things, but no route has that id");
    assertThat(violations(GOOD.replace("to: direct:show-things", "to: direct:hide-things")))
        .singleElement()
        .asString()
        .contains("sends to direct:hide-things");
  }

  @Test
  void a_bare_from_is_found() throws IOException {
    assertThat(violations("- from:\n    uri: timer:a\n    steps: []\n"))
        .singleElement()
        .asString()
        .contains("'- from:' at its top level");
  }

  @Test
  void what_the_schema_refuses_is_found() throws IOException {
    assertThat(violations(GOOD.replace("message: counted", "mesage: counted")))
        .anyMatch(v -> v.contains("mesage"));
    assertThat(violations(GOOD.replace("- log:", "- logg:"))).anyMatch(v -> v.contains("logg"));
  }

  @Test
  void a_placeholder_may_stand_for_any_value() throws IOException {
    String level = "message: counted\n            loggingLevel: ";
    assertThat(violations(GOOD.replace("message: counted", level + "\"{{things.level}}\"")))
        .isEmpty();
    assertThat(violations(GOOD.replace("message: counted", level + "LOUD")))
        .anyMatch(v -> v.contains("loggingLevel"));
  }

  @Test
  void an_expression_without_the_word_is_found() throws IOException {
    assertThat(
            violations(
                GOOD.replaceFirst(
                    "expression:\\s+simple:\\s+expression: (\\$\\{variable.things})",
                    "simple: \\$1")))
        .singleElement()
        .asString()
        .contains("'setBody' needs its expression under 'expression:'");
    assertThat(
            violations(
                GOOD.replaceFirst(
                    "expression:\\s+simple:\\s+expression: (\\$\\{body} == null)", "simple: \\$1")))
        .singleElement()
        .asString()
        .contains("'when' needs its expression under 'expression:'");
  }

  @Test
  void a_step_in_shorthand_is_found() throws IOException {
    assertThat(violations(GOOD.replace("log:\n            message: counted", "log: counted")))
        .singleElement()
        .asString()
        .contains("step 'log: counted' needs its settings below it");
  }

  @Test
  void more_than_twelve_steps_are_found() throws IOException {
    String step = "        - log:\n            message: counted\n";
    assertThat(violations(GOOD + step.repeat(10))).isEmpty();
    assertThat(violations(GOOD + step.repeat(11)))
        .singleElement()
        .asString()
        .contains("route count-things: has 13 steps");
  }

  @Test
  void more_than_two_levels_of_nesting_are_found() throws IOException {
    assertThat(violations(nested(2))).isEmpty();
    assertThat(violations(nested(3)))
        .singleElement()
        .asString()
        .contains("route count-things: is nested 3 levels deep");
  }

  @Test
  void a_script_is_found() throws IOException {
    for (String language : List.of("groovy", "js", "mvel", "ognl", "joor", "java", "python")) {
      assertThat(violations(GOOD.replaceFirst("simple:", language + ":")))
          .as(language)
          .anyMatch(v -> v.contains("'" + language + "' is a script"));
    }
  }

  @Test
  void sql_over_several_lines_is_found() throws IOException {
    String one = "select id from things";
    String folded = ">-\n                select id\n                from things\n";
    assertThat(violations(GOOD.replace("message: counted", "message: " + one))).isEmpty();
    assertThat(violations(GOOD.replace("message: counted", "message: >-\n                " + one)))
        .isEmpty();
    assertThat(violations(GOOD.replace("message: counted", "message: " + folded)))
        .singleElement()
        .asString()
        .contains("SQL over several lines at line");
    assertThat(violations(GOOD.replace("message: counted", "message: " + folded.replace('>', '|'))))
        .singleElement()
        .asString()
        .contains("SQL over several lines at line");
  }

  private static String nested(int levels) {
    StringBuilder text = new StringBuilder(GOOD);
    String indent = "        ";
    for (int i = 0; i < levels; i++) {
      text.append(indent).append("- loop:\n");
      text.append(indent).append("    expression:\n");
      text.append(indent).append("      constant:\n");
      text.append(indent).append("        expression: \"2\"\n");
      text.append(indent).append("    steps:\n");
      indent += "      ";
    }
    return text.append(indent)
        .append("- log:\n")
        .append(indent)
        .append("    message: deep\n")
        .toString();
  }

  private List<String> violations(String text) throws IOException {
    Path file = folder.resolve("routes/some/file.camel.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return RouteRules.violations(new ProjectFiles(folder));
  }
}
