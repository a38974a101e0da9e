package io.dutybell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StartFailureTest {

  private static final Path HERE = Path.of("/srv/bell");

  @Test
  void every_cause_is_said_once_and_on_one_line() {
    Throwable mistake = new IllegalArgumentException("expected ']'\n  in line 41, column 1");
    Throwable failure =
        new IllegalStateException(
            "cannot read routes/03.yaml", new RuntimeException("cannot read", mistake));

    assertThat(StartFailure.sentence(failure, HERE))
        .isEqualTo("cannot read routes/03.yaml: expected ']' in line 41, column 1");
  }

  @Test
  void a_missing_file_is_named_with_the_folder_in_which_it_was_looked_for() {
    Throwable missing = new NoSuchFileException("routes");

    assertThat(StartFailure.sentence(new RuntimeException(missing.toString(), missing), HERE))
        .startsWith("there is no routes in /srv/bell; start Dutybell in the folder that holds");
  }

  @Test
  void another_missing_file_is_not_blamed_on_the_folder() {
    Throwable missing = new NoSuchFileException("/no/such");

    assertThat(StartFailure.sentence(new RuntimeException("no data directory", missing), HERE))
        .isEqualTo("no data directory: /no/such");
  }

  @Test
  void a_cause_without_a_message_is_named() {
    assertThat(StartFailure.sentence(new IOException((String) null), HERE))
        .isEqualTo("IOException");
  }
}
