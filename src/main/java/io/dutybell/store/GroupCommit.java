package io.dutybell.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Writes what waits in one go, so that many callers share one sync of the disk. While one group is
 * being written the next one gathers; there is no timer.
 *
 * @param <T> what is written
 */
public final class GroupCommit<T> implements AutoCloseable {

  private final BlockingQueue<T> queue;
  private final int most;
  private final Consumer<List<T>> write;
  private final List<Thread> writers;
  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile boolean closed;

  /**
   * @param name for the threads
   * @param threads how many groups may be written at the same time
   * @param capacity how many may wait
   * @param most the largest group
   * @param write writes a group and completes its members, well or badly; must not throw
   */
  public GroupCommit(String name, int threads, int capacity, int most, Consumer<List<T>> write) {
    this.queue = new LinkedBlockingQueue<>(capacity);
    this.most = most;
    this.write = write;
    this.writers = new ArrayList<>();
    for (int i = 1; i <= threads; i++) {
      Thread writer = new Thread(this::run, name + "-" + i);
      writer.setDaemon(true);
      writer.start();
      writers.add(writer);
    }
  }

  /** Queues one; false when too many wait already. */
  public boolean offer(T item) {
    unfinished.incrementAndGet();
    if (closed || !queue.offer(item)) {
      unfinished.decrementAndGet();
      return false;
    }
    return true;
  }

  /** How many wait or are being written. */
  public int unfinished() {
    return unfinished.get();
  }

  /** Whether nothing waits and nothing is being written. */
  public boolean isIdle() {
    return unfinished.get() == 0;
  }

  /** Takes away all that wait and are not being written yet. */
  public void drainTo(Collection<T> target) {
    unfinished.addAndGet(-queue.drainTo(target));
  }

  private void run() {
    List<T> group = new ArrayList<>(most);
    while (!closed || !queue.isEmpty()) {
      try {
        group.add(queue.take());
        queue.drainTo(group, most - 1);
        write.accept(List.copyOf(group));
      } catch (InterruptedException e) {
        // Closing: what is queued is still written, then the loop ends.
        Thread.interrupted();
      } finally {
        unfinished.addAndGet(-group.size());
        group.clear();
      }
    }
  }

  /** Writes what waits and ends the threads. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    for (Thread writer : writers) {
      while (!queue.isEmpty() && writer.isAlive()) {
        writer.join(5);
      }
      writer.interrupt();
      writer.join(5_000);
    }
  }
}
