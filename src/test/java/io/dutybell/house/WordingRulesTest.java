package io.dutybell.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordingRulesTest {

  @TempDir Path folder;

  @Test
  void the_sources_of_this_project_keep_the_rules() {
    assertThat(WordingRules.violations(ProjectFiles.ofThisProject())).isEmpty();
  }

  @Test
  void work_that_was_left_over_is_found() throws IOException {
    for (String name : List.of("src/main/java/A.java", "routes/a.camel.yaml", "src/main/a.sql")) {
      assertThat(violations(name, "fine\n// TODO later\n"))
          .singleElement()
          .asString()
          .startsWith(name + ":2: 'TODO' is left over");
      assertThat(violations(name, "FIXME\n")).hasSize(1);
      assertThat(violations(name, "a methodTODOlist\n")).isEmpty();
    }
  }

  @Test
  void a_sleeping_test_is_found() throws IOException {
    String name = "src/test/java/ATest.java";
    assertThat(violations(name, "Thread.sleep(1);")).hasSize(1);
    assertThat(violations(name, "TimeUnit.SECONDS.sleep(1);")).hasSize(1);
    assertThat(violations("src/main/java/A.java", "Thread.sleep(1);")).isEmpty();
  }

  @Test
  void a_mocking_test_is_found() throws IOException {
    assertThat(violations("src/test/java/ATest.java", "import static org.mockito.Mockito.mock;"))
        .hasSize(1);
  }

  private List<String> violations(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    List<String> found = WordingRules.violations(new ProjectFiles(folder));
    Files.delete(file);
    return found;
  }
}
