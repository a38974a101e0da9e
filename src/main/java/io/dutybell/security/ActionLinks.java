package io.dutybell.security;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes and reads the tokens of accept and resolve links: readable claims and their signature, so
 * that nothing has to be stored for them.
 */
public final class ActionLinks {

  private static final Pattern TOKEN =
      Pattern.compile("(([1-9]\\d{0,17})-([1-9]\\d{0,17})-([ar])-(\\d{1,11}))-([A-Za-z0-9_-]{43})");

  private final SecretBox box;

  public ActionLinks(SecretBox box) {
    this.box = box;
  }

  /** A token for one alert, one user and one action, safe in a URL path. */
  public String token(long alertId, long userId, ActionLink.Action action, Instant expiresAt) {
    String claims =
        alertId
            + "-"
            + userId
            + "-"
            + (action == ActionLink.Action.ACCEPT ? "a" : "r")
            + "-"
            + expiresAt.getEpochSecond();
    return claims + "-" + encoded(box.sign(signed(claims)));
  }

  /** What the token allows at this instant; empty when it is not one of ours or has expired. */
  public Optional<ActionLink> read(String token, Instant now) {
    return parse(token).filter(link -> !link.hasExpiredAt(now));
  }

  /** Whether the token is one of ours and only too old. */
  public boolean hasExpired(String token, Instant now) {
    return parse(token).filter(link -> link.hasExpiredAt(now)).isPresent();
  }

  private Optional<ActionLink> parse(String token) {
    Matcher parts = TOKEN.matcher(token);
    if (!parts.matches() || !isSignature(parts.group(1), parts.group(6))) {
      return Optional.empty();
    }
    return Optional.of(
        new ActionLink(
            Long.parseLong(parts.group(2)),
            Long.parseLong(parts.group(3)),
            parts.group(4).equals("a") ? ActionLink.Action.ACCEPT : ActionLink.Action.RESOLVE,
            Instant.ofEpochSecond(Long.parseLong(parts.group(5)))));
  }

  /** The last character has two bits that decoding ignores: only the one that was given counts. */
  private boolean isSignature(String claims, String text) {
    byte[] signature = Base64.getUrlDecoder().decode(text);
    return box.isSignature(signed(claims), signature) && encoded(signature).equals(text);
  }

  private static String encoded(byte[] signature) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  /** The signing key has other uses; the prefix keeps their signatures apart. */
  private static byte[] signed(String claims) {
    return ("action-link:" + claims).getBytes(StandardCharsets.US_ASCII);
  }
}
