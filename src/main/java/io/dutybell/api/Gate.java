package io.dutybell.api;

import io.dutybell.security.AdminToken;
import java.util.Optional;

/** Lets only callers with an API token in. */
public final class Gate {

  private static final String SCHEME = "Bearer ";

  private final AdminToken token;

  public Gate(AdminToken token) {
    this.token = token;
  }

  /**
   * Decides by the {@code Authorization} header, before anything else of a request is looked at.
   *
   * @param authorization the header as sent; null when there is none
   * @return what to answer instead of doing what was asked; empty when the caller may go on
   */
  public Optional<Answer> refuse(String authorization) {
    if (!token.isConfigured()) {
      return Optional.of(
          refusal(
              "no API token is configured, so nobody can call the API;"
                  + " start Dutybell with DUTYBELL_ADMIN_TOKEN set to a long random text"));
    }
    boolean bearer =
        authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    if (bearer && token.matches(authorization.substring(SCHEME.length()).strip())) {
      return Optional.empty();
    }
    return Optional.of(
        refusal("an API token is needed: send the header Authorization: Bearer <token>"));
  }

  private static Answer refusal(String message) {
    return Answer.error(401, "UNAUTHORIZED", message).with("WWW-Authenticate", "Bearer");
  }
}
