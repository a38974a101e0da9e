package io.dutybell.configuration;

import io.dutybell.connector.Connector;
import io.dutybell.security.UnreadableSecret;
import io.dutybell.store.DatabaseAway;
import java.util.List;
import java.util.Optional;

/** Notices that stored connectors may have changed, on this node or another. */
public final class ConnectorChanges {

  private final ConfigurationStore configurations;
  private final ConnectorStore connectors;
  private long seen = -1;

  public ConnectorChanges(ConfigurationStore configurations, ConnectorStore connectors) {
    this.configurations = configurations;
    this.connectors = connectors;
  }

  /**
   * All stored connectors, when the configuration has changed since the last call; else nothing,
   * and nothing as long as what this thread reads may still be taken back.
   *
   * @throws DatabaseAway when the database cannot be reached
   * @throws UnreadableSecret once, when they belong to another secret key
   */
  public synchronized Optional<List<Connector>> next() {
    if (configurations.isTogether()) {
      return Optional.empty();
    }
    long version = configurations.version();
    if (version == seen) {
      return Optional.empty();
    }
    // Read after the version: a change in between is found by the next call.
    try {
      List<Connector> all = connectors.all();
      seen = version;
      return Optional.of(all);
    } catch (UnreadableSecret e) {
      // Until something changes, they stay unreadable.
      seen = version;
      throw e;
    }
  }
}
