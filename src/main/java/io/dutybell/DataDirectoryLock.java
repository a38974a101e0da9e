package io.dutybell;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a data directory to one process: two that share a spool would delete each other's
 * callbacks. The operating system gives it up when the process dies.
 */
final class DataDirectoryLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DataDirectoryLock.class);

  private final FileChannel channel;

  private DataDirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the directory, until it is closed.
   *
   * @throws IllegalStateException when another process has it
   */
  static DataDirectoryLock of(Path dataDir) {
    Path file = dataDir.resolve("lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isTaken(channel)) {
        return new DataDirectoryLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      // Some network file systems know no locks; and what cannot be written is said elsewhere.
      LOG.warn("The file {} cannot be locked: {}", file, e.toString());
      return new DataDirectoryLock(null);
    }
    throw new IllegalStateException(
        "the data directory "
            + dataDir
            + " is in use by another process; give every node one of its own in DUTYBELL_DATA_DIR");
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("The lock is given up when the process ends", e);
    }
  }
}
