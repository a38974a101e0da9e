package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.Scope;
import io.dutybell.store.Database;
import io.dutybell.store.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * API tokens. They are looked up for every call, so that one that is revoked is refused at once.
 */
public final class TokenStore {

  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

  private final Database database;
  private final Clock clock;

  public TokenStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Tokens in the order of their numbers.
   *
   * @param userId whose; null for all
   */
  public List<ApiToken> list(Long userId, int skip, int count) {
    return database.inTransaction(
        session ->
            session.list(
                "api_tokens/list",
                userId == null ? Set.of("page") : Set.of("user", "page"),
                p -> {
                  if (userId != null) {
                    p.number("userId", userId);
                  }
                  p.count("skip", skip).count("count", count);
                },
                TokenStore::token));
  }

  /** The token with this number. */
  public Optional<ApiToken> find(long id) {
    return database.inTransaction(
        session ->
            session.first(
                "api_tokens/list", Set.of("id"), p -> p.number("id", id), TokenStore::token));
  }

  /** The tokens with these numbers, by number; those that were revoked are missing. */
  public Map<Long, ApiToken> find(Set<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return database
        .inTransaction(
            session ->
                session.list(
                    "api_tokens/list",
                    Set.of("ids"),
                    p -> p.numbers("ids", ids),
                    TokenStore::token))
        .stream()
        .collect(Collectors.toMap(ApiToken::id, token -> token));
  }

  /** What is known of a token that a caller presents, and notes that it was used. */
  public Optional<ApiToken> use(String secret) {
    Instant now = clock.now();
    return database.inTransaction(
        session -> {
          Optional<ApiToken> token =
              session.first(
                  "api_tokens/list",
                  Set.of("hash"),
                  p -> p.text("hash", IntegrationKeys.hash(secret)),
                  TokenStore::token);
          if (token.isPresent() && !token.get().isExpiredAt(now) && isUseToBeNoted(token.get())) {
            session.update(
                "api_tokens/touch",
                p ->
                    p.number("id", token.get().id())
                        .instant("now", now)
                        .instant("before", now.minus(USE_NOTED_EVERY)));
          }
          return token;
        });
  }

  private boolean isUseToBeNoted(ApiToken token) {
    return token.lastUsedAt() == null
        || token.lastUsedAt().isBefore(clock.now().minus(USE_NOTED_EVERY));
  }

  /**
   * Stores a new token and gives its number.
   *
   * @param token its number is not looked at
   * @param secret the token itself, of which only the hash is kept
   */
  public long add(ApiToken token, String secret) {
    return database.inTransaction(
        session ->
            session.insert(
                "api_tokens/insert",
                p ->
                    p.text("name", token.name())
                        .text("hash", IntegrationKeys.hash(secret))
                        .text("scopes", words(token.scopes()))
                        .number("userId", token.userId())
                        .text("createdBy", token.createdBy())
                        .instant("now", token.createdAt())
                        .instant("expiresAt", token.expiresAt())));
  }

  /** Revokes a token. */
  public void delete(long id) {
    database.inTransaction(session -> session.update("api_tokens/delete", p -> p.number("id", id)));
  }

  private static String words(Set<Scope> scopes) {
    return scopes.stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
  }

  private static ApiToken token(Row row) throws SQLException {
    return new ApiToken(
        row.number("id"),
        row.text("name"),
        Arrays.stream(row.text("scopes").split(" "))
            .map(Scope::valueOf)
            .collect(Collectors.toSet()),
        row.number("user_id"),
        row.text("created_by"),
        row.instant("created_at"),
        row.instant("expires_at"),
        row.instant("last_used_at"));
  }
}
