package io.dutybell.configuration;

import io.dutybell.source.MaintenanceWindow;

/**
 * A maintenance window as the API shows one.
 *
 * @param window what is to happen; its id is 0 when it is not stored yet
 * @param description why, for people; may be null
 * @param timezone an IANA name, the zone in which it was planned
 * @param createdBy the user who made it; null for a token of the installation, or when that user is
 *     gone
 */
public record MaintenanceEntry(
    MaintenanceWindow window, String description, String timezone, Long createdBy) {}
