package io.dutybell.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlRulesTest {

  @TempDir Path folder;

  @Test
  void the_statements_of_this_project_keep_the_rules() {
    assertThat(SqlRules.violations(ProjectFiles.ofThisProject())).isEmpty();
  }

  @Test
  void a_statement_that_java_or_yaml_names_is_used() throws IOException {
    write("src/main/resources/sql/things/count.sql", "select count(*) from things");
    write("src/main/resources/sql/things/claim.h2.sql", "select id from things");
    write("src/main/resources/sql/things/claim.postgresql.sql", "select id from things");
    write("src/main/java/Things.java", "String name = many ? \"things/count\" : \"/api/things\";");
    write("routes/a.camel.yaml", "- to:\n    uri: sql:things/claim\n");

    assertThat(violations()).isEmpty();
  }

  @Test
  void an_unused_file_is_found() throws IOException {
    write("src/main/resources/sql/things/count.sql", "select count(*) from things");
    write("src/main/java/Things.java", "session.first(\"things/counts\", row -> row);");

    assertThat(violations())
        .contains("src/main/resources/sql/things/count: is not used in Java or YAML");
  }

  @Test
  void a_name_without_a_file_is_found() throws IOException {
    write(
        "src/main/java/Things.java",
        "session.batch(\n        \"things/drop-all\", things, (params, t) -> {});");

    assertThat(violations())
        .containsExactly(
            "src/main/java/Things.java: names the statement things/drop-all, which has no file in"
                + " src/main/resources/sql");
  }

  @Test
  void a_file_for_one_database_only_is_found() throws IOException {
    write("src/main/resources/sql/things/claim.h2.sql", "select id from things");
    write("src/main/java/Things.java", "session.list(\"things/claim\", row -> row);");

    assertThat(violations())
        .containsExactly("src/main/resources/sql/things/claim: is there for h2 only");
  }

  @Test
  void a_single_call_of_a_statement_that_takes_columns_is_found() throws IOException {
    write("src/main/resources/sql/things/insert.sql", "insert into things values (:id)");
    write(
        "src/main/resources/sql/things/insert.postgresql.sql",
        "insert into things select * from unnest(:id[])");
    write("src/main/java/Things.java", "session.update(\n    \"things/insert\", p -> {});");

    assertThat(violations())
        .singleElement()
        .asString()
        .contains("things/insert takes whole columns; call batch");
  }

  @Test
  void a_file_with_a_name_of_another_form_is_found() throws IOException {
    write("src/main/resources/sql/countThings.sql", "select count(*) from things");

    assertThat(violations()).singleElement().asString().contains("countThings.sql: is not called");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> violations() {
    return SqlRules.violations(new ProjectFiles(folder));
  }
}
