package io.dutybell.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * Makes the few plain pages that people see without signing in. They load nothing and run nothing.
 */
final class Html {

  private static final String STYLE =
      "body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem;color:#1b1f24}"
          + "h1{font-size:1.25rem}p{overflow-wrap:anywhere}"
          + "button{font:inherit;padding:.75rem 1.5rem;border:0;border-radius:.5rem;background:#0b5cad;color:#fff;cursor:pointer}";
  private static final String POLICY =
      "default-src 'none'; style-src '"
          + sha256(STYLE)
          + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private Html() {}

  /**
   * A page.
   *
   * @param status the HTTP status
   * @param title what it is about
   * @param text what it says; may be empty
   * @param button the label of a button that posts to the page's own URL; null for none
   */
  static Answer page(int status, String title, String text, String button) {
    String form =
        button == null
            ? ""
            : "<form method=\"post\"><button type=\"submit\">"
                + escape(button)
                + "</button></form>";
    String html =
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            + "<meta name=\"robots\" content=\"noindex\"><title>"
            + escape(title)
            + " · Dutybell</title><style>"
            + STYLE
            + "</style></head><body><main><h1>"
            + escape(title)
            + "</h1><p>"
            + escape(text)
            + "</p>"
            + form
            + "</main></body></html>";
    return new Answer(
        status,
        html,
        Map.of(
            "Content-Type",
            "text/html; charset=utf-8",
            "Content-Security-Policy",
            POLICY,
            // The token is in the URL.
            "Referrer-Policy",
            "no-referrer"),
        null);
  }

  /** The text as HTML shows it, in content and in quoted attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
