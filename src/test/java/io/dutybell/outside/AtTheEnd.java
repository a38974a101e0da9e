package io.dutybell.outside;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What is to be done when the process of the tests ends. What was begun last ends first, so that a
 * server stops after those that use it.
 */
public final class AtTheEnd {

  private static final Deque<Runnable> TASKS = new ConcurrentLinkedDeque<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(AtTheEnd::doAll, "end-of-tests"));
  }

  private AtTheEnd() {}

  /** Has this done before all that was asked for earlier. */
  public static void run(Runnable task) {
    TASKS.push(task);
  }

  private static void doAll() {
    while (!TASKS.isEmpty()) {
      try {
        TASKS.pop().run();
      } catch (RuntimeException e) {
        System.err.println("At the end of the tests: " + e);
      }
    }
  }
}
