package io.dutybell.security;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Web addresses that let whoever knows them post: chat services put a token into the path or the
 * query. Which part it is only the service knows, so everything behind the host counts as secret.
 */
public final class SecretAddress {

  private static final Pattern URL =
      Pattern.compile("(?is)\\s*(https?://)([^/?#]*@)?([^/?#@]*)(.*)");

  /** What {@link #shown} makes. */
  private static final Pattern SHOWN = Pattern.compile("(?i)https?://[^/?#@]*/\\*\\*\\*.{0,4}");

  /** Of less than this, the last characters would be too much. */
  private static final int SHORTEST_CUT = 12;

  private static final int LAST = 4;

  private SecretAddress() {}

  /**
   * A text as everybody may see it: of an address with a secret only the host and, by which people
   * tell several apart, the last four characters; anything else as it is.
   *
   * @param text may be null
   */
  public static String shown(String text) {
    Matcher url = URL.matcher(text == null ? "" : text);
    if (!url.matches() || isShown(text)) {
      return text;
    }
    String rest = url.group(4).strip();
    if (url.group(2) == null && (rest.isEmpty() || rest.equals("/"))) {
      return text;
    }
    return url.group(1) + url.group(3) + "/***" + last(rest);
  }

  private static String last(String rest) {
    if (rest.length() < SHORTEST_CUT) {
      return "";
    }
    int from = rest.length() - LAST;
    return rest.substring(Character.isLowSurrogate(rest.charAt(from)) ? from + 1 : from);
  }

  /** What stands behind the host of a web address that is not shown as it is. */
  public static String rest(String address) {
    Matcher url = URL.matcher(address);
    return url.matches() ? url.group(4).strip() : "";
  }

  /** Whether a text is an address that is not shown as it is. */
  public static boolean isSecret(String text) {
    return text != null && !shown(text).equals(text);
  }

  /** Whether a text is what is shown of some address, and so cannot be used as one. */
  public static boolean isShown(String text) {
    return SHOWN.matcher(text).matches();
  }
}
