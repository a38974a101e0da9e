package io.dutybell.configuration;

/**
 * What a password is compared with.
 *
 * @param userId whose it is
 * @param passwordHash null for a user without a password
 */
public record Login(long userId, String passwordHash) {}
