package io.dutybell.alert;

/**
 * Who does something to an alert.
 *
 * @param userId the user; null when it is nobody who can be named, such as an API token
 * @param name as the timeline shows it, never null
 */
public record Actor(Long userId, String name) {}
