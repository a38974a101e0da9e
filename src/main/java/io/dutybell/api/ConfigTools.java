package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.notification.Notifiers;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.SecretBox;
import io.dutybell.store.Database;
import java.util.function.UnaryOperator;

/**
 * What the whole configuration is read and changed with.
 *
 * @param ids where new ids come from
 * @param environment gives the value of an environment variable; null when it is not set
 */
public record ConfigTools(
    Database database,
    ConfigurationStore configurations,
    Clock clock,
    SecretBox box,
    IntegrationKeys keys,
    TimeOrderedIds ids,
    Notifiers notifiers,
    AuditLog auditLog,
    UnaryOperator<String> environment) {}
