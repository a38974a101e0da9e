package io.dutybell.configuration;

import io.dutybell.team.Contact;

/**
 * A contact as the API shows one.
 *
 * @param contact the address; its id is 0 when it is not stored yet
 * @param regionCode the country of a telephone number, such as {@code CN}; may be null
 */
public record ContactEntry(Contact contact, String regionCode) {}
