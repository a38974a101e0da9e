package io.dutybell.source;

/**
 * The connection to one monitoring tool.
 *
 * @param id its number
 * @param name its name, unique
 * @param type what it connects to
 * @param active whether its events do anything
 * @param policyId its escalation policy
 * @param settings how it behaves
 */
public record AlertSource(
    long id,
    String name,
    SourceType type,
    boolean active,
    long policyId,
    SourceSettings settings) {}
