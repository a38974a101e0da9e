package io.dutybell.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsRulesTest {

  @TempDir Path folder;

  @Test
  void the_settings_of_this_project_keep_the_rules() {
    ProjectFiles project = ProjectFiles.ofThisProject();
    assertThat(project.root().resolve("application.properties")).exists();

    assertThat(SettingsRules.violations(project)).isEmpty();
  }

  @Test
  void explained_settings_keep_the_rules() throws IOException {
    assertThat(
            violations(
                """
                # Dutybell's settings.

                # The port that everything is served on; 0 takes any that is free.
                http.port = {{env:DUTYBELL_HTTP_PORT:8080}}
                # How long to wait for a commit before the spool takes the callback,
                # in milliseconds.
                store.wait=1000
                # Where routes are read from.
                routes=file:a,\\
                  file:b
                """))
        .isEmpty();
  }

  @Test
  void a_setting_without_a_comment_is_found() throws IOException {
    assertThat(violations("# One thing.\none=a\ntwo=b\n"))
        .singleElement()
        .asString()
        .startsWith("application.properties:3: two needs a comment");
    assertThat(violations("# Far away.\n\none=a\n"))
        .singleElement()
        .asString()
        .startsWith("application.properties:3: one needs a comment");
  }

  @Test
  void a_comment_that_is_no_sentence_is_found() throws IOException {
    assertThat(violations("# the thing\none=a\n")).hasSize(1);
  }

  @Test
  void a_quantity_without_a_unit_is_found() throws IOException {
    for (String value : List.of("1000", "{{env:WAIT:1000}}", "0.5")) {
      assertThat(violations("# How long to wait for a commit.\nstore.wait=" + value + "\n"))
          .as(value)
          .singleElement()
          .asString()
          .contains("store.wait is a quantity");
    }
  }

  private List<String> violations(String text) throws IOException {
    Files.writeString(folder.resolve("application.properties"), text);
    return SettingsRules.violations(new ProjectFiles(folder));
  }
}
