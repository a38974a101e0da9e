package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dutybell.outside.Api;
import io.dutybell.outside.RunningProduct;
import io.dutybell.store.FreshDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process, killed while it encrypts secrets anew with another key. */
class SecretKeyCrashTest {

  private static final String OLD_KEY = "02".repeat(32);
  private static final String NEW_KEY = "03".repeat(32);

  @TempDir Path folder;

  private static void replaceKey(RunningProduct product) {
    product.with("DUTYBELL_SECRET_KEY", NEW_KEY).with("DUTYBELL_SECRET_KEY_FORMER", OLD_KEY);
  }

  private static void goBack(RunningProduct product) {
    product.with("DUTYBELL_SECRET_KEY", OLD_KEY).with("DUTYBELL_SECRET_KEY_FORMER", "");
  }

  private static void start(RunningProduct product) {
    product.start();
    product.awaitReady();
  }

  private static String key(RunningProduct product, Api.Source source) {
    return new Api(product)
        .get("/api/alert-sources/" + source.id())
        .path("integrationKey")
        .asText();
  }

  @Test
  void killed_between_two_tables_it_has_changed_nothing_and_the_next_start_does_it_all()
      throws Exception {
    String url = FreshDatabase.postgresql();
    try (RunningProduct product =
            RunningProduct.ofClasses(folder.resolve("home")).withPostgresql(url, "postgres");
        Connection other = DriverManager.getConnection(url, "postgres", "postgres");
        Connection watching = DriverManager.getConnection(url, "postgres", "postgres")) {
      goBack(product);
      start(product);
      Api api = new Api(product);
      Api.Source source = api.makeSource("kept", "log", "ada");
      api.post("/api/connectors", "{\"name\": \"hook\", \"type\": \"webhook\", \"params\": {}}");
      product.close();

      // Its keys have been encrypted anew by the time it waits for the row of the connector.
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute("select id from connectors for update");
        replaceKey(product);
        product.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> isSomebodyWaiting(watching));
        product.kill();
      }
      other.rollback();

      goBack(product);
      start(product);
      assertThat(key(product, source)).as("with the key before").isEqualTo(source.key());
      product.close();

      replaceKey(product);
      start(product);
      assertThat(key(product, source)).as("with the new key").isEqualTo(source.key());
    }
  }

  private static boolean isSomebodyWaiting(Connection watching) throws SQLException {
    try (Statement statement = watching.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                    + " and query like 'update connectors%' and datname = current_database()")) {
      row.next();
      return row.getInt(1) > 0;
    }
  }

  @Test
  void with_a_key_file_two_files_are_moved_and_a_kill_does_no_harm() throws IOException {
    try (RunningProduct product =
        RunningProduct.ofClasses(folder.resolve("home")).with("DUTYBELL_SECRET_KEY", "")) {
      start(product);
      Api.Source source = new Api(product).makeSource("kept", "log", "ada");
      product.close();
      Path data = folder.resolve("home/data");
      Files.move(data.resolve("secret.key"), data.resolve("secret.key.former"));

      product.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(data.resolve("secret.key")));
      product.kill();
      start(product);

      assertThat(key(product, source)).isEqualTo(source.key());
      product.close();
      Files.delete(data.resolve("secret.key.former"));
      start(product);
      assertThat(key(product, source)).isEqualTo(source.key());
    }
  }

  @Test
  void a_wrong_former_key_ends_the_start_with_a_sentence() {
    try (RunningProduct product = RunningProduct.ofClasses(folder.resolve("home"))) {
      goBack(product);
      start(product);
      product.close();

      product.with("DUTYBELL_SECRET_KEY", NEW_KEY).with("DUTYBELL_SECRET_KEY_FORMER", NEW_KEY);
      product.start();

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> ProcessHandle.of(product.pid()).filter(ProcessHandle::isAlive).isEmpty());
      assertThat(product.endOfLog())
          .contains("is not the one this database was set up with")
          .contains("DUTYBELL_SECRET_KEY_FORMER")
          .doesNotContain(NEW_KEY);
    }
  }
}
