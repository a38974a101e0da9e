package io.dutybell.event;

import io.dutybell.store.DatabaseAway;
import io.dutybell.store.GroupCommit;
import io.dutybell.store.StoreFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores callbacks before they are answered: in the database, many in one commit; or in the spool,
 * while the database is away or does not answer within a second, and in a storm. From the first
 * callback that went to the spool until the spool is empty again everything goes there, so that the
 * order of receipt is kept.
 */
public final class Intake implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final int GROUP = 1_000;
  private static final int CAPACITY = 20_000;

  /** How large the bodies are together that are written in one go. */
  private static final long PART_BYTES = 4L << 20;

  private static final long PATIENCE_NANOS = 1_000_000_000L;

  /** So many times what is worked on during a storm is put into the database meanwhile. */
  private static final double AHEAD_IN_STORM = 1.4;

  private static final long A_MOMENT_NANOS = 1_000_000L;

  /** A receipt and whoever waits for it to be stored. */
  private record Waiting(Receipt receipt, CompletableFuture<Void> stored) {
    Waiting(Receipt receipt) {
      this(receipt, new CompletableFuture<>());
    }
  }

  private record Writing(long sinceNanos, List<Waiting> group) {}

  private final EventStore events;
  private final Spool spool;
  private final Backlog backlog;
  private final Storm storm;
  private final BooleanSupplier spoolsStorms;
  private final GroupCommit<Waiting> database;
  private final GroupCommit<Waiting> disk;
  private final Map<Thread, Writing> beingWritten = new ConcurrentHashMap<>();
  private final Object mode = new Object();
  private final AtomicLong bytesWaiting = new AtomicLong();
  private final long mostBytesWaiting;
  private boolean spooling;
  private double owed;
  private long owedAt;
  private volatile boolean databaseTakes;

  /**
   * @param events where callbacks are stored
   * @param spool where they are stored when that cannot be reached
   * @param backlog is given what has been stored
   * @param storm is told what has been stored
   * @param spoolsStorms whether a storm goes to the spool: not when another node could take over
   *     what is in the database
   * @param mostBytesWaiting how large the bodies may be together that wait to be stored; more is
   *     refused, so that they never fill the memory
   */
  public Intake(
      EventStore events,
      Spool spool,
      Backlog backlog,
      Storm storm,
      BooleanSupplier spoolsStorms,
      long mostBytesWaiting) {
    this.events = events;
    this.spool = spool;
    this.backlog = backlog;
    this.storm = storm;
    this.spoolsStorms = spoolsStorms;
    this.mostBytesWaiting = mostBytesWaiting;
    this.spooling = !spool.isEmpty();
    this.database = new GroupCommit<>("store-events", 1, CAPACITY, GROUP, this::writeToDatabase);
    this.disk =
        new GroupCommit<>(
            "spool-events", 1, CAPACITY, GROUP, group -> parts(group).forEach(this::writeToSpool));
  }

  /**
   * Stores a callback.
   *
   * @return completes when it is on disk; fails with {@link NotStored} when it cannot be stored
   */
  public CompletableFuture<Void> store(Receipt receipt) {
    int bytes = receipt.body().length;
    if (bytesWaiting.addAndGet(bytes) > mostBytesWaiting) {
      bytesWaiting.addAndGet(-bytes);
      return CompletableFuture.failedFuture(
          new NotStored("more than " + mostBytesWaiting + " bytes wait to be stored", null));
    }
    Waiting waiting = new Waiting(receipt);
    var unused =
        waiting.stored().whenComplete((nothing, failure) -> bytesWaiting.addAndGet(-bytes));
    synchronized (mode) {
      if (!(spooling ? disk : database).offer(waiting)) {
        waiting
            .stored()
            .completeExceptionally(
                new NotStored("more than " + CAPACITY + " callbacks wait to be stored", null));
      }
    }
    return waiting.stored();
  }

  /** Whether callbacks go to the spool at present. */
  public boolean isSpooling() {
    synchronized (mode) {
      return spooling;
    }
  }

  private void writeToDatabase(List<Waiting> group) {
    if (isSpooling()) {
      toSpool(group);
      return;
    }
    beingWritten.put(Thread.currentThread(), new Writing(System.nanoTime(), group));
    List<Receipt> receipts = receipts(group);
    try {
      parts(group).forEach(part -> events.insert(receipts(part)));
      storm.stored(receipts.size(), database.unfinished(), System.nanoTime());
      backlog.offer(receipts);
      group.forEach(w -> w.stored().complete(null));
      if (spoolsThisStorm()) {
        LOG.info("A storm of callbacks: they go to the spool and are worked on from there");
        toSpool(List.of());
      }
    } catch (DatabaseAway e) {
      LOG.warn("The database is away, callbacks go to the spool: {}", e.getMessage());
      toSpool(group);
    } catch (RuntimeException e) {
      if (group.size() > 1) {
        group.forEach(w -> writeToDatabase(List.of(w)));
      } else {
        LOG.error("A callback could not be stored", e);
        group.get(0).stored().completeExceptionally(new NotStored("the database refused it", e));
      }
    } finally {
      beingWritten.remove(Thread.currentThread());
    }
  }

  private boolean spoolsThisStorm() {
    return storm.isOn(System.nanoTime()) && spoolsStorms.getAsBoolean();
  }

  /** From now on everything goes to the spool: these first, then what waits for the database. */
  private void toSpool(Collection<Waiting> group) {
    synchronized (mode) {
      spooling = true;
      List<Waiting> moved = new ArrayList<>(group);
      database.drainTo(moved);
      for (Waiting waiting : moved) {
        if (!waiting.stored().isDone() && !disk.offer(waiting)) {
          waiting.stored().completeExceptionally(new NotStored("the spool cannot keep up", null));
        }
      }
    }
  }

  private void writeToSpool(List<Waiting> group) {
    awaitRoom();
    try {
      spool.append(receipts(group));
      storm.stored(group.size(), disk.unfinished(), System.nanoTime());
      group.forEach(w -> w.stored().complete(null));
    } catch (IOException | RuntimeException e) {
      LOG.error(
          "Callbacks could be stored neither in the database nor in the spool: {}", e.getMessage());
      group.forEach(
          w ->
              w.stored()
                  .completeExceptionally(
                      new NotStored("neither the database nor the spool can store it", e)));
    }
  }

  /** A storm fills half of the spool at most: the other half is for the database's absence. */
  private void awaitRoom() {
    long start = System.nanoTime();
    while (databaseTakes && isHalfFull() && System.nanoTime() - start < PATIENCE_NANOS) {
      LockSupport.parkNanos(A_MOMENT_NANOS);
    }
  }

  private boolean isHalfFull() {
    return spool.bytes() > spool.mostBytes() / 2;
  }

  /** What is written takes several times its size in memory: large bodies are written in turn. */
  private static List<List<Waiting>> parts(List<Waiting> group) {
    List<List<Waiting>> parts = new ArrayList<>(1);
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < group.size(); i++) {
      int length = group.get(i).receipt().body().length;
      if (i > from && bytes + length > PART_BYTES) {
        parts.add(group.subList(from, i));
        from = i;
        bytes = 0;
      }
      bytes += length;
    }
    parts.add(group.subList(from, group.size()));
    return parts;
  }

  private static List<Receipt> receipts(List<Waiting> group) {
    List<Receipt> receipts = new ArrayList<>(group.size());
    group.forEach(w -> receipts.add(w.receipt()));
    return receipts;
  }

  /**
   * Sends what has waited for the database for more than a second to the spool. It may still reach
   * the database too; it is stored once all the same. Called a few times a second.
   */
  public void rescueWhatWaits() {
    long now = System.nanoTime();
    boolean stuck = false;
    for (Map.Entry<Thread, Writing> entry : List.copyOf(beingWritten.entrySet())) {
      Writing writing = entry.getValue();
      if (now - writing.sinceNanos() > PATIENCE_NANOS) {
        stuck = true;
        // Emptied, so that the next call does not send the same callbacks again.
        if (beingWritten.replace(
            entry.getKey(), writing, new Writing(writing.sinceNanos(), List.of()))) {
          toSpool(writing.group());
        }
      }
    }
    if (stuck) {
      toSpool(List.of());
    }
  }

  /**
   * Puts what is in the spool into the database, oldest first, and ends spooling when nothing is
   * left. During a storm it puts in no more than can be worked on meanwhile. Does nothing while the
   * database is away. To be called a few times a second.
   *
   * @return how many callbacks were put into the database
   */
  public synchronized int replay() throws IOException {
    int replayed = 0;
    while (isDue()) {
      Optional<Spool.Batch> batch = spool.oldest();
      if (batch.isEmpty()) {
        if (endSpooling()) {
          break;
        }
        // What is being written just now is the next to be put in.
        LockSupport.parkNanos(A_MOMENT_NANOS);
        continue;
      }
      try {
        putIntoDatabase(batch.get());
        databaseTakes = true;
      } catch (DatabaseAway e) {
        databaseTakes = false;
        break;
      }
      replayed += batch.get().receipts().size();
      owed -= batch.get().receipts().size();
    }
    return replayed;
  }

  private boolean isDue() {
    long now = System.nanoTime();
    boolean stormy = storm.isOn(now) && !isHalfFull();
    double perSecond = AHEAD_IN_STORM * storm.pace();
    owed = stormy ? Math.min(perSecond, owed + (now - owedAt) / 1e9 * perSecond) : 1;
    owedAt = now;
    return owed > 0;
  }

  private boolean endSpooling() {
    synchronized (mode) {
      if (!spool.isEmpty() || !disk.isIdle() || spoolsThisStorm()) {
        return false;
      }
      if (spooling) {
        LOG.info("The spool is empty, callbacks go to the database again");
      }
      spooling = false;
      return true;
    }
  }

  private void putIntoDatabase(Spool.Batch batch) throws IOException {
    int refused = 0;
    try {
      events.insert(batch.receipts());
    } catch (StoreFailure e) {
      for (Receipt receipt : batch.receipts()) {
        try {
          events.insert(List.of(receipt));
        } catch (StoreFailure one) {
          refused++;
          LOG.atError()
              .addKeyValue("event", receipt.id())
              .log("The database refuses a spooled callback", one);
        }
      }
    }
    backlog.offer(batch.receipts());
    if (refused == 0) {
      spool.remove(batch);
    } else {
      spool.putAside(batch, "the database refused " + refused + " of its callbacks");
    }
  }

  @Override
  public void close() throws InterruptedException, IOException {
    database.close();
    disk.close();
    spool.close();
  }
}
