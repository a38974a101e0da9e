package io.dutybell.notification;

import java.util.Map;

/**
 * A message in words.
 *
 * @param subject one line, at most {@link Rendering#MAX_SUBJECT} characters, without control
 *     characters, never blank
 * @param text plain text, at most {@link Rendering#MAX_TEXT} characters
 * @param html the same as a HTML document without any remote content
 * @param payload what a webhook sends, version {@link Rendering#PAYLOAD_VERSION}
 */
public record Rendered(String subject, String text, String html, Map<String, Object> payload) {}
