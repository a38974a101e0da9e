package io.dutybell.template;

/**
 * What a template made of an event.
 *
 * @param text plain text without NUL and without halves of characters, at most {@link
 *     Template#MAX_OUTPUT} long; may be empty
 * @param cut whether a limit ended it; the text then ends in {@code …}
 */
public record RenderedText(String text, boolean cut) {}
