package io.dutybell.receive;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.receive.RefusedCalls.RefusedCall;
import io.dutybell.security.Cidr;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.source.AlertSource;
import io.dutybell.source.IntegrationKey;
import io.dutybell.store.DatabaseAway;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides whether a caller may hand in a callback, by the integration key, the address and the
 * rate, all from memory.
 */
public final class Admission {

  /**
   * How long a refused key is refused without asking the database whether it has been made
   * meanwhile.
   */
  static final Duration REMEMBERED = Duration.ofSeconds(30);

  private static final int MOST_REMEMBERED = 10_000;

  private record Refused(Instant at, long version) {}

  private final LiveConfiguration configuration;
  private final RefusedCalls refusedCalls;
  private final Clock clock;
  private final RateLimit rateLimit = new RateLimit();
  private final Map<String, List<Cidr>> networks = new ConcurrentHashMap<>();
  private final Object asking = new Object();

  /** When the database was last asked, by the monotonic clock. */
  private long askedAt = System.nanoTime();

  /** Whether the last question found no database: what it would say is not known then. */
  private boolean away;

  private final Map<String, Refused> refusedKeys =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Refused> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  /**
   * @param configuration sources and keys
   * @param refusedCalls is told who was refused for the address
   * @param clock the time
   */
  public Admission(LiveConfiguration configuration, RefusedCalls refusedCalls, Clock clock) {
    this.configuration = configuration;
    this.refusedCalls = refusedCalls;
    this.clock = clock;
  }

  /**
   * The alert source that this key belongs to.
   *
   * @param key as the caller gave it
   * @param remoteAddress who calls
   * @param arrivedNanos when the call came in, by the monotonic clock: an answer of the database
   *     from after that instant is good enough for it
   * @throws Refusal 404 for a key that is not valid, 403 for an address that is not allowed, 429
   *     above the rate limit, 503 when only the database could tell and it is away
   */
  public AlertSource admit(String key, String remoteAddress, long arrivedNanos) {
    Instant now = clock.now();
    String hash = IntegrationKeys.hash(key);
    AlertSource source = find(configuration.current(), hash, now);
    if (source == null) {
      source = findAfresh(hash, now, arrivedNanos);
    }
    if (source == null) {
      throw new Refusal(
          404,
          "NOT_FOUND",
          "There is no alert source with this integration key. Copy the URL from the alert source again.",
          0);
    }
    List<String> allowed = source.settings().ipAllowList();
    if (!allowed.isEmpty() && !ClientAddress.isIn(remoteAddress, networks(allowed))) {
      refusedCalls.add(new RefusedCall(now, source.id(), remoteAddress));
      throw new Refusal(
          403,
          "FORBIDDEN",
          "The address "
              + remoteAddress
              + " is not on the allow-list of this alert source. Add it there if it is CloudMonitor's.",
          0);
    }
    Integer limit = source.settings().rateLimit();
    if (limit != null) {
      Duration wait = rateLimit.take(source.id(), limit, now);
      if (!wait.isZero()) {
        throw new Refusal(
            429,
            "TOO_MANY_REQUESTS",
            "This alert source takes at most "
                + limit
                + " callbacks a minute. Raise its rate limit if that is too few.",
            Math.max(1, (wait.toMillis() + 999) / 1000));
      }
    }
    return source;
  }

  /**
   * Whether {@link #admit} would ask the database about this key, and so may wait for it.
   *
   * @param key as the caller gave it
   */
  public boolean mustAsk(String key) {
    Instant now = clock.now();
    String hash = IntegrationKeys.hash(key);
    Configuration current = configuration.current();
    return find(current, hash, now) == null && !isRefused(hash, current.version(), now);
  }

  private boolean isRefused(String hash, long version, Instant now) {
    Refused before = refusedKeys.get(hash);
    return before != null
        && before.version() == version
        && now.isBefore(before.at().plus(REMEMBERED));
  }

  private static AlertSource find(Configuration current, String hash, Instant now) {
    IntegrationKey key = current.keys().get(hash);
    boolean same =
        key != null
            && MessageDigest.isEqual(
                key.hash().getBytes(StandardCharsets.US_ASCII),
                hash.getBytes(StandardCharsets.US_ASCII));
    return same && key.isValidAt(now) ? current.sources().get(key.sourceId()) : null;
  }

  /**
   * Another node may have made the key a moment ago: asks the database, but not again and again for
   * the same key.
   */
  private AlertSource findAfresh(String hash, Instant now, long arrivedNanos) {
    if (isRefused(hash, configuration.current().version(), now)) {
      return null;
    }
    synchronized (asking) {
      // Whoever waited here for somebody else's question has its answer: a flood of made-up keys
      // costs one query at a time.
      if (askedAt - arrivedNanos < 0) {
        ask();
      }
      if (away) {
        throw notNow();
      }
    }
    Configuration fresh = configuration.current();
    AlertSource source = find(fresh, hash, now);
    if (source == null) {
      refusedKeys.put(hash, new Refused(now, fresh.version()));
    }
    return source;
  }

  private void ask() {
    askedAt = System.nanoTime();
    try {
      configuration.refresh();
      away = false;
    } catch (DatabaseAway e) {
      away = true;
    }
  }

  private static Refusal notNow() {
    return new Refusal(
        503,
        "UNAVAILABLE",
        "The integration key cannot be checked at the moment. Send the callback again.",
        5);
  }

  private List<Cidr> networks(List<String> allowed) {
    return networks.computeIfAbsent(
        String.join(",", allowed), text -> allowed.stream().map(Cidr::parse).toList());
  }
}
