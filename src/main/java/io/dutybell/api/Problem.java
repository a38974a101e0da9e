package io.dutybell.api;

import java.time.Duration;

/** A call that is answered with an error. It is thrown where the error is found. */
public final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Answer answer;
  private final String field;

  private Problem(Answer answer, String message) {
    this(answer, message, null);
  }

  private Problem(Answer answer, String message, String field) {
    super(message, null, false, false);
    this.answer = answer;
    this.field = field;
  }

  /** The field or parameter that is wrong; null when it is not one alone. */
  String field() {
    return field;
  }

  /** What to answer. */
  Answer answer() {
    return answer;
  }

  /** The call ends with this answer. */
  static Problem of(Answer answer) {
    return new Problem(answer, String.valueOf(answer.body()));
  }

  /** 400: a field or parameter is wrong. */
  static Problem invalid(String field, String what) {
    return new Problem(
        Answer.error(400, "INVALID_FIELD", field + " " + what), field + " " + what, field);
  }

  /** 400: the call as a whole cannot be understood. */
  static Problem badRequest(String message) {
    return new Problem(Answer.error(400, "BAD_REQUEST", message), message);
  }

  /** 404. */
  static Problem notFound(String message) {
    return new Problem(Answer.error(404, "NOT_FOUND", message), message);
  }

  /** 409: the state of things stands in the way. */
  static Problem conflict(String message) {
    return new Problem(Answer.error(409, "CONFLICT", message), message);
  }

  /** 403: the caller is known, and may not do this. */
  static Problem forbidden(String message) {
    return new Problem(Answer.error(403, "FORBIDDEN", message), message);
  }

  /** 429: too often; the caller may try again after a while. */
  static Problem tooMany(String message, Duration wait) {
    long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
    return new Problem(
        Answer.error(429, "TOO_MANY_REQUESTS", message).with("Retry-After", Long.toString(seconds)),
        message);
  }
}
