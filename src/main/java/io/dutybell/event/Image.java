package io.dutybell.event;

/**
 * An image shown with an alert.
 *
 * @param src an absolute http or https URL, never null
 * @param href where a click leads; may be null
 * @param alt a text in its place; may be null
 */
public record Image(String src, String href, String alt) {}
