package io.dutybell.alert;

import java.util.List;
import java.util.Set;

/**
 * All that the decision about one event looks at, besides the configuration.
 *
 * @param key what is known of its alert key
 * @param alert the open alert in which the key has an open member; null when there is none
 * @param member that member; null when there is none
 * @param groupAlert the open alert that alert grouping would join; null when there is none
 * @param groupMember the key's recovered member there; null when it never was one
 * @param responders the responders of the alert, or else of the group alert
 * @param told who was told about the alert
 * @param seenBefore whether the same delivery was applied before
 * @param newAlertId the number that a new alert would get
 */
public record Situation(
    KeyState key,
    Alert alert,
    Member member,
    Alert groupAlert,
    Member groupMember,
    Set<Long> responders,
    List<Told> told,
    boolean seenBefore,
    long newAlertId) {}
