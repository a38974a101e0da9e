package io.dutybell.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dutybell.configuration.AlertActionStore;
import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.ConnectorStore;
import io.dutybell.configuration.ContactEntry;
import io.dutybell.configuration.HeartbeatStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.PolicyStore;
import io.dutybell.configuration.SourceStore;
import io.dutybell.configuration.UserEntry;
import io.dutybell.configuration.UserStore;
import io.dutybell.connector.AlertAction;
import io.dutybell.connector.Connector;
import io.dutybell.connector.TriggerType;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.heartbeat.HeartbeatMonitor;
import io.dutybell.source.AlertSource;
import io.dutybell.source.SourceSettings;
import io.dutybell.source.SourceType;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import io.dutybell.team.Contact;
import io.dutybell.team.User;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The secret key is replaced: every secret of the database is encrypted anew, or none. */
class SecretKeyChangeTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");

  private final SecureRandom random = new SecureRandom();
  private final byte[] first = key(1);
  private final byte[] second = key(2);
  private final SecretBox before = new SecretBox(first, random);
  private final SecretBox after = new SecretBox(second, List.of(first), random);
  private final SecretBox onlyNew = new SecretBox(second, random);

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void every_encrypted_column_of_the_schema_is_encrypted_anew(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      SecretKeyChange.complete(database, before);
      fill(database, before);
      Map<String, List<String>> were = clearTexts(database, before);

      int changed = SecretKeyChange.complete(database, after);

      assertThat(were)
          .as("a column that this test does not fill, or that has no constant of its own")
          .hasSameSizeAs(EncryptedColumn.values())
          .allSatisfy((column, texts) -> assertThat(texts).as(column).isNotEmpty());
      assertThat(clearTexts(database, onlyNew)).isEqualTo(were);
      assertThat(changed).isEqualTo(were.values().stream().mapToInt(List::size).sum());
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void doing_it_again_changes_nothing_and_the_former_key_is_not_needed_afterwards(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      SecretKeyChange.complete(database, before);
      fill(database, before);
      SecretKeyChange.complete(database, after);
      Map<String, List<String>> stored = values(database);

      assertThat(SecretKeyChange.complete(database, after)).isZero();
      assertThat(SecretKeyChange.complete(database, onlyNew)).isZero();

      assertThat(values(database)).isEqualTo(stored);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_key_that_is_not_known_is_refused_with_a_sentence_and_nothing_changes(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      SecretKeyChange.complete(database, before);
      fill(database, before);
      Map<String, List<String>> stored = values(database);
      SecretBox wrongFormer = new SecretBox(second, List.of(key(3)), random);

      for (SecretBox wrong : List.of(onlyNew, wrongFormer)) {
        assertThatThrownBy(() -> SecretKeyChange.complete(database, wrong))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(before.fingerprint())
            .hasMessageContaining("DUTYBELL_SECRET_KEY_FORMER");
      }

      assertThat(values(database)).isEqualTo(stored);
      assertThat(SecretKeyChange.complete(database, before)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void when_one_secret_cannot_be_read_everything_stays_with_the_key_before(Dialect dialect)
      throws SQLException {
    try (Database database = FreshDatabase.of(dialect)) {
      SecretKeyChange.complete(database, before);
      fill(database, before);
      // The last one that is looked at: all others have been encrypted anew by then.
      execute(database, "update alert_actions set params_encrypted = 'v1.damaged'");
      Map<String, List<String>> stored = values(database);

      assertThatThrownBy(() -> SecretKeyChange.complete(database, after))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("alert_actions.params_encrypted")
          .hasMessageContaining("was not replaced");

      assertThat(values(database)).isEqualTo(stored);
      assertThat(SecretKeyChange.complete(database, before)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_node_with_the_former_key_can_change_nothing_any_more(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      SecretKeyChange.complete(database, before);
      ConfigurationStore store = new ConfigurationStore(database, () -> NOW, before);
      ConnectorStore connectors = new ConnectorStore(store, () -> NOW, before);
      connectors.add(connector("a"));
      SecretKeyChange.complete(database, after);

      assertThatThrownBy(() -> connectors.add(connector("b")))
          .isInstanceOf(SecretKeyReplaced.class)
          .hasMessageContaining(onlyNew.fingerprint());
      assertThatThrownBy(connectors::all).isInstanceOf(UnreadableSecret.class);

      assertThat(new ConnectorStore(store, () -> NOW, onlyNew).all()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_node_with_the_former_key_goes_on_telling_whom_it_knows(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      SecretKeyChange.complete(database, before);
      fill(database, before);
      LiveConfiguration old =
          new LiveConfiguration(new ConfigurationStore(database, () -> NOW, before));
      old.refresh();
      SecretKeyChange.complete(database, after);
      UserStore users =
          new UserStore(new ConfigurationStore(database, () -> NOW, onlyNew), () -> NOW);
      users.addContact(old.current().users().keySet().iterator().next(), contact("new"));

      List<Contact> known = old.refresh().users().values().iterator().next().contacts();

      assertThat(known.get(0).target()).isEqualTo("https://example.org/hook/s3cret");
      assertThat(known.get(0).verified()).isTrue();
      assertThat(known.get(1).verified()).as("one that it cannot read").isFalse();
    }
  }

  /** At least one row in every table that has an encrypted column. */
  private void fill(Database database, SecretBox box) {
    ConfigurationStore store = new ConfigurationStore(database, () -> NOW, box);
    IntegrationKeys keys = new IntegrationKeys(random);
    long policy =
        new PolicyStore(store, () -> NOW)
            .add(
                new EscalationPolicy(0, "ops", List.of(), false, 1, Duration.ZERO, null, Set.of()));
    SourceStore sources = new SourceStore(store, () -> NOW, keys, box);
    long source =
        sources.add(
            new AlertSource(0, "prod", SourceType.API, true, policy, SourceSettings.defaults()));
    sources.rotateKey(source, Duration.ofHours(24));
    new HeartbeatStore(database, store, () -> NOW, keys, box)
        .add(
            new HeartbeatMonitor(0, "backup", Duration.ofMinutes(1), null, source, null, NOW, NOW));
    new ConnectorStore(store, () -> NOW, box).add(connector("a"));
    UserStore users = new UserStore(store, () -> NOW);
    users.addContact(users.add(ana(), true).id(), contact("https://example.org/hook/s3cret"));
    new AlertActionStore(store, () -> NOW, box)
        .add(
            new AlertAction(
                "one",
                "tell the group",
                Set.of(source),
                "webhook",
                "webhook",
                AlertAction.TriggerMode.AUTOMATIC,
                Set.of(TriggerType.of("alert-created").orElseThrow()),
                "{\"secret\": \"s3cret\"}",
                null,
                NOW,
                NOW,
                Set.of()));
  }

  private static UserEntry ana() {
    return new UserEntry(
        0, "ana", "Ana", "", null, "UTC", "en", null, null, User.Role.USER, null, null, null);
  }

  private static ContactEntry contact(String target) {
    return new ContactEntry(
        new Contact(0, Contact.Kind.CHANNEL, "webhook", target, Map.of("token", "s3cret"), true),
        null);
  }

  private static Connector connector(String id) {
    return new Connector(id, "hook " + id, "webhook", Map.of("secret", "s3cret"), NOW, NOW);
  }

  private static Map<String, List<String>> clearTexts(Database database, SecretBox box) {
    Map<String, List<String>> texts = new TreeMap<>();
    values(database)
        .forEach(
            (column, values) ->
                texts.put(column, values.stream().map(box::decrypt).sorted().toList()));
    return texts;
  }

  /** What stands in every column whose name says that it is encrypted, as the schema has it now. */
  private static Map<String, List<String>> values(Database database) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      Map<String, String> columns = new TreeMap<>();
      try (ResultSet found =
          statement.executeQuery(
              "select table_name, column_name from information_schema.columns"
                  + " where lower(table_schema) = 'public' and lower(column_name) like '%encrypted%'")) {
        while (found.next()) {
          columns.put(found.getString(1) + "." + found.getString(2), found.getString(1));
        }
      }
      Map<String, List<String>> values = new TreeMap<>();
      for (Map.Entry<String, String> column : columns.entrySet()) {
        String name = column.getKey().substring(column.getValue().length() + 1);
        try (ResultSet rows =
            statement.executeQuery(
                "select " + name + " from " + column.getValue() + " order by 1")) {
          List<String> all = new ArrayList<>();
          while (rows.next()) {
            all.add(rows.getString(1));
          }
          values.put(column.getKey(), all);
        }
      }
      assertThat(values.keySet())
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(EncryptedColumn.values()).map(EncryptedColumn::fullName).toList());
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static byte[] key(int seed) {
    byte[] key = new byte[32];
    key[31] = (byte) seed;
    return key;
  }
}
