package io.dutybell.event;

import io.dutybell.clock.Clock;
import io.dutybell.store.DatabaseAway;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the routes with stored callbacks, in order of receipt. As long as the routes keep up, a
 * callback is handed on from memory right after its commit. When they do not, nothing more is
 * handed on from memory until everything that waits in table {@code events} has been read from
 * there, so that a later callback never overtakes an earlier one.
 *
 * <p>Correctness does not depend on it: what it loses, the next sweep finds.
 */
public final class Backlog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
  private static final int MOST_IN_FLIGHT = 4_000;
  private static final long MOST_BYTES = 64L << 20;
  private static final int PAGE = 2_000;

  /** How large the bodies of a page are together, so that large ones do not fill the memory. */
  private static final long PAGE_BYTES = 16L << 20;

  private static final int BUSY_SWEEPS = 5;

  private static final long PAUSE_IN_STORM_NANOS = 200_000_000L;
  private static final Duration ABANDONED = Duration.ofSeconds(15);
  private static final Duration LOST = Duration.ofSeconds(60);

  private record Flight(Instant since, int bytes) {}

  private final EventStore events;
  private final Storm storm;
  private final Clock clock;
  private final Predicate<Receipt> routes;
  private final Map<UUID, Flight> inFlight = new ConcurrentHashMap<>();
  private final Thread reader;
  private final Object wake = new Object();
  private long bytesInFlight;
  private boolean behind = true;
  private boolean missed;
  private boolean woken;
  private int busySweeps;
  private long lastPageNanos;
  private volatile boolean closed;

  /**
   * @param events the table
   * @param storm while it is on, little is worked on
   * @param clock the time
   * @param routes hands a callback to the first route; false when it does not take it
   */
  public Backlog(EventStore events, Storm storm, Clock clock, Predicate<Receipt> routes) {
    this.events = events;
    this.storm = storm;
    this.clock = clock;
    this.routes = routes;
    this.reader = new Thread(this::readWhenWoken, "sweep-events");
    reader.setDaemon(true);
  }

  /** Begins to read what waits in the table; to be called when the routes run. */
  public void start() {
    reader.start();
  }

  /**
   * Hands stored callbacks to the routes, or leaves them for the next sweep when the routes do not
   * keep up, or when a storm needs the machine more.
   *
   * @param stored in order of receipt
   */
  public void offer(Collection<Receipt> stored) {
    boolean stormy = isStorm();
    synchronized (wake) {
      for (Receipt receipt : stored) {
        if (behind || stormy || !handOn(receipt)) {
          behind = true;
          missed = true;
          return;
        }
      }
    }
  }

  private boolean isStorm() {
    return storm.isOn(System.nanoTime());
  }

  private boolean handOn(Receipt receipt) {
    if (inFlight.size() >= MOST_IN_FLIGHT || bytesInFlight > MOST_BYTES) {
      return false;
    }
    if (inFlight.putIfAbsent(receipt.id(), new Flight(clock.now(), receipt.body().length))
        != null) {
      return true;
    }
    bytesInFlight += receipt.body().length;
    if (!routes.test(receipt)) {
      land(receipt.id());
      return false;
    }
    return true;
  }

  /** Notes that a body held further events, which are on their way through the routes too. */
  public void alsoInFlight(Collection<UUID> ids) {
    Flight flight = new Flight(clock.now(), 0);
    ids.forEach(id -> inFlight.putIfAbsent(id, flight));
  }

  /** Notes that events have been worked on, well or badly. */
  public void done(Collection<UUID> ids) {
    synchronized (wake) {
      ids.forEach(this::land);
      if (behind && inFlight.isEmpty()) {
        wakeReader();
      }
    }
  }

  private void land(UUID id) {
    Flight flight = inFlight.remove(id);
    bytesInFlight -= flight == null ? 0 : flight.bytes();
  }

  /**
   * Leaves everything for the sweep from now on, because something could not be worked on in its
   * turn.
   */
  public void fallBehind() {
    synchronized (wake) {
      behind = true;
    }
  }

  /** How many events are on their way through the routes. */
  public int inFlight() {
    return inFlight.size();
  }

  /**
   * Looks for events that a crash, an outage or a lost wake-up left behind; called every second.
   */
  public void sweep() {
    synchronized (wake) {
      Instant lost = clock.now().minus(LOST);
      inFlight.entrySet().stream()
          .filter(e -> e.getValue().since().isBefore(lost))
          .map(Map.Entry::getKey)
          .toList()
          .forEach(this::land);
      // Under load there is always something in flight; what was left behind must be found all the
      // same.
      if (inFlight.isEmpty() || ++busySweeps % BUSY_SWEEPS == 0) {
        wakeReader();
      }
    }
  }

  private void wakeReader() {
    woken = true;
    wake.notifyAll();
  }

  private void readWhenWoken() {
    while (!closed) {
      try {
        synchronized (wake) {
          while (!woken && !closed) {
            wake.wait();
          }
          woken = false;
        }
        readPage();
      } catch (DatabaseAway e) {
        LOG.debug("The sweep waits for the database: {}", e.getMessage());
        fallBehind();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("The sweep of stored events failed", e);
      }
    }
  }

  private void readPage() {
    synchronized (wake) {
      missed = false;
    }
    boolean stormy = isStorm();
    if (stormy) {
      LockSupport.parkNanos(lastPageNanos + PAUSE_IN_STORM_NANOS - System.nanoTime());
    }
    long now = System.nanoTime();
    int most = stormy ? dueInStorm(now - lastPageNanos) : PAGE;
    lastPageNanos = now;
    EventStore.Page page = unprocessed(most);
    synchronized (wake) {
      if (!handOnAll(page.receipts())) {
        return;
      }
      // What was stored while the page was being read is in nobody's hands unless it is looked for
      // before anything new is handed on from memory. When little is left, that look is cheap
      // enough to hold everybody up for it.
      if (missed && page.isLast() && page.receipts().size() < PAGE / 10 && !isStorm()) {
        missed = false;
        page = unprocessed(PAGE);
        handOnAll(page.receipts());
      }
      if (!page.isLast()) {
        missed = true;
      }
      behind = behind && missed;
      if (behind && inFlight.isEmpty()) {
        wakeReader();
      }
    }
  }

  /**
   * The later a page comes, the larger it is, so that the pace is kept when the machine is slow.
   */
  private int dueInStorm(long nanosSinceLastPage) {
    return (int) Math.min(PAGE, 1 + nanosSinceLastPage / (1_000_000_000L / storm.pace()));
  }

  private EventStore.Page unprocessed(int most) {
    Instant now = clock.now();
    return events.unprocessed(now, now.minus(ABANDONED), most, PAGE_BYTES);
  }

  private boolean handOnAll(List<Receipt> page) {
    for (Receipt receipt : page) {
      if (!handOn(receipt)) {
        behind = true;
        missed = true;
        return false;
      }
    }
    return true;
  }

  /** Stops reading. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    reader.interrupt();
    reader.join(2_000);
  }
}
