package io.dutybell.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.configuration.Configuration;
import io.dutybell.source.AlertSource;
import io.dutybell.source.IntegrationKey;
import io.dutybell.source.SourceSettings;
import io.dutybell.source.SourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCacheTest {

  private static final Instant LATER = Instant.parse("2026-11-23T15:06:00Z");

  @TempDir Path folder;

  @Test
  void what_receiving_needs_comes_back_after_a_restart() {
    IntegrationKey key = new IntegrationKey("aa", 1, null);
    IntegrationKey retired = new IntegrationKey("bb", 1, LATER);
    IntegrationKey other = new IntegrationKey("cc", 2, null);
    cache().write(configuration(7, true, key, retired, other));

    Configuration read = cache().read();

    assertThat(read.version()).as("older than any in the database").isZero();
    assertThat(read.keys().values()).containsExactlyInAnyOrder(key, retired, other);
    SourceSettings settings = read.sources().get(1L).settings();
    assertThat(settings.ipAllowList()).containsExactly("192.0.2.0/24", "2001:db8::/32");
    assertThat(settings.rateLimit()).isEqualTo(100);
    assertThat(read.sources().get(2L).settings()).isEqualTo(SourceSettings.defaults());
  }

  @Test
  void a_disabled_source_comes_back_disabled() {
    cache().write(configuration(7, false, new IntegrationKey("aa", 1, null)));

    assertThat(cache().read().sources().get(1L).active()).isFalse();
  }

  @Test
  void a_key_whose_source_is_gone_is_left_out() {
    cache().write(configuration(7, true, new IntegrationKey("dd", 99, null)));

    assertThat(cache().read().keys()).isEmpty();
  }

  @Test
  void a_change_replaces_the_file_and_a_configuration_that_was_not_read_does_not() {
    KeyCache cache = cache();
    cache.write(configuration(7, true, new IntegrationKey("aa", 1, null)));
    cache.write(configuration(8, true, new IntegrationKey("bb", 1, null)));
    cache.write(Configuration.empty());

    assertThat(cache().read().keys()).containsOnlyKeys("bb");
  }

  @Test
  void a_damaged_line_costs_only_itself() throws IOException {
    cache().write(configuration(7, true, new IntegrationKey("aa", 1, null)));
    List<String> lines = Files.readAllLines(file());
    Files.write(
        file(),
        List.of("", "nonsense", "bb\tone\t-\ttrue\t-\t", "cc\t1\tnever\ttrue\t-\t", lines.get(0)));

    assertThat(cache().read().keys()).containsOnlyKeys("aa");
  }

  @Test
  void without_a_file_nothing_is_known() {
    assertThat(cache().read().keys()).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_written_stops_nothing() throws IOException {
    Files.createDirectories(file().resolve("in the way"));

    cache().write(configuration(7, true, new IntegrationKey("aa", 1, null)));

    assertThat(cache().read().keys()).isEmpty();
  }

  private KeyCache cache() {
    return new KeyCache(file());
  }

  private Path file() {
    return folder.resolve("keys");
  }

  private static Configuration configuration(long version, boolean active, IntegrationKey... keys) {
    SourceSettings guarded =
        new SourceSettings(
            null, null, null, null, null, null, List.of("192.0.2.0/24", "2001:db8::/32"), 100);
    Map<String, IntegrationKey> byHash = new HashMap<>();
    for (IntegrationKey key : keys) {
      byHash.put(key.hash(), key);
    }
    return new Configuration(
        version,
        Map.of(
            1L, new AlertSource(1, "prod", SourceType.ALIBABACLOUD, active, 3, guarded),
            2L, new AlertSource(2, "test", SourceType.API, true, 3, SourceSettings.defaults())),
        byHash,
        Map.of(),
        Map.of(),
        List.of());
  }
}
