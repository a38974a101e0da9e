package io.dutybell.api;

import io.dutybell.configuration.ChangesWaiting;
import io.dutybell.configuration.InUse;
import io.dutybell.configuration.SourceStore;
import io.dutybell.configuration.TeamStore;
import io.dutybell.security.SecretKeyReplaced;
import io.dutybell.security.UnreadableSecret;
import io.dutybell.store.DatabaseAway;
import io.dutybell.store.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into what the caller is told; never shows how the program works inside. */
public final class Errors {

  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private Errors() {}

  /** The answer to a call that failed so. */
  public static Answer answer(Throwable error) {
    if (error instanceof Problem problem) {
      return problem.answer();
    }
    if (error instanceof InUse inUse) {
      return Answer.error(409, "CONFLICT", inUse.getMessage());
    }
    if (error instanceof SourceStore.Missing missing) {
      return Answer.error(400, "INVALID_FIELD", missing.field() + ": " + missing.getMessage());
    }
    if (error instanceof TeamStore.Missing missing) {
      return Answer.error(400, "INVALID_FIELD", "teams: " + missing.getMessage());
    }
    if (error instanceof ChangesWaiting) {
      LOG.warn("an API call was given up: {}", error.getMessage());
      return Answer.error(
              503,
              "CHANGES_WAITING",
              "other changes of the configuration took so long that this one was not made; try"
                  + " again")
          .with("Retry-After", "2");
    }
    if (error instanceof DatabaseAway) {
      LOG.warn("an API call failed because the database is away: {}", error.getMessage());
      return Answer.error(
              503, "DATABASE_AWAY", "the database cannot be reached at the moment; try again")
          .with("Retry-After", "5");
    }
    if (error instanceof SecretKeyReplaced || error instanceof UnreadableSecret) {
      LOG.error("an API call failed: {}", error.getMessage());
      return Answer.error(
              503,
              "SECRET_KEY_REPLACED",
              "this node has another secret key than the one that is in use; it has to be started"
                  + " again with that one")
          .with("Retry-After", "30");
    }
    if (error instanceof StoreFailure failure && (failure.isDuplicate() || failure.isReference())) {
      return Answer.error(
          409, "CONFLICT", "somebody changed the same thing at the same time; look and try again");
    }
    LOG.error("an API call failed", error);
    return Answer.error(500, "INTERNAL_ERROR", "the call failed inside Dutybell; its log says why");
  }

  /** What an HTTP status means, for refusals that are made before a call reaches a resource. */
  public static Answer of(int status) {
    return switch (status) {
      case 404 -> Answer.error(404, "NOT_FOUND", "there is nothing at this path");
      case 405 ->
          Answer.error(405, "METHOD_NOT_ALLOWED", "this path does not know this HTTP method");
      case 413 ->
          Answer.error(
              413, "PAYLOAD_TOO_LARGE", "the body is larger than " + Body.MOST_BYTES + " bytes");
      case 415 ->
          Answer.error(
              415, "UNSUPPORTED_MEDIA_TYPE", "send JSON, with Content-Type: application/json");
      default -> Answer.error(status, "HTTP_" + status, "the request cannot be answered");
    };
  }
}
