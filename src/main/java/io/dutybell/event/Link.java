package io.dutybell.event;

/**
 * A link shown with an alert.
 *
 * @param text what to show, never null
 * @param href an absolute http or https URL, never null
 */
public record Link(String text, String href) {}
