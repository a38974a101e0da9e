package io.dutybell.receive;

import io.dutybell.configuration.Configuration;
import io.dutybell.source.AlertSource;
import io.dutybell.source.IntegrationKey;
import io.dutybell.source.SourceSettings;
import io.dutybell.source.SourceType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with what receiving needs to know of the configuration: hashes of integration keys, and
 * the allow-list and rate limit of their sources. With it a process that starts while the database
 * is away takes callbacks all the same.
 */
public final class KeyCache {

  private static final Logger LOG = LoggerFactory.getLogger(KeyCache.class);

  private final Path file;
  private long version = -1;

  /**
   * @param file where it is kept
   */
  public KeyCache(Path file) {
    this.file = file;
  }

  /** Writes the file if the configuration is another than the one written last. */
  public synchronized void write(Configuration configuration) {
    if (configuration.version() == version || configuration.version() == 0) {
      return;
    }
    List<String> lines = new ArrayList<>();
    for (IntegrationKey key : configuration.keys().values()) {
      AlertSource source = configuration.sources().get(key.sourceId());
      if (source != null) {
        SourceSettings settings = source.settings();
        lines.add(
            String.join(
                "\t",
                key.hash(),
                Long.toString(key.sourceId()),
                key.expiresAt() == null ? "-" : key.expiresAt().toString(),
                Boolean.toString(source.active()),
                settings.rateLimit() == null ? "-" : settings.rateLimit().toString(),
                String.join(",", settings.ipAllowList())));
      }
    }
    try {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, lines, StandardCharsets.UTF_8);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      version = configuration.version();
    } catch (IOException e) {
      LOG.warn("The key cache {} cannot be written: {}", file, e.toString());
    }
  }

  /**
   * The configuration as far as the file knows it, at version 0; empty when there is no file. A
   * line that is damaged is left out.
   */
  public Configuration read() {
    if (!Files.exists(file)) {
      return Configuration.empty();
    }
    Map<Long, AlertSource> sources = new HashMap<>();
    Map<String, IntegrationKey> keys = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        try {
          read(line, sources, keys);
        } catch (RuntimeException e) {
          LOG.warn("A line of the key cache {} is damaged: {}", file, e.toString());
        }
      }
    } catch (IOException e) {
      LOG.warn("The key cache {} cannot be read: {}", file, e.toString());
    }
    return new Configuration(0, sources, keys, Map.of(), Map.of(), List.of());
  }

  private static void read(
      String line, Map<Long, AlertSource> sources, Map<String, IntegrationKey> keys) {
    String[] part = line.split("\t", -1);
    if (part.length != 6) {
      throw new IllegalArgumentException("it has " + part.length + " fields instead of 6");
    }
    long sourceId = Long.parseLong(part[1]);
    Instant expiresAt = part[2].equals("-") ? null : Instant.parse(part[2]);
    Integer rateLimit = part[4].equals("-") ? null : Integer.valueOf(part[4]);
    List<String> allowed = part[5].isEmpty() ? List.of() : List.of(part[5].split(","));
    SourceSettings settings =
        new SourceSettings(null, null, null, null, null, null, allowed, rateLimit);
    sources.put(
        sourceId,
        new AlertSource(
            sourceId,
            "alert source " + sourceId,
            SourceType.API,
            Boolean.parseBoolean(part[3]),
            0,
            settings));
    keys.put(part[0], new IntegrationKey(part[0], sourceId, expiresAt));
  }
}
