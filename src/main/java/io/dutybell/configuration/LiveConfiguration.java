package io.dutybell.configuration;

import io.dutybell.store.DatabaseAway;

/**
 * The configuration that this process works by: the newest snapshot it has read. Thread-safe;
 * reading it costs nothing.
 */
public final class LiveConfiguration {

  private final ConfigurationStore store;
  private volatile Configuration current = Configuration.empty();

  /** Whether the database was away since it was read, and may have another of the same version. */
  private volatile boolean isDoubtful;

  public LiveConfiguration(ConfigurationStore store) {
    this.store = store;
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

  /**
   * The newest snapshot, never null; empty until the first was read. Within a transaction that
   * changes the configuration, see {@link ConfigurationStore#together}, it is the configuration as
   * that transaction sees it, with changes that are not yet kept; what of it is not known then is
   * read. Nobody else sees these, and with the transaction they are gone.
   *
   * @throws DatabaseAway when something has to be read within a transaction and cannot be
   */
  public Configuration current() {
    return store.isTogether() ? store.seen(current, false) : current;
  }

  /**
   * As {@link #current}, after what the database has otherwise was read, once for however many
   * callers. That is an older configuration after the database was restored, or after a standby
   * took its place; after it was away, all of it is read again.
   *
   * @return the newest snapshot
   * @throws DatabaseAway when the database cannot be reached; the snapshot stays as it was
   */
  public Configuration refresh() {
    if (store.isTogether()) {
      return store.seen(current, true);
    }
    try {
      long known = current.version();
      long version = store.version();
      return current.version() == version && !isDoubtful ? current : load(version, known);
    } catch (DatabaseAway e) {
      store.forget();
      isDoubtful = true;
      throw e;
    }
  }

  /** Whoever waited here while somebody read a newer version has that one. */
  private synchronized Configuration load(long version, long known) {
    boolean isNewer = current.version() != known && current.version() > version;
    if (isDoubtful) {
      isDoubtful = false;
      current = store.load();
    } else if (current.version() != version && !isNewer) {
      if (version < current.version()) {
        store.forget();
      }
      current = store.load(current);
    }
    return current;
  }
}
