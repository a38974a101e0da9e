package io.dutybell.report;

/**
 * What some alerts of a report have in common.
 *
 * @param id a number, or a word; null for alerts that have no such thing, such as no severity
 * @param name as people call it; null when it has none, is not known any more, or may not be seen
 */
public record Group(Object id, String name) {}
