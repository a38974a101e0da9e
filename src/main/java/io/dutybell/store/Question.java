package io.dutybell.store;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A question that somebody who watches asks the database again and again, and who must not wait for
 * one that hangs: it is asked in a thread of its own, and the answer is good for a while.
 *
 * @param <T> the answer
 */
public final class Question<T> {

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private record Answered<T>(Optional<T> answer, long tookNanos) {}

  private final Supplier<T> ask;
  private final int seldom;
  private final ExecutorService thread;
  private Optional<T> answer = Optional.empty();
  private Future<Answered<T>> asked;
  private boolean wasAsked;
  private long askAgainAt;

  private Question(String name, int seldom, Supplier<T> ask) {
    this.ask = ask;
    this.seldom = seldom;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * One whose answer is at most a second old; there is none while the database is away, or takes
   * longer than two seconds.
   *
   * @param name of the thread
   * @param ask asks the database
   */
  public static <T> Question<T> ofThePresent(String name, Supplier<T> ask) {
    return new Question<>(name, 0, ask);
  }

  /**
   * One that is dear to answer. The longer the answer took, the longer it is good for, and an old
   * one is given while a new one is awaited for more than two seconds.
   *
   * @param name of the thread
   * @param seldom it is asked again after so many times as long as the last answer took
   * @param ask asks the database
   */
  public static <T> Question<T> seldom(String name, int seldom, Supplier<T> ask) {
    return new Question<>(name, seldom, ask);
  }

  /** The answer; empty when the database does not give one. */
  public synchronized Optional<T> answer() {
    boolean isWaiting = asked != null;
    if (!isWaiting) {
      if (wasAsked && System.nanoTime() - askAgainAt < 0) {
        return answer;
      }
      wasAsked = true;
      asked = thread.submit(this::asking);
    }
    try {
      Answered<T> answered = asked.get(isWaiting ? 0 : PATIENCE_NANOS, TimeUnit.NANOSECONDS);
      answer = answered.answer();
      askAgainAt = System.nanoTime() + Math.max(FRESH_NANOS, answered.tookNanos() * seldom);
      asked = null;
    } catch (TimeoutException e) {
      answer = seldom > 0 ? answer : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      asked = null;
      throw new IllegalStateException(e.getCause());
    }
    return answer;
  }

  private Answered<T> asking() {
    long start = System.nanoTime();
    Optional<T> found;
    try {
      found = Optional.of(ask.get());
    } catch (DatabaseAway | StoreFailure e) {
      found = Optional.empty();
    }
    return new Answered<>(found, System.nanoTime() - start);
  }
}
