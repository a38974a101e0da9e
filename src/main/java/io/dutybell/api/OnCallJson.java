package io.dutybell.api;

import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.oncall.Schedule;
import io.dutybell.oncall.Shift;
import io.dutybell.team.User;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Users on call as JSON. */
final class OnCallJson {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX");

  private final Sight sight;
  private final ZoneId zone;
  private final List<String> expand;

  /**
   * @param sight what the caller may see
   * @param zone the time zone in which instants are shown; null for UTC
   * @param expand what is shown whole instead of being named; unknown words are ignored
   */
  OnCallJson(Sight sight, ZoneId zone, List<String> expand) {
    this.sight = sight;
    this.zone = zone;
    this.expand = expand;
  }

  /**
   * One user on call.
   *
   * @param policy null when no policy is the reason
   * @param level the level of the policy
   * @param schedule null for a user whom the policy names
   * @param shift null for always
   */
  Map<String, Object> of(
      long userId, EscalationPolicy policy, int level, Schedule schedule, Shift shift) {
    return Json.object(
        "user",
        user(userId),
        "escalationPolicy",
        policy == null ? null : policy(policy),
        "escalationLevel",
        policy == null ? null : level,
        "schedule",
        schedule == null ? null : schedule(schedule),
        "start",
        shift == null ? null : shown(shift.start()),
        "end",
        shift == null ? null : shown(shift.end()));
  }

  private Map<String, Object> user(long id) {
    User user = sight.configuration().users().get(id);
    Map<String, Object> json = new LinkedHashMap<>(EscalationPolicies.reference(id, user));
    if (user != null && expand.contains("user")) {
      json.put("timezone", user.timezone());
      json.put("language", user.language());
      json.put("role", user.role().name());
    }
    return json;
  }

  private Map<String, Object> policy(EscalationPolicy policy) {
    return expand.contains("escalationPolicy") || expand.contains("policy")
        ? EscalationPolicies.json(policy, sight)
        : EscalationPolicies.reference(policy.id(), sight);
  }

  private Map<String, Object> schedule(Schedule schedule) {
    return expand.contains("schedule")
        ? ScheduleJson.schedule(schedule, sight)
        : ScheduleJson.reference(schedule);
  }

  private Object shown(Instant at) {
    return zone == null ? at : LOCAL.format(at.atZone(zone));
  }
}
