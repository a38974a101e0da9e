package io.dutybell.configuration;

import io.dutybell.store.DatabaseAway;

/**
 * The configuration that this process works by: the newest snapshot it has read. Thread-safe;
 * reading it costs nothing.
 */
public final class LiveConfiguration {

  private final ConfigurationStore store;
  private final boolean isOfTransaction;
  private volatile Configuration current = Configuration.empty();

  public LiveConfiguration(ConfigurationStore store) {
    this(store, false);
  }

  private LiveConfiguration(ConfigurationStore store, boolean isOfTransaction) {
    this.store = store;
    this.isOfTransaction = isOfTransaction;
  }

  /**
   * The configuration as one transaction sees it that changes it, see {@link
   * ConfigurationStore#together}: to be used inside of it only, and thrown away when a part of it
   * was taken back.
   */
  public static LiveConfiguration ofTransaction(ConfigurationStore store) {
    LiveConfiguration seen = new LiveConfiguration(store, true);
    seen.refresh();
    return seen;
  }

  /**
   * Uses what was kept of the configuration, until it can be read: a process that starts while the
   * database is away knows its integration keys all the same.
   *
   * @param kept a configuration of version 0
   */
  public synchronized void startFrom(Configuration kept) {
    if (current.version() == 0) {
      current = kept;
    }
  }

  /** The newest snapshot, never null; empty until the first was read. */
  public Configuration current() {
    return current;
  }

  /**
   * Reads the configuration again, once for however many callers, if the database has another. That
   * is an older one after the database was restored, or after a standby took its place. Changes
   * that are not yet kept, see {@link ConfigurationStore#together}, are seen by who makes them
   * only.
   *
   * @return the newest snapshot
   * @throws DatabaseAway when the database cannot be reached; the snapshot stays as it was
   */
  public Configuration refresh() {
    long known = current.version();
    long version = store.version();
    if (!isOfTransaction && store.isTogether() && version != current.version()) {
      return store.load();
    }
    return current.version() == version ? current : load(version, known);
  }

  /** Whoever waited here while somebody read a newer version has that one. */
  private synchronized Configuration load(long version, long known) {
    boolean isNewer = current.version() != known && current.version() > version;
    if (current.version() != version && !isNewer) {
      current = store.load();
    }
    return current;
  }
}
