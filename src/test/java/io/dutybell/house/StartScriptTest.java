package io.dutybell.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script, run by a real shell with a Java that only says what it was asked to do. */
class StartScriptTest {

  private record Run(int status, String output) {}

  @TempDir Path folder;

  private Path home;

  @BeforeEach
  void install() throws IOException {
    home = folder.toRealPath().resolve("dutybell home");
    Files.createDirectories(home.resolve("bin"));
    Files.copy(Path.of("src/dist/bin/dutybell"), home.resolve("bin/dutybell"));
    Files.createFile(home.resolve("dutybell.jar"));
  }

  @Test
  void it_starts_java_in_its_home() throws Exception {
    Run run = run("17.0.15", Map.of("JAVA_OPTS", "-Xmx1g -Da=b"));

    assertThat(run.output())
        .isEqualTo(
            home + "\n-XX:+ExitOnOutOfMemoryError -Xmx1g -Da=b -jar dutybell.jar one two words\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void it_finds_its_home_through_a_link() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("bin/dutybell"));

    assertThat(run(link, "21", Map.of()).output()).startsWith(home + "\n");
  }

  @Test
  void it_goes_to_the_home_it_is_given() throws Exception {
    Path other = Files.createDirectory(folder.toRealPath().resolve("other"));
    Files.createFile(other.resolve("dutybell.jar"));

    assertThat(run("25-ea", Map.of("DUTYBELL_HOME", other.toString())).output())
        .startsWith(other + "\n");
  }

  @Test
  void it_refuses_a_java_that_is_too_old() throws Exception {
    for (String version : new String[] {"1.8.0_292", "11.0.2", "16.0.1"}) {
      Run run = run(version, Map.of());

      assertThat(run.output()).contains("is Java " + version + ", and Dutybell needs Java 17");
      assertThat(run.status()).isEqualTo(1);
    }
  }

  @Test
  void it_says_when_java_or_its_home_is_not_there() throws Exception {
    assertThat(run("17", Map.of("JAVA_HOME", "/nowhere")).output())
        .contains("JAVA_HOME is /nowhere, but there is no bin/java in it.");
    assertThat(run("17", Map.of("DUTYBELL_HOME", "/nowhere")).output())
        .contains("DUTYBELL_HOME is /nowhere, which is not a folder");
    assertThat(run("17", Map.of("DUTYBELL_HOME", folder.toString())).output())
        .contains("there is no dutybell.jar in " + folder);
  }

  private Run run(String version, Map<String, String> environment) throws Exception {
    return run(home.resolve("bin/dutybell"), version, environment);
  }

  private Run run(Path script, String version, Map<String, String> environment) throws Exception {
    Path java = folder.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(
        java,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo 'Picked up JAVA_TOOL_OPTIONS: -Dx=1' >&2
          echo 'openjdk version "%s" 2025-04-15' >&2
        else
          pwd
          echo "$@"
        fi
        """
            .formatted(version));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder = new ProcessBuilder("sh", script.toString(), "one", "two words");
    builder.environment().keySet().removeIf(name -> name.matches("(JAVA|DUTYBELL)_.*"));
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }
}
