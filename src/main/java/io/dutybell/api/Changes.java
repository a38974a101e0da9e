package io.dutybell.api;

import io.dutybell.configuration.ChangesWaiting;
import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.store.DatabaseAway;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what calls change. A change and its entry in the audit log are one transaction: together
 * they are kept, or neither is. What has changed since the caller saw it stays as it is, if the
 * caller asks for that ({@link IfMatch}).
 */
public final class Changes {

  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

  private final ConfigurationStore configurations;
  private final LiveConfiguration live;
  private final AuditLog auditLog;
  private final Versions versions;

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
   * @throws DatabaseAway when the database cannot be reached
   * @throws ChangesWaiting when others take too long
   */
  Answer keep(Call call, Function<Call, Answer> work) {
    if (configurations.isTogether()) {
      return once(call, work);
    }
    // What another node has made is named at once; within the transaction it would not be kept.
    live.refresh();
    Answer answer = configurations.inTurn(() -> once(call, work));
    follow();
    return answer;
  }

  private Answer once(Call call, Function<Call, Answer> work) {
    configurations.lock();
    // What cannot be read is said whatever else is wrong.
    IfMatch.of(call.ifMatch());
    Answer answer = work.apply(call);
    Change change = answer.change();
    if (change == null) {
      return answer;
    }
    expect(call, change.was());
    auditLog.note(call.caller(), call.operation(), change);
    return answer.noted();
  }

  /**
   * Refuses, with 412, a change of what is no longer as the caller has seen it.
   *
   * @param was what it is now; null when there is no such entity
   */
  void expect(Call call, Configured was) {
    IfMatch.of(call.ifMatch()).require(() -> was == null ? null : versions.of(was));
  }

  /** The same answer, with the version of the entity that it shows. */
  Answer tagged(Answer answer) {
    return answer.entity() == null
        ? answer
        : answer.with("ETag", '"' + versions.of(answer.entity()) + '"');
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
