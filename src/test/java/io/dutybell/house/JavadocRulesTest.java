package io.dutybell.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavadocRulesTest {

  private static final String GOOD =
      """
      package io.dutybell.thing;

      /** A thing. */
      public final class Thing implements Runnable {

        public Thing() {}

        /** What it weighs, in grams. */
        public int weight() {
          return new Object() {
            public int hidden() {
              return 1;
            }
          }.hidden();
        }

        @Override
        public void run() {}

        void drop() {}

        /** Makes a thing. */
        @FunctionalInterface
        public interface Maker {
          Thing make();
        }

        static final class Hidden {
          public void stay() {}
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void the_sources_of_this_project_keep_the_rules() {
    assertThat(JavadocRules.violations(ProjectFiles.ofThisProject())).isEmpty();
  }

  @Test
  void documented_source_keeps_the_rules() throws IOException {
    assertThat(violations(GOOD)).isEmpty();
  }

  @Test
  void a_public_type_without_a_comment_is_found() throws IOException {
    assertThat(violations(GOOD.replace("/** A thing. */", "// A thing.")))
        .containsExactly(
            "src/main/java/io/dutybell/thing/Thing.java:4: Thing is public and needs a Javadoc"
                + " comment");
    assertThat(violations(GOOD.replace("/** Makes a thing. */", "")))
        .singleElement()
        .asString()
        .contains("Maker is public");
  }

  @Test
  void a_public_method_without_a_comment_is_found() throws IOException {
    assertThat(violations(GOOD.replace("/** What it weighs, in grams. */", "/** */")))
        .singleElement()
        .asString()
        .contains("weight() is public");
    assertThat(violations(GOOD.replace("@FunctionalInterface", "")))
        .singleElement()
        .asString()
        .contains("make() is public");
  }

  private List<String> violations(String text) throws IOException {
    Path file = folder.resolve("src/main/java/io/dutybell/thing/Thing.java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return JavadocRules.violations(new ProjectFiles(folder));
  }
}
