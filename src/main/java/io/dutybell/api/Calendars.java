package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.CalendarLink;
import io.dutybell.configuration.CalendarLinkStore;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.oncall.Calendar;
import io.dutybell.oncall.OnCall;
import io.dutybell.oncall.Roster;
import io.dutybell.oncall.Schedule;
import io.dutybell.oncall.Shift;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.Scope;
import io.dutybell.team.User;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calendar of an on-call schedule, and the secret addresses of it for calendar programs, which
 * cannot send an API token. Whoever knows one reads the shifts of its schedule and nothing else,
 * for as long as its user may.
 */
public final class Calendars {

  private static final String RESOURCE = "calendar-link";
  private static final Duration BACK = Duration.ofDays(30);
  private static final Duration AHEAD = Duration.ofDays(180);

  private final CalendarLinkStore store;
  private final ScheduleShifts shifts;
  private final IntegrationKeys secrets;
  private final LiveConfiguration live;
  private final Clock clock;
  private final String baseUrl;

  /**
   * @param store keeps the secret addresses
   * @param shifts knows schedules and their overrides
   * @param secrets makes new secrets
   * @param baseUrl where people reach this installation
   */
  public Calendars(
      CalendarLinkStore store,
      ScheduleShifts shifts,
      IntegrationKeys secrets,
      LiveConfiguration live,
      Clock clock,
      String baseUrl) {
    this.store = store;
    this.shifts = shifts;
    this.secrets = secrets;
    this.live = live;
    this.clock = clock;
    this.baseUrl = baseUrl.replaceAll("/+$", "");
  }

  /** The shifts from a month ago to half a year ahead, for who may see them or has the address. */
  public Answer show(Call call) {
    Schedule schedule =
        call.query()
            .text("token")
            .map(secret -> withSecret(call, secret))
            .orElseGet(() -> shifts.of(call));
    Instant now = clock.now();
    Instant from = now.minus(BACK);
    List<Shift> overrides =
        shifts.overrides(List.of(schedule), from).getOrDefault(schedule.id(), List.of());
    Map<Long, User> users = live.current().users();
    String text =
        Calendar.of(
            schedule,
            OnCall.wholeShifts(schedule, overrides, from, now.plus(AHEAD)),
            id -> users.containsKey(id) ? users.get(id).fullName() : "user " + id,
            host(),
            now);
    return Answer.ok(text)
        .with("Content-Type", "text/calendar; charset=utf-8")
        .with("Content-Disposition", "inline; filename=\"schedule-" + schedule.id() + ".ics\"");
  }

  /** Lists the caller's links to a schedule, or all of them for an administrator. */
  public Answer list(Call call) {
    Schedule schedule = shifts.of(call);
    Page page = call.page();
    Long owner = call.caller().isAdministrator() ? null : call.caller().userId();
    return Answer.ok(
        store.list(schedule.id(), owner, page.skip(), page.count()).stream()
            .map(Calendars::json)
            .toList());
  }

  /** Makes a link for the caller. Its address is in the answer, and cannot be shown again. */
  public Answer add(Call call) {
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    Schedule schedule = shifts.of(call);
    Caller caller = call.caller();
    Instant now = clock.now();
    String secret = secrets.generate();
    long id =
        store.add(
            new CalendarLink(0, schedule.id(), caller.userId(), caller.name(), now, null), secret);
    Map<String, Object> json = json(store.find(schedule.id(), id).orElseThrow());
    Map<String, Object> withUrl = new LinkedHashMap<>(json);
    withUrl.put(
        "url", baseUrl + "/api/schedules/" + schedule.id() + "/calendar.ics?token=" + secret);
    return Answer.created(withUrl).changing(RESOURCE, id, null, json);
  }

  /** Revokes a link: from then on its address leads nowhere. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    Schedule schedule = shifts.of(call);
    long id = call.id("linkId");
    CalendarLink link =
        store
            .find(schedule.id(), id)
            .filter(l -> call.caller().isAdministrator() || call.caller().isUser(l.userId()))
            .orElseThrow(() -> Problem.notFound("the schedule has no calendar link with id " + id));
    store.delete(id);
    return Answer.noContent().changing(RESOURCE, id, json(link), null);
  }

  private Schedule withSecret(Call call, String secret) {
    long id = call.id("id");
    Configuration configuration = live.refresh();
    Roster roster = configuration.rosters().get(id);
    return store
        .use(secret)
        .filter(link -> link.scheduleId() == id && roster != null)
        .filter(link -> maySee(link.userId(), roster.schedule(), configuration))
        .map(link -> roster.schedule())
        .orElseThrow(() -> Problem.notFound("there is no calendar at this address"));
  }

  /** Whether the user of a link may see the schedule now, over the API. */
  private static boolean maySee(Long userId, Schedule schedule, Configuration configuration) {
    if (userId == null) {
      return true;
    }
    User user = configuration.users().get(userId);
    if (user == null) {
      return false;
    }
    Caller caller =
        new Caller(
            user.fullName(),
            userId,
            user.role(),
            Set.of(Scope.READ),
            null,
            configuration.teamRoles(userId));
    return caller.may(Permission.SEE) && Sight.of(caller, configuration).sees(schedule);
  }

  private String host() {
    String host = URI.create(baseUrl).getHost();
    return host == null ? "dutybell" : host;
  }

  private static Map<String, Object> json(CalendarLink link) {
    return Json.object(
        "id",
        link.id(),
        "user",
        link.userId() == null ? null : Json.object("id", link.userId()),
        "createdBy",
        link.createdBy(),
        "createdAt",
        link.createdAt(),
        "lastUsedAt",
        link.lastUsedAt());
  }
}
