package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.ApiToken;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.Login;
import io.dutybell.configuration.TokenStore;
import io.dutybell.configuration.UserStore;
import io.dutybell.security.AdminToken;
import io.dutybell.security.LoginThrottle;
import io.dutybell.security.Passwords;
import io.dutybell.security.Scope;
import io.dutybell.team.User;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds out who calls, by the header {@code Authorization}: an API token ({@code Bearer}), or a
 * username with its password ({@code Basic}).
 */
public final class Gate {

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  /** A password is as good as a token that may do whatever its user may. */
  private static final Set<Scope> OF_PASSWORDS = EnumSet.allOf(Scope.class);

  private final AdminToken adminToken;
  private final TokenStore tokens;
  private final UserStore users;
  private final LiveConfiguration live;
  private final KnownPasswords knownPasswords;
  private final LoginThrottle throttle;
  private final CallRates rates;
  private final Clock clock;

  /**
   * @param adminToken the token of the environment
   * @param knownPasswords passwords that were right a moment ago
   * @param throttle slows down who guesses passwords
   * @param rates how many calls there may be
   */
  public Gate(
      AdminToken adminToken,
      TokenStore tokens,
      UserStore users,
      LiveConfiguration live,
      KnownPasswords knownPasswords,
      LoginThrottle throttle,
      CallRates rates,
      Clock clock) {
    this.adminToken = adminToken;
    this.tokens = tokens;
    this.users = users;
    this.live = live;
    this.knownPasswords = knownPasswords;
    this.throttle = throttle;
    this.rates = rates;
    this.clock = clock;
  }

  /**
   * Who calls.
   *
   * @param authorization the header as sent; null when there is none
   * @param remoteAddress where the call comes from; null when that is not known
   * @throws Problem 401 for nobody we know, 429 for who has called or guessed too often
   */
  Caller identify(String authorization, String remoteAddress) {
    return admit(authorization, remoteAddress).caller();
  }

  /**
   * Lets in a call whose address alone says what it may see.
   *
   * @throws Problem 429 when too many came from there
   */
  void admit(String remoteAddress) {
    rates.count("address " + remoteAddress);
  }

  /**
   * Who was let in.
   *
   * @param pass what for, to be looked at again with {@link #still}
   */
  record Admitted(Caller caller, Pass pass) {}

  /** As {@link #identify}, for a call that stays open. */
  Admitted admit(String authorization, String remoteAddress) {
    rates.count("address " + remoteAddress);
    Admitted admitted = known(authorization, remoteAddress);
    rates.count(admitted.pass().holder());
    return admitted;
  }

  /**
   * As {@link #identify}, for a call that will be counted when it is made, unless it is refused.
   */
  Caller foresee(String authorization, String remoteAddress) {
    try {
      return known(authorization, remoteAddress).caller();
    } catch (Problem refused) {
      rates.count("address " + remoteAddress);
      throw refused;
    }
  }

  /**
   * Who would still be let in, and as whom, by a configuration; asked once for all of them. A token
   * may have been revoked, a password changed, a user deleted or given another role.
   */
  Map<Pass, Caller> still(Set<Pass> passes, Configuration configuration) {
    Map<Long, ApiToken> known = tokens.find(numbers(passes, Pass::tokenId));
    Map<Long, String> hashes = users.passwordHashes(numbers(passes, Pass::userId));
    Map<Pass, Caller> still = new HashMap<>();
    for (Pass pass : passes) {
      String from = pass.remoteAddress();
      Optional<Caller> caller = Optional.empty();
      if (pass.tokenId() != null) {
        caller =
            Optional.ofNullable(known.get(pass.tokenId()))
                .filter(token -> !token.isExpiredAt(clock.now()))
                .flatMap(token -> ofToken(token, configuration, from));
      } else if (pass.userId() == null) {
        caller = Optional.of(installation(from));
      } else if (pass.passwordHash().equals(hashes.get(pass.userId()))) {
        caller = ofUser(pass.userId(), configuration, OF_PASSWORDS, from);
      }
      caller.ifPresent(found -> still.put(pass, found));
    }
    return still;
  }

  private static Set<Long> numbers(Set<Pass> passes, Function<Pass, Long> number) {
    return passes.stream().map(number).filter(Objects::nonNull).collect(Collectors.toSet());
  }

  private Admitted known(String authorization, String remoteAddress) {
    if (isScheme(authorization, BEARER)) {
      return ofToken(authorization.substring(BEARER.length()).strip(), remoteAddress);
    }
    if (isScheme(authorization, BASIC)) {
      return ofPassword(authorization.substring(BASIC.length()).strip(), remoteAddress);
    }
    throw refusal(
        "the call needs an API token, Authorization: Bearer <token>, or a username and password");
  }

  private static Caller installation(String remoteAddress) {
    return new Caller("API", null, User.Role.ADMIN, Caller.EVERYTHING, remoteAddress);
  }

  private Admitted ofToken(String secret, String remoteAddress) {
    if (adminToken.matches(secret)) {
      return new Admitted(installation(remoteAddress), Pass.ofInstallation(remoteAddress));
    }
    Optional<ApiToken> token = tokens.use(secret);
    if (token.isEmpty()) {
      throw refusal(
          adminToken.isConfigured()
              ? "the API token is not known; it may have been revoked"
              : "the API token is not known; to make the first one, start Dutybell with"
                  + " DUTYBELL_ADMIN_TOKEN set to a long random text");
    }
    ApiToken used = token.get();
    if (used.isExpiredAt(clock.now())) {
      throw refusal("the API token has expired");
    }
    Caller caller =
        ofToken(used, live.refresh(), remoteAddress)
            .orElseThrow(() -> refusal("the API token's user was deleted"));
    return new Admitted(caller, Pass.ofToken(used.id(), remoteAddress));
  }

  private static Optional<Caller> ofToken(
      ApiToken token, Configuration configuration, String remoteAddress) {
    if (token.userId() == null) {
      return Optional.of(
          new Caller(
              "API token " + token.name(), null, User.Role.ADMIN, token.scopes(), remoteAddress));
    }
    return ofUser(token.userId(), configuration, token.scopes(), remoteAddress);
  }

  private Admitted ofPassword(String encoded, String remoteAddress) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refusal("the header Authorization: Basic is not Base64");
    }
    int colon = pair.indexOf(':');
    if (colon < 1) {
      throw refusal("the header Authorization: Basic has no username and password");
    }
    String username = pair.substring(0, colon);
    String password = pair.substring(colon + 1);
    refuseGuessing(username, remoteAddress);
    Optional<Login> login =
        users.login(username).or(() -> users.login(withoutOrganisation(username)));
    String hash = login.map(Login::passwordHash).orElse(null);
    if (!knownPasswords.isRight(username, password, hash)) {
      if (password.length() > Passwords.LONGEST || !Passwords.matches(password, hash)) {
        throttle.failed("user " + username);
        throttle.failed("address " + remoteAddress);
        throw refusal("the username or the password is wrong");
      }
      knownPasswords.remember(username, password, hash);
    }
    throttle.succeeded("user " + username);
    throttle.succeeded("address " + remoteAddress);
    long userId = login.orElseThrow().userId();
    Caller caller =
        ofUser(userId, live.refresh(), OF_PASSWORDS, remoteAddress)
            .orElseThrow(() -> refusal("the user was deleted"));
    return new Admitted(caller, Pass.ofPassword(userId, hash, remoteAddress));
  }

  private static Optional<Caller> ofUser(
      long userId, Configuration configuration, Set<Scope> scopes, String remoteAddress) {
    return Optional.ofNullable(configuration.users().get(userId))
        .map(
            user ->
                new Caller(
                    user.fullName(),
                    user.id(),
                    user.role(),
                    scopes,
                    remoteAddress,
                    configuration.teamRoles(userId)));
  }

  private void refuseGuessing(String username, String remoteAddress) {
    Duration byUser = throttle.wait("user " + username);
    Duration byAddress = throttle.wait("address " + remoteAddress);
    Duration wait = byUser.compareTo(byAddress) > 0 ? byUser : byAddress;
    if (!wait.isZero()) {
      throw Problem.tooMany("too many wrong passwords; try again later", wait);
    }
  }

  /** A client that knows organisations sends {@code username@organisation}. */
  private static String withoutOrganisation(String username) {
    int at = username.lastIndexOf('@');
    return at < 1 ? username : username.substring(0, at);
  }

  private static boolean isScheme(String authorization, String scheme) {
    return authorization != null
        && authorization.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static Problem refusal(String message) {
    return Problem.of(
        Answer.error(401, "UNAUTHORIZED", message).with("WWW-Authenticate", "Bearer"));
  }
}
