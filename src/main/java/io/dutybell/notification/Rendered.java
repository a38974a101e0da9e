package io.dutybell.notification;

import java.util.Map;
import java.util.function.Supplier;

/**
 * A message in words. What a notifier does not look at is not made: most show one of the forms. Not
 * safe for use by several threads at once.
 */
public final class Rendered {

  private final String subject;
  private final String text;
  private final Supplier<String> makeHtml;
  private final Supplier<Map<String, Object>> makePayload;
  private String html;
  private Map<String, Object> payload;

  Rendered(
      String subject,
      String text,
      Supplier<String> makeHtml,
      Supplier<Map<String, Object>> makePayload) {
    this.subject = subject;
    this.text = text;
    this.makeHtml = makeHtml;
    this.makePayload = makePayload;
  }

  /**
   * One line, at most {@link Rendering#MAX_SUBJECT} characters, without control characters, never
   * blank.
   */
  public String subject() {
    return subject;
  }

  /** Plain text, at most {@link Rendering#MAX_TEXT} characters. */
  public String text() {
    return text;
  }

  /** The same as a HTML document without any remote content. */
  public String html() {
    if (html == null) {
      html = makeHtml.get();
    }
    return html;
  }

  /** What a webhook sends, version {@link Rendering#PAYLOAD_VERSION}. */
  public Map<String, Object> payload() {
    if (payload == null) {
      payload = makePayload.get();
    }
    return payload;
  }
}
