package io.dutybell.api;

import io.dutybell.alert.ActionResult;
import io.dutybell.alert.Actor;
import io.dutybell.alert.Alerts;
import io.dutybell.clock.Clock;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.event.Priority;
import io.dutybell.oncall.Roster;
import io.dutybell.team.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * {@code /api/alerts}. Doing what is done already is not an error: it answers the alert as it is.
 */
public final class AlertCalls {

  private static final Duration LONGEST_SNOOZE = Duration.ofDays(30);

  private final AlertReader reader;
  private final EventExplorer explorer;
  private final Alerts alerts;
  private final LiveConfiguration live;
  private final Clock clock;

  public AlertCalls(
      AlertReader reader,
      EventExplorer explorer,
      Alerts alerts,
      LiveConfiguration live,
      Clock clock) {
    this.reader = reader;
    this.explorer = explorer;
    this.alerts = alerts;
    this.live = live;
    this.clock = clock;
  }

  /** Lists alerts, newest first. */
  public Answer list(Call call) {
    Sight sight = sight(call);
    return Answer.ok(reader.list(filters(call, sight), call.page(), included(call), sight));
  }

  /** Counts alerts. */
  public Answer count(Call call) {
    return Answer.ok(Json.object("count", reader.count(filters(call, sight(call)))));
  }

  /** Shows one alert. */
  public Answer find(Call call) {
    long id = call.id("id");
    return Answer.ok(reader.find(id, included(call), sight(call)).orElseThrow(() -> missing(id)));
  }

  /** Takes an alert, for {@code user-id} or for the token. */
  public Answer accept(Call call) {
    return done(call, alerts.accept(seen(call), actor(call)));
  }

  /** Ends an alert. */
  public Answer resolve(Call call) {
    ActionResult result = alerts.resolve(seen(call), actor(call));
    return done(call, result == ActionResult.RESOLVED_IS_FINAL ? ActionResult.ALREADY : result);
  }

  /** Gives an alert to {@code user-id}, {@code policy-id} or {@code schedule-id}. */
  public Answer assign(Call call) {
    long id = seen(call);
    Optional<String> user = call.query().text("user-id");
    Optional<Long> policy = call.query().id("policy-id");
    Optional<Long> schedule = call.query().id("schedule-id");
    if (Stream.of(user, policy, schedule).filter(Optional::isPresent).count() != 1) {
      throw Problem.badRequest("name one of user-id, policy-id and schedule-id");
    }
    Actor by = call.caller().actor();
    if (user.isPresent()) {
      return done(call, alerts.assignUser(id, user("user-id", user.get()).id(), by));
    }
    Sight sight = sight(call);
    if (schedule.isPresent()) {
      return assignSchedule(call, id, schedule.get(), sight);
    }
    EscalationPolicy chosen = sight.configuration().policies().get(policy.get());
    if (chosen == null || !sight.sees(chosen)) {
      throw Problem.invalid("policy-id", "is not the id of an escalation policy");
    }
    return done(call, alerts.assignPolicy(id, policy.get(), by));
  }

  private Answer assignSchedule(Call call, long id, long scheduleId, Sight sight) {
    Roster roster = sight.configuration().rosters().get(scheduleId);
    if (roster == null || !sight.sees(roster.schedule())) {
      throw Problem.invalid("schedule-id", "is not the id of a schedule");
    }
    ActionResult result = alerts.assignSchedule(id, scheduleId, call.caller().actor());
    if (result == ActionResult.NOBODY_ON_CALL) {
      throw Problem.conflict(
          "nobody is on call by schedule \"" + roster.schedule().name() + "\" now");
    }
    return done(call, result);
  }

  /** Goes to the next escalation level now. */
  public Answer escalate(Call call) {
    return done(call, alerts.escalate(seen(call), actor(call)));
  }

  /** Accepts an alert until an instant. */
  public Answer snooze(Call call) {
    long id = seen(call);
    Instant until =
        Query.instant(
            "until",
            call.query()
                .text("until")
                .orElseThrow(
                    () -> Problem.invalid("until", "is required, an instant in the future")));
    Instant now = clock.now();
    if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_SNOOZE))) {
      throw Problem.invalid("until", "must be in the future, at most 30 days ahead");
    }
    return done(call, alerts.snooze(id, until, actor(call)));
  }

  /** Raises or lowers the priority. */
  public Answer priority(Call call) {
    long id = seen(call);
    Priority priority = Fields.word("value", call.query().text("value").orElse(""), Priority.class);
    return done(call, alerts.priority(id, priority, actor(call)));
  }

  /** Adds a comment. */
  public Answer comment(Call call) {
    long id = seen(call);
    String text = call.fields().text("text", 10_000);
    if (text == null || text.isBlank()) {
      throw Problem.invalid("text", "is required");
    }
    return made(done(call, alerts.comment(id, text.strip(), actor(call))));
  }

  /** Assigns a further user. */
  public Answer addResponder(Call call) {
    long id = seen(call);
    Long named = call.fields().reference("user");
    if (named == null) {
      throw Problem.invalid("user", "is required, such as {\"id\": 7}");
    }
    long userId = user("user.id", String.valueOf(named)).id();
    Actor by = call.caller().actor();
    return made(done(call, alerts.addResponder(id, userId, by)));
  }

  /** An alert's timeline. */
  public Answer logEntries(Call call) {
    return Answer.ok(reader.logEntries(existing(call), call.page()));
  }

  /** An alert's events, newest first. */
  public Answer events(Call call) {
    return Answer.ok(explorer.ofAlert(existing(call), call.query(), call.page()));
  }

  /** An alert's members. */
  public Answer members(Call call) {
    return Answer.ok(reader.members(existing(call), call.page()));
  }

  /** An alert's notifications. */
  public Answer notifications(Call call) {
    return Answer.ok(reader.notifications(existing(call), call.page()));
  }

  /** Sends a notification again that was given up. */
  public Answer retryNotification(Call call) {
    long id = seen(call);
    UUID notification;
    try {
      notification = UUID.fromString(call.param("notificationId"));
    } catch (IllegalArgumentException e) {
      throw Problem.notFound("the alert has no such notification");
    }
    return done(call, alerts.retryNotification(id, notification, actor(call)));
  }

  private long existing(Call call) {
    long id = call.id("id");
    if (!reader.exists(id, sight(call))) {
      throw missing(id);
    }
    return id;
  }

  /** The alert that is to be acted on; the action itself finds out whether there is one. */
  private long seen(Call call) {
    return sight(call).isOfEverything() ? call.id("id") : existing(call);
  }

  private Sight sight(Call call) {
    return Sight.of(call.caller(), live.refresh());
  }

  private Answer shown(Call call, long id) {
    return Answer.ok(reader.find(id, Set.of(), sight(call)).orElseThrow(() -> missing(id)));
  }

  private Answer done(Call call, ActionResult result) {
    long id = call.id("id");
    return switch (result) {
      case DONE, ALREADY -> shown(call, id);
      case NOT_FOUND -> throw missing(id);
      case RESOLVED_IS_FINAL ->
          throw Problem.conflict("alert " + id + " is resolved, and that is final");
      case NOT_ALLOWED, NOBODY_ON_CALL ->
          throw Problem.conflict("alert " + id + " is not in a state that allows this");
    };
  }

  private static Answer made(Answer answer) {
    return Answer.created(answer.body());
  }

  private Actor actor(Call call) {
    return call.query()
        .text("user-id")
        .map(name -> user("user-id", name))
        .map(user -> onBehalf(call, user))
        .orElse(call.caller().actor());
  }

  /** Only administrators, and programs with a token of the installation, act for somebody else. */
  private static Actor onBehalf(Call call, User user) {
    call.caller().requireSelfOrAdministrator(user.id());
    return Caller.overApi(user.id(), user.fullName());
  }

  private static Set<String> included(Call call) {
    return call.query().names("include");
  }

  private AlertQuery filters(Call call, Sight sight) {
    // A number stays one: the alerts of a user who was deleted can still be asked for.
    return AlertQuery.of(
        call.query(),
        name -> Call.isId(name) ? Long.parseLong(name) : user("assigned-to", name).id(),
        sight);
  }

  /** The user with this number or this username. */
  private User user(String field, String name) {
    Map<Long, User> users = live.refresh().users();
    Optional<User> user =
        Call.isId(name)
            ? Optional.ofNullable(users.get(Long.parseLong(name)))
            : users.values().stream().filter(u -> u.username().equals(name)).findFirst();
    return user.orElseThrow(
        () -> Problem.invalid(field, "is neither the id nor the username of a user"));
  }

  private static Problem missing(long id) {
    return Problem.notFound("there is no alert with id " + id + ", or nothing of that name in it");
  }
}
