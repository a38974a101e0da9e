package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.ApiToken;
import io.dutybell.configuration.TokenStore;
import io.dutybell.security.ApiTokens;
import io.dutybell.security.Scope;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code /api/tokens}. Everybody makes and revokes tokens for themselves; an administrator also
 * those of others and of the installation.
 */
public final class Tokens {

  private static final int LONGEST_NAME = 200;

  private final TokenStore store;
  private final Users users;
  private final ApiTokens generator;
  private final Clock clock;

  public Tokens(TokenStore store, Users users, ApiTokens generator, Clock clock) {
    this.store = store;
    this.users = users;
    this.generator = generator;
    this.clock = clock;
  }

  /**
   * Lists the caller's tokens, or all of them for an administrator; never the tokens themselves.
   */
  public Answer list(Call call) {
    Page page = call.page();
    Long owner = call.caller().isAdministrator() ? null : call.caller().userId();
    return Answer.ok(
        store.list(owner, page.skip(), page.count()).stream().map(Tokens::json).toList());
  }

  /** Makes a token. Its text is in the answer and nowhere else, and cannot be shown again. */
  public Answer add(Call call) {
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    Fields fields = call.fields();
    Caller caller = call.caller();
    Long userId = fields.reference("user");
    if (userId == null) {
      userId = caller.userId();
    }
    if (userId != null) {
      caller.requireSelfOrAdministrator(userId);
      users.require(userId);
    }
    Set<Scope> scopes = scopes(fields.texts("scopes", Scope.values().length, 20));
    for (Scope scope : scopes) {
      if (!caller.scopes().contains(Scope.ADMIN) && !caller.scopes().contains(scope)) {
        throw Problem.forbidden("a token cannot make one with the scope " + scope + " for itself");
      }
    }
    Instant now = clock.now();
    Instant expiresAt = fields.instant("expiresAt");
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      throw Problem.invalid("expiresAt", "must be in the future");
    }
    String secret = generator.generate();
    ApiToken token =
        new ApiToken(
            0,
            fields.requiredLine("name", LONGEST_NAME),
            scopes,
            userId,
            caller.name(),
            now,
            expiresAt,
            null);
    Map<String, Object> json = json(store.find(store.add(token, secret)).orElseThrow());
    Map<String, Object> withSecret = new LinkedHashMap<>(json);
    withSecret.put("token", secret);
    return Answer.created(withSecret).changing("token", json.get("id"), null, json);
  }

  private static Set<Scope> scopes(List<String> words) {
    if (words.isEmpty()) {
      throw Problem.invalid("scopes", "is required, a list of " + List.of(Scope.values()));
    }
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words) {
      scopes.add(Fields.word("scopes", word, Scope.class));
    }
    return scopes;
  }

  /** Revokes a token: from then on it is refused. */
  public Answer revoke(Call call) {
    return call.change(this::revoking);
  }

  private Answer revoking(Call call) {
    long id = call.id("id");
    ApiToken token =
        store.find(id).orElseThrow(() -> Problem.notFound("there is no API token with id " + id));
    call.caller().requireSelfOrAdministrator(token.userId());
    store.delete(id);
    return Answer.noContent().changing("token", id, json(token), null);
  }

  private static Map<String, Object> json(ApiToken token) {
    return Json.object(
        "id",
        token.id(),
        "name",
        token.name(),
        "scopes",
        token.scopes().stream().map(Enum::name).sorted().toList(),
        "user",
        token.userId() == null ? null : Json.object("id", token.userId()),
        "createdBy",
        token.createdBy(),
        "createdAt",
        token.createdAt(),
        "expiresAt",
        token.expiresAt(),
        "lastUsedAt",
        token.lastUsedAt());
  }
}
