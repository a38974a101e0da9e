package io.dutybell.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.security.SecretBox;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import io.dutybell.store.Nodes;
import io.dutybell.team.Contact;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an older version has stored of contacts is carried over. */
class PlainContactsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");
  private static final String OLD_NODE =
      "insert into nodes (name, seen_at) values ('old', timestamp with time zone '2026-11-22 15:05:50+00')";

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final SecretBox box = new SecretBox(new byte[32], new SecureRandom());

  /** A database as version 19 of the schema left it, brought up to date. */
  private static Database upgraded(Dialect dialect) throws SQLException {
    Database database =
        dialect == Dialect.H2
            ? Database.of("jdbc:h2:mem:upgraded" + System.nanoTime(), "sa", "", 4)
            : Database.of(FreshDatabase.postgresql(), "postgres", "postgres", 4);
    Flyway.configure()
        .dataSource(database.dataSource())
        .locations(
            "classpath:db/migration/common",
            "classpath:db/migration/" + dialect.name().toLowerCase(java.util.Locale.ROOT))
        .target("19")
        .load()
        .migrate();
    execute(
        database,
        "insert into users (username, first_name, last_name, timezone, language, role, created_at, updated_at)"
            + " values ('ana', 'Ana', '', 'UTC', 'en', 'USER', current_timestamp, current_timestamp)",
        "insert into contacts (user_id, kind, connector, target, params, verified, created_at)"
            + " select id, 'CHANNEL', 'webhook', 'https://chat.example/hook/s3cret', '{\"token\":\"t0ken\"}', true, current_timestamp from users",
        "insert into contacts (user_id, kind, connector, target, region_code, params, verified, created_at)"
            + " select id, 'PHONE', 'sms', '+86 138', 'CN', '{}', false, current_timestamp from users");
    database.migrate();
    return database;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void contacts_of_an_older_version_are_read_and_then_encrypted(Dialect dialect) throws Exception {
    try (Database database = upgraded(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, now::get, box);
      List<Contact> before = contacts(store);

      new PlainContacts(store, new Nodes(database, "new", now::get)).encrypt();

      assertThat(before.get(0).target()).isEqualTo("https://chat.example/hook/s3cret");
      assertThat(contacts(store)).isEqualTo(before);
      assertThat(contacts(new ConfigurationStore(database, now::get, box))).isEqualTo(before);
      assertThat(new UserStore(store, now::get).contacts(1))
          .extracting(ContactEntry::contact)
          .isEqualTo(before);
      assertThat(inClear(database)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothing_is_encrypted_while_a_node_runs_that_could_not_read_it(Dialect dialect)
      throws Exception {
    try (Database database = upgraded(dialect)) {
      ConfigurationStore store = new ConfigurationStore(database, now::get, box);
      Nodes nodes = new Nodes(database, "new", now::get);
      PlainContacts plain = new PlainContacts(store, nodes);
      nodes.look();
      execute(database, OLD_NODE);

      plain.encrypt();

      // An embedded database has one node.
      assertThat(inClear(database)).isEqualTo(dialect == Dialect.H2 ? 0 : 2);
      now.set(NOW.plus(Duration.ofMinutes(1)));
      plain.encrypt();
      assertThat(inClear(database)).isZero();
    }
  }

  private static List<Contact> contacts(ConfigurationStore store) {
    return store.load().users().values().iterator().next().contacts();
  }

  private static long inClear(Database database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from contacts where target <> '' or params <> '{}' or address_encrypted is null")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(Database database, String... statements) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }
}
