package io.dutybell.event;

import java.time.Instant;
import java.util.UUID;

/**
 * One HTTP request of an alert source, exactly as it came. It is stored before it is answered.
 *
 * @param id time-ordered, made before the first write, so that storing it twice stores it once
 * @param sourceId the alert source whose integration key was used
 * @param format decided by the URL
 * @param receivedAt when it arrived
 * @param method the HTTP method
 * @param contentType as sent, cut at 200 characters; may be null
 * @param userAgent as sent, cut at 200 characters; may be null
 * @param remoteAddress who sent it, as seen through trusted proxies
 * @param query the raw query string; may be null
 * @param body the bytes, never null, possibly empty
 */
public record Receipt(
    UUID id,
    long sourceId,
    Format format,
    Instant receivedAt,
    String method,
    String contentType,
    String userAgent,
    String remoteAddress,
    String query,
    byte[] body) {}
