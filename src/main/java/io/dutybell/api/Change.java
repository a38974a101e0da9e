package io.dutybell.api;

/**
 * What a call changed, for the audit log.
 *
 * @param resource the kind, such as {@code alert-source}
 * @param id the resource's id
 * @param was its JSON before; null when it is new
 * @param became its JSON afterwards; null when it is gone
 */
record Change(String resource, String id, Object was, Object became) {}
