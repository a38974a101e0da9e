package io.dutybell.notification;

import io.dutybell.security.SecretAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a receiver may repeat of what it was sent, and more people read than may know it: many put
 * the path of a request, its headers or the address into what they say about an error. It is
 * overwritten there.
 */
public final class Echo {

  private static final String MASK = "***";

  /** Less than this may be a word of what the receiver says. */
  private static final int SHORTEST = 6;

  /** A part of a secret counts alone when it is this long and looks like no word. */
  private static final Pattern PART = Pattern.compile("(?=.*\\d).{12,}|.{24,}");

  private static final Pattern BETWEEN_PARTS = Pattern.compile("[^A-Za-z0-9._~+-]+");
  private static final Pattern HEADER = Pattern.compile("^[A-Za-z0-9-]+:\\s*([A-Za-z]+\\s+)?");

  /** The longest first, because others are parts of it. */
  private final List<Pattern> secrets;

  private Echo(Set<String> secrets) {
    this.secrets =
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(secret -> Pattern.compile(secret, Pattern.LITERAL | Pattern.CASE_INSENSITIVE))
            .toList();
  }

  /**
   * What may come back of a message.
   *
   * @param settings the secret settings of the connector that it was sent through
   */
  public static Echo of(Message message, Collection<String> settings) {
    Set<String> secrets = new HashSet<>();
    addAddress(secrets, message.target());
    addAddress(secrets, message.acceptUrl());
    addAddress(secrets, message.resolveUrl());
    message.params().values().forEach(param -> addAddress(secrets, param));
    for (String setting : settings) {
      setting.lines().forEach(line -> addSetting(secrets, line));
    }
    return new Echo(secrets);
  }

  private static void addSetting(Set<String> secrets, String line) {
    if (SecretAddress.isSecret(line)) {
      addAddress(secrets, line);
    } else {
      addParts(secrets, HEADER.matcher(line).replaceFirst(""));
    }
  }

  /** The host of a web address is no secret; any other address is, as a whole. */
  private static void addAddress(Set<String> secrets, String text) {
    if (SecretAddress.isSecret(text)) {
      String rest = SecretAddress.rest(text);
      secrets.add(text.strip());
      addParts(secrets, rest);
      addParts(secrets, rest.split("[?#]", 2)[0]);
    } else if (text != null && !text.contains("://")) {
      secrets.add(text.strip());
    }
  }

  private static void addParts(Set<String> secrets, String text) {
    secrets.add(text.strip());
    for (String part : BETWEEN_PARTS.split(text)) {
      if (PART.matcher(part).matches()) {
        secrets.add(part);
      }
    }
  }

  /**
   * A text without what it repeats.
   *
   * @param text may be null
   */
  public String without(String text) {
    String left = text;
    for (Pattern secret : secrets) {
      left = left == null ? null : secret.matcher(left).replaceAll(Matcher.quoteReplacement(MASK));
    }
    return left;
  }
}
