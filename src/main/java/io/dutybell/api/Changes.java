package io.dutybell.api;

import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.store.DatabaseAway;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what calls change. A change and its entry in the audit log are one transaction: together
 * they are kept, or neither is. What has changed since the caller saw it stays as it is, if the
 * caller asks for that ({@link IfMatch}).
 */
public final class Changes {

  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final ConfigurationStore configurations;
  private final LiveConfiguration live;
  private final AuditLog auditLog;
  private final Versions versions;

  /**
   * The database makes changes wait for each other anyway. Waiting here, they hold none of its
   * connections, which receiving needs.
   */
  private final ReentrantLock turn = new ReentrantLock(true);

  public Changes(
      ConfigurationStore configurations,
      LiveConfiguration live,
      AuditLog auditLog,
      Versions versions) {
    this.configurations = configurations;
    this.live = live;
    this.auditLog = auditLog;
    this.versions = versions;
  }

  /**
   * Makes a change when all others have ended: what the work reads still holds when it is kept.
   *
   * @param work makes the change, perhaps more than once, see {@link Call#change}
   * @throws Problem 412 when the caller has seen another version, 400 when that cannot be read
   * @throws DatabaseAway when the database cannot be reached, or others take too long
   */
  Answer keep(Call call, Function<Call, Answer> work) {
    if (configurations.isTogether()) {
      return once(call, work);
    }
    Answer answer = inTurn(() -> configurations.together(() -> once(call, work)));
    follow();
    return answer;
  }

  private Answer once(Call call, Function<Call, Answer> work) {
    configurations.lock();
    IfMatch wanted = IfMatch.of(call.ifMatch());
    Answer answer = work.apply(call);
    Change change = answer.change();
    if (change == null) {
      return answer;
    }
    wanted.require(change.was() == null ? null : versions.of(change.was()));
    auditLog.note(call.caller(), call.operation(), change);
    return answer.noted();
  }

  /** The same answer, with the version of the entity that it shows. */
  Answer tagged(Answer answer) {
    return answer.entity() == null
        ? answer
        : answer.with("ETag", '"' + versions.of(answer.entity()) + '"');
  }

  private Answer inTurn(Supplier<Answer> work) {
    try {
      if (!turn.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new DatabaseAway("other changes of the configuration take too long", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseAway("the process ends", e);
    }
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  /** The change is kept, so the call has succeeded, whatever becomes of this. */
  private void follow() {
    try {
      live.refresh();
    } catch (DatabaseAway e) {
      LOG.debug("The configuration is read when the database is back", e);
    }
  }
}
