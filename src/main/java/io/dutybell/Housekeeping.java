package io.dutybell;

import io.dutybell.alert.AlertTimers;
import io.dutybell.alert.MaintenanceEnds;
import io.dutybell.api.Installation;
import io.dutybell.clock.Clock;
import io.dutybell.clock.SteadyClock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.PlainContacts;
import io.dutybell.event.Backlog;
import io.dutybell.event.Intake;
import io.dutybell.notification.Message;
import io.dutybell.notification.Outbox;
import io.dutybell.receive.KeyCache;
import io.dutybell.store.Database;
import io.dutybell.store.DatabaseAway;
import io.dutybell.store.Figures;
import io.dutybell.store.Nodes;
import io.dutybell.store.Retention;
import io.dutybell.watch.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the routes that a clock starts ({@code 05} to {@code 07}). While the database is
 * away they do nothing, and say so once.
 */
public final class Housekeeping {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration JUMP = Duration.ofSeconds(5);

  /** Work that needs the database. */
  private interface Work {
    void run() throws IOException;
  }

  private final Database database;
  private final Runnable firstContact;
  private final LiveConfiguration configuration;
  private final SecretKeyWatch secretKey;
  private final KeyCache keyCache;
  private final Intake intake;
  private final Nodes nodes;
  private final PlainContacts plainContacts;
  private final Backlog backlog;
  private final AlertTimers timers;
  private final MaintenanceEnds maintenanceEnds;
  private final Watch watch;
  private final Outbox outbox;
  private final Sending sending;
  private final Retention retention;
  private final Clock clock;
  private final Pulse pulse;
  private final BooleanSupplier healthy;
  private final int concurrency;
  private final AtomicBoolean away = new AtomicBoolean();

  Housekeeping(
      Database database,
      Runnable firstContact,
      LiveConfiguration configuration,
      SecretKeyWatch secretKey,
      KeyCache keyCache,
      Intake intake,
      Nodes nodes,
      PlainContacts plainContacts,
      Backlog backlog,
      AlertTimers timers,
      MaintenanceEnds maintenanceEnds,
      Watch watch,
      Outbox outbox,
      Sending sending,
      Retention retention,
      Clock clock,
      Pulse pulse,
      BooleanSupplier healthy,
      int concurrency) {
    this.database = database;
    this.firstContact = firstContact;
    this.configuration = configuration;
    this.secretKey = secretKey;
    this.keyCache = keyCache;
    this.intake = intake;
    this.nodes = nodes;
    this.plainContacts = plainContacts;
    this.backlog = backlog;
    this.timers = timers;
    this.maintenanceEnds = maintenanceEnds;
    this.watch = watch;
    this.outbox = outbox;
    this.sending = sending;
    this.retention = retention;
    this.clock = clock;
    this.pulse = pulse;
    this.healthy = healthy;
    this.concurrency = concurrency;
  }

  /** Executes due escalation steps. */
  public void escalateDue() {
    withDatabase(timers::escalateDue);
  }

  /** Resolves and reopens what has waited long enough. */
  public void timeOutDue() {
    withDatabase(timers::timeOutDue);
  }

  /** Raises pending alerts where support hours have begun. */
  public void raiseDue() {
    withDatabase(timers::raiseDue);
  }

  /** Lets problems that outlast their maintenance window become alerts. */
  public void endMaintenance() {
    withDatabase(
        () -> {
          if (maintenanceEnds.release() > 0) {
            backlog.sweep();
          }
        });
  }

  /** Tells alert sources of pings and events that did not come, or came again. */
  public void watch() {
    withDatabase(watch::look);
  }

  /** Claims due notifications, for each connector as far as it has room. */
  public List<Message> claimDue() {
    List<Message> claimed = new ArrayList<>();
    for (String connector : sending.lanes()) {
      withDatabase(() -> claimed.addAll(outbox.claim(connector, concurrency)));
    }
    return claimed;
  }

  /** Tells next contacts where a channel is slow. */
  public void relaySlow() {
    withDatabase(outbox::relaySlow);
  }

  /** Puts spooled callbacks into the database. */
  public void replaySpool() {
    withDatabase(intake::replay);
  }

  /** Sends callbacks that have waited too long for the database to the spool. */
  public void rescueCallbacks() {
    intake.rescueWhatWaits();
  }

  /** Finds events that were left behind. */
  public void sweepEvents() {
    withDatabase(backlog::sweep);
  }

  /** Takes over changes of configuration, and whether sending is paused. */
  public void followConfiguration() {
    if (!database.isReady() || !outbox.isStarted()) {
      firstContact.run();
    }
    boolean answers =
        withDatabase(
            () -> {
              Configuration now = configuration.refresh();
              keyCache.write(now);
              secretKey.look(now.version());
              if (!outbox.isStarted()) {
                return;
              }
              boolean paused = Installation.isSendingPaused(database);
              if (paused != outbox.isPaused()) {
                LOG.info(
                    paused ? "Sending is paused: nobody is told anything" : "Sending is released");
                outbox.pause(paused);
              }
            });
    // Of all that is done here, this never ends without having asked the database.
    if (answers && away.compareAndSet(true, false)) {
      LOG.info("The database is back");
    }
  }

  /** Notes that this node runs, and finds out which others do, and so what may be changed now. */
  public void lookForNodes() {
    withDatabase(
        () -> {
          nodes.look();
          plainContacts.encrypt();
        });
  }

  /** Follows the wall clock. */
  public void followClock() {
    if (clock instanceof SteadyClock steady) {
      Duration ahead = steady.follow();
      if (ahead.abs().compareTo(JUMP) > 0) {
        LOG.warn(
            "The wall clock is {} s {} this process's clock, which follows it slowly",
            ahead.abs().toSeconds(),
            ahead.isNegative() ? "behind" : "ahead of");
      }
    }
  }

  /**
   * Says when the database's clock and this process's are too far apart; nothing depends on the
   * database's.
   */
  public void compareClocks() {
    withDatabase(
        () -> {
          Duration skew = Figures.read(database, clock.now()).databaseClockSkew();
          if (skew.abs().compareTo(JUMP) > 0) {
            LOG.warn(
                "The database's clock is {} s {} this process's: put the machines' clocks right",
                skew.abs().toSeconds(),
                skew.isNegative() ? "behind" : "ahead of");
          }
        });
  }

  /** Sends the outward pulse, if there is one and all is well. */
  public void sendPulse() {
    if (pulse != null && healthy.getAsBoolean()) {
      pulse.send();
    }
  }

  /** Deletes what is old enough. */
  public void purgeHistory() {
    withDatabase(() -> retention.purge(clock.now()));
  }

  /** Whether the work was done. */
  private boolean withDatabase(Work work) {
    if (!database.isReady()) {
      return false;
    }
    try {
      work.run();
      return true;
    } catch (DatabaseAway e) {
      if (away.compareAndSet(false, true)) {
        LOG.warn("The database is away, work waits for it: {}", e.getMessage());
      }
    } catch (IOException e) {
      LOG.error("The spool cannot be used: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("Housekeeping failed and is tried again", e);
    }
    return false;
  }
}
