package io.dutybell.api;

/**
 * What a call changed, for the audit log.
 *
 * @param resource the kind, such as {@code alert-source}
 * @param id the resource's id
 * @param was what it was before; null when it is new
 * @param became what it is afterwards; null when it is gone
 */
record Change(String resource, String id, Configured was, Configured became) {}
