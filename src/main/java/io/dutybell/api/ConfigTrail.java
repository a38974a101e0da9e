package io.dutybell.api;

/** Notes in the audit log what applying a document changed, one entry for each thing. */
final class ConfigTrail {

  private static final String OPERATION = "apply-configuration";

  private final AuditLog auditLog;
  private final Caller caller;

  ConfigTrail(AuditLog auditLog, Caller caller) {
    this.auditLog = auditLog;
    this.caller = caller;
  }

  /** Notes what a resource changed; in the same transaction, so that it is kept with it. */
  void note(Answer answer) {
    if (answer.change() != null) {
      auditLog.note(caller, OPERATION, answer.change());
    }
  }
}
