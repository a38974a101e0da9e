package io.dutybell;

import io.dutybell.security.KeyFingerprint;
import io.dutybell.security.SecretBox;
import io.dutybell.security.SecretKeyReplaced;
import io.dutybell.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that another node has replaced the secret key. This node goes on receiving and telling
 * with what it knows, changes no configuration, and is not well until it is started again.
 */
final class SecretKeyWatch {

  private static final Logger LOG = LoggerFactory.getLogger(SecretKeyWatch.class);

  private final Database database;
  private final SecretBox box;
  private long seen = -1;
  private volatile boolean replaced;

  SecretKeyWatch(Database database, SecretBox box) {
    this.database = database;
    this.box = box;
  }

  /**
   * Looks again when the configuration has changed, as it does when the key is replaced.
   *
   * @param configurationVersion the newest that is known
   */
  synchronized void look(long configurationVersion) {
    if (configurationVersion == seen) {
      return;
    }
    try {
      KeyFingerprint.require(database, box);
      replaced = false;
    } catch (SecretKeyReplaced e) {
      replaced = true;
      LOG.error("This node may change no configuration any more: {}", e.getMessage());
    }
    seen = configurationVersion;
  }

  /** Whether the key in use is another one than this process's. */
  boolean isReplaced() {
    return replaced;
  }
}
