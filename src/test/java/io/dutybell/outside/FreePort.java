package io.dutybell.outside;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that have to be told one before they open it, or that open it again later.
 * Meanwhile nobody else may get it: they lie below those that operating systems give to outgoing
 * connections, each process of the tests has a range of its own, and none comes twice until the
 * range is over.
 */
public final class FreePort {

  private static final int LOWEST = 12_000;
  private static final int RANGE = 5_000;
  private static final int RANGES = 4;

  /** The number that Maven gives to this process of the tests, from one on; else one. */
  private static final int PROCESS = Integer.getInteger("dutybell.test.process", 1);

  // Two builds on one machine begin at different ports.
  private static int last = ThreadLocalRandom.current().nextInt(RANGE);

  private FreePort() {}

  /** A port on which nobody listens, on any address. */
  public static synchronized int next() {
    for (int tries = 0; tries < RANGE; tries++) {
      last = (last + 1) % RANGE;
      int port = LOWEST + PROCESS % RANGES * RANGE + last;
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("there is no free port");
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port)) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
