package io.dutybell.api;

import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.SourceStore;
import io.dutybell.configuration.SupportHoursStore;
import io.dutybell.source.AlertSource;
import io.dutybell.source.SupportHours;
import io.dutybell.source.SupportHours.Day;
import io.dutybell.source.SupportHours.ExceptionalTime;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code /api/support-hours}. */
public final class SupportHoursCalls {

  private static final String RESOURCE = "support-hours";
  private static final int LONGEST_NAME = 200;
  private static final int MOST_EXCEPTIONS = 1_000;
  private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
  private static final String OF_SOURCE = " support hours";

  private final SupportHoursStore store;
  private final LiveConfiguration live;

  public SupportHoursCalls(SupportHoursStore store, LiveConfiguration live) {
    this.store = store;
    this.live = live;
  }

  /** Lists support hours in the order of their numbers. */
  public Answer list(Call call) {
    Page page = call.page();
    Sight sight = sight(call);
    return Answer.ok(
        sight.page(page, store::list, hours -> isSeen(sight, hours)).stream()
            .map(hours -> json(hours, sight))
            .toList());
  }

  /** Shows support hours. */
  public Answer find(Call call) {
    Sight sight = sight(call);
    return Answer.entity(json(of(call, sight), sight));
  }

  /** Finds support hours by their exact name. */
  public Answer findByName(Call call) {
    Sight sight = sight(call);
    return store
        .findByName(call.param("name"))
        .filter(hours -> isSeen(sight, hours))
        .map(hours -> Answer.entity(json(hours, sight)))
        .orElseThrow(() -> Problem.notFound("there are no support hours with that name"));
  }

  /** Makes support hours. */
  public Answer add(Call call) {
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    Fields fields = call.fields();
    Set<Long> teamIds = OwningTeams.ofNew(call, sight(call));
    long id = store.add(read(0, fields.requiredLine("name", LONGEST_NAME), fields, teamIds));
    Map<String, Object> json = json(stored(id), sight(call));
    return Answer.created(json).changing(RESOURCE, id, null, json);
  }

  /** Replaces support hours for every alert source that has them. */
  public Answer replace(Call call) {
    return call.change(this::replacing);
  }

  private Answer replacing(Call call) {
    Sight sight = sight(call);
    SupportHours old = of(call, sight);
    OwningTeams.requireMayChange(call.caller(), old.teamIds());
    Map<String, Object> was = json(old, sight);
    call.expect(was);
    Fields fields = call.fields();
    Set<Long> teamIds = OwningTeams.ofReplaced(call, sight, old.teamIds());
    if (!store.replace(
        read(old.id(), fields.requiredLine("name", LONGEST_NAME), fields, teamIds),
        mayKnow(sight))) {
      throw missing(old.id());
    }
    Map<String, Object> json = json(stored(old.id()), sight(call));
    return Answer.ok(json).changing(RESOURCE, old.id(), was, json);
  }

  /** Deletes support hours that no alert source has and no condition names. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    Sight sight = sight(call);
    SupportHours old = of(call, sight);
    OwningTeams.requireMayDelete(call, sight, old.teamIds());
    Map<String, Object> was = json(old, sight);
    call.expect(was);
    store.delete(old.id(), mayKnow(sight));
    return Answer.noContent().changing(RESOURCE, old.id(), was, null);
  }

  private static SourceStore.MayKnow mayKnow(Sight sight) {
    return (teams, sources) -> sight.seesWhatBelongsTo(teams) && sight.seesSources(sources);
  }

  private SupportHours of(Call call, Sight sight) {
    SupportHours hours = stored(call.id("id"));
    if (!isSeen(sight, hours)) {
      throw missing(hours.id());
    }
    return hours;
  }

  private Sight sight(Call call) {
    return Sight.of(call.caller(), live.refresh());
  }

  private static boolean isSeen(Sight sight, SupportHours hours) {
    return sight.seesWhatBelongsTo(hours.teamIds());
  }

  private SupportHours stored(long id) {
    return store.find(id).orElseThrow(() -> missing(id));
  }

  private static Problem missing(long id) {
    return Problem.notFound("there are no support hours with id " + id);
  }

  /** Hours that stand inside an alert source, to be stored under a name made from the source's. */
  static SupportHours ofSource(AlertSource source, Fields fields) {
    String name = source.name();
    int longest = LONGEST_NAME - OF_SOURCE.length() - 12;
    if (name.length() > longest) {
      name = name.substring(0, name.offsetByCodePoints(0, name.codePointCount(0, longest) - 1));
    }
    return read(0, name + OF_SOURCE, fields, source.teamIds());
  }

  private static SupportHours read(long id, String name, Fields fields, Set<Long> teamIds) {
    ZoneId zone = WallTime.zone(fields);
    return new SupportHours(
        id, name, zone.getId(), days(fields), exceptions(fields, zone), teamIds);
  }

  private static Map<DayOfWeek, Day> days(Fields fields) {
    Fields object = fields.object("supportDays");
    if (object == null) {
      throw Problem.invalid(
          fields.at("supportDays"),
          "is required, such as {\"MONDAY\": {\"start\": \"09:00\", \"end\": \"17:00\"}}");
    }
    Map<DayOfWeek, Day> days = new EnumMap<>(DayOfWeek.class);
    for (String name : object.names()) {
      DayOfWeek day = Fields.word(fields.at("supportDays"), name, DayOfWeek.class);
      Fields hours = object.object(name);
      if (hours != null) {
        days.put(day, day(hours));
      }
    }
    return days;
  }

  private static Day day(Fields hours) {
    Day day = new Day(time(hours, "start"), time(hours, "end"));
    if (!day.end().equals(LocalTime.MIDNIGHT) && !day.end().isAfter(day.start())) {
      throw Problem.invalid(
          hours.at("end"), "must be after start; 00:00 is midnight at the end of the day");
    }
    return day;
  }

  private static LocalTime time(Fields hours, String name) {
    String text = hours.line(name, 100);
    if (text == null || !TIME.matcher(text).matches()) {
      throw Problem.invalid(hours.at(name), "must be a time of day from 00:00 to 23:59");
    }
    return LocalTime.parse(text);
  }

  private static List<ExceptionalTime> exceptions(Fields fields, ZoneId zone) {
    List<ExceptionalTime> exceptions = new ArrayList<>();
    for (Fields exception : fields.objects("exceptions", MOST_EXCEPTIONS)) {
      Instant start = WallTime.requiredInstant(exception, "start", zone);
      Instant end = WallTime.requiredInstant(exception, "end", zone);
      if (!end.isAfter(start)) {
        throw Problem.invalid(exception.at("end"), "must be after start");
      }
      SupportHours.Status status = exception.word("supportStatus", SupportHours.Status.class, null);
      if (status == null) {
        throw Problem.invalid(exception.at("supportStatus"), "is required: DURING or OUTSIDE");
      }
      exceptions.add(new ExceptionalTime(exception.line("name", LONGEST_NAME), start, end, status));
    }
    return exceptions;
  }

  private static Map<String, Object> json(SupportHours hours, Sight sight) {
    Map<String, Object> days = Json.object();
    for (DayOfWeek day : DayOfWeek.values()) {
      Day times = hours.days().get(day);
      days.put(
          day.name(),
          times == null
              ? null
              : Json.object("start", times.start().toString(), "end", times.end().toString()));
    }
    return Json.object(
        "id",
        hours.id(),
        "name",
        hours.name(),
        "teams",
        OwningTeams.json(hours.teamIds(), sight),
        "timezone",
        hours.timezone(),
        "supportDays",
        days,
        "exceptions",
        hours.exceptions().stream().map(SupportHoursCalls::json).toList());
  }

  private static Map<String, Object> json(ExceptionalTime exception) {
    return Json.object(
        "name",
        exception.name(),
        "start",
        exception.start(),
        "end",
        exception.end(),
        "supportStatus",
        exception.status().name());
  }
}
