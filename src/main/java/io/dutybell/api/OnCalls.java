package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.oncall.OnCall;
import io.dutybell.oncall.Range;
import io.dutybell.oncall.Roster;
import io.dutybell.oncall.Schedule;
import io.dutybell.oncall.Shift;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code /api/on-calls}: who is on call, on which level of which escalation policy, and by which
 * on-call schedule.
 */
public final class OnCalls {

  private static final int MOST_MONTHS = 3;

  /**
   * One user on call.
   *
   * @param policy the escalation policy; null when no policy names the schedule
   * @param level the level of the policy, from 1; 0 without a policy
   * @param userId who
   * @param schedule by which schedule; null for a user whom the policy names
   * @param shift when; null for always
   */
  private record Duty(
      EscalationPolicy policy, int level, long userId, Schedule schedule, Shift shift) {}

  private final ScheduleShifts shifts;
  private final LiveConfiguration live;
  private final Clock clock;

  public OnCalls(ScheduleShifts shifts, LiveConfiguration live, Clock clock) {
    this.shifts = shifts;
    this.live = live;
    this.clock = clock;
  }

  /**
   * Everybody who is on call in a range, now unless the call says otherwise: policy by policy and
   * level by level, then by the schedules that no policy names.
   */
  public Answer list(Call call) {
    Sight sight = Sight.of(call.caller(), live.refresh());
    OnCallFilter filter = OnCallFilter.of(call.query(), sight.configuration());
    ZoneId zone = call.query().text("timezone").map(OnCalls::zone).orElse(null);
    Range range = range(call.query(), zone == null ? ZoneId.of("UTC") : zone);
    OnCallJson json = new OnCallJson(sight, zone, call.query().all("expand"));
    Page page = call.page();
    return Answer.ok(
        duties(sight, filter, range)
            .filter(duty -> filter.takesUser(duty.userId()))
            .skip(page.skip())
            .limit(page.count())
            .map(d -> json.of(d.userId(), d.policy(), d.level(), d.schedule(), d.shift()))
            .toList());
  }

  private Stream<Duty> duties(Sight sight, OnCallFilter filter, Range range) {
    Map<Long, Schedule> seen =
        sight.configuration().rosters().values().stream()
            .map(Roster::schedule)
            .filter(schedule -> sight.sees(schedule) && filter.takesSchedule(schedule.id()))
            .collect(Collectors.toMap(Schedule::id, Function.identity()));
    Function<Schedule, List<Shift>> inRange = inRange(List.copyOf(seen.values()), filter, range);
    List<EscalationPolicy> policies =
        sight.configuration().policies().values().stream()
            .filter(sight::sees)
            .sorted(Comparator.comparingLong(EscalationPolicy::id))
            .toList();
    Stream<Duty> byPolicy =
        policies.stream()
            .flatMap(
                policy ->
                    IntStream.rangeClosed(1, policy.rules().size())
                        .filter(level -> filter.takesLevel(policy.id(), level))
                        .boxed()
                        .flatMap(level -> ofLevel(policy, level, seen, filter, inRange)));
    if (filter.isByPolicy()) {
      return byPolicy;
    }
    Stream<Duty> withoutPolicy =
        seen.values().stream()
            .filter(schedule -> policies.stream().noneMatch(p -> p.namesSchedule(schedule.id())))
            .sorted(Comparator.comparingLong(Schedule::id))
            .flatMap(schedule -> bySchedule(null, 0, schedule, inRange));
    return Stream.concat(byPolicy, withoutPolicy);
  }

  private static Stream<Duty> ofLevel(
      EscalationPolicy policy,
      int level,
      Map<Long, Schedule> seen,
      OnCallFilter filter,
      Function<Schedule, List<Shift>> inRange) {
    Stream<Duty> always =
        filter.isBySchedule()
            ? Stream.empty()
            : policy.rules().get(level - 1).userIds().stream()
                .map(user -> new Duty(policy, level, user, null, null));
    Stream<Duty> inShifts =
        policy.rules().get(level - 1).scheduleIds().stream()
            .map(seen::get)
            .filter(schedule -> schedule != null)
            .flatMap(schedule -> bySchedule(policy, level, schedule, inRange));
    return Stream.concat(always, inShifts);
  }

  private static Stream<Duty> bySchedule(
      EscalationPolicy policy,
      int level,
      Schedule schedule,
      Function<Schedule, List<Shift>> inRange) {
    return inRange.apply(schedule).stream()
        .map(shift -> new Duty(policy, level, shift.userId(), schedule, shift));
  }

  /** The whole shifts of a schedule in the range, computed when they are first asked for. */
  private Function<Schedule, List<Shift>> inRange(
      List<Schedule> all, OnCallFilter filter, Range range) {
    Map<Long, List<Shift>> overrides = shifts.overrides(all, range.start());
    Map<Long, List<Shift>> computed = new HashMap<>();
    return schedule -> {
      List<Shift> known = computed.get(schedule.id());
      if (known == null) {
        List<Shift> own = overrides.getOrDefault(schedule.id(), List.of());
        known =
            filter.mayFind(schedule, own)
                ? OnCall.wholeShifts(schedule, own, range.start(), range.end())
                : List.of();
        computed.put(schedule.id(), known);
      }
      return known;
    };
  }

  private Range range(Query query, ZoneId zone) {
    Instant now = clock.now();
    Instant from = query.text("from").map(text -> WallTime.instant("from", text, zone)).orElse(now);
    Instant until =
        query
            .text("until")
            .map(text -> WallTime.instant("until", text, zone))
            .orElse(from.isAfter(now) ? from : now);
    if (until.isBefore(from)) {
      throw Problem.invalid("until", "must not be before from, which is now unless given");
    }
    if (until.isAfter(from.atZone(zone).plusMonths(MOST_MONTHS).toInstant())) {
      throw Problem.invalid("until", "must be at most " + MOST_MONTHS + " months after from");
    }
    return new Range(from, until);
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text.strip());
    } catch (DateTimeException e) {
      throw Problem.invalid("timezone", "must be an IANA time zone such as Asia/Shanghai");
    }
  }
}
