package io.dutybell.api;

import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.oncall.Layer;
import io.dutybell.oncall.Restriction;
import io.dutybell.oncall.Schedule;
import io.dutybell.oncall.Shift;
import io.dutybell.oncall.Span;
import io.dutybell.oncall.TimeOfWeek;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Reads on-call schedules and shifts from requests. */
final class ScheduleFields {

  static final int MOST_SHIFTS = 1000;

  private static final int MOST_LAYERS = 20;
  private static final int MOST_USERS = 200;
  private static final int MOST_RESTRICTIONS = 50;
  private static final Duration LONGEST = Duration.ofDays(366);

  /** The words of ilert's API, and those that its clients have for them. */
  private static final Map<String, Restriction.Type> RESTRICTION_TYPES =
      Map.of(
          "TIMES_OF_DAY", Restriction.Type.TIMES_OF_DAY,
          "TIME_OF_DAY", Restriction.Type.TIMES_OF_DAY,
          "TIMES_OF_WEEK", Restriction.Type.TIMES_OF_WEEK,
          "TIME_OF_WEEK", Restriction.Type.TIMES_OF_WEEK);

  private final LiveConfiguration live;

  ScheduleFields(LiveConfiguration live) {
    this.live = live;
  }

  /** A schedule; 400 names the first field that is wrong. */
  Schedule schedule(long id, Fields fields) {
    String name = fields.requiredLine("name", 200);
    ZoneId zone = WallTime.zone(fields);
    Schedule.Type type = fields.word("type", Schedule.Type.class, null);
    if (type == null) {
      throw Problem.invalid("type", "is required, STATIC or RECURRING");
    }
    List<Layer> layers = new ArrayList<>();
    for (Fields layer : fields.objects("scheduleLayers", MOST_LAYERS)) {
      layers.add(layer(layer, zone));
    }
    List<Shift> shifts = shifts(fields, zone);
    if (type == Schedule.Type.RECURRING && layers.isEmpty()) {
      throw Problem.invalid("scheduleLayers", "needs at least one layer");
    }
    if (type == Schedule.Type.RECURRING && !shifts.isEmpty()) {
      throw Problem.invalid("shifts", "belongs to STATIC schedules; here it must be empty");
    }
    if (type == Schedule.Type.STATIC && !layers.isEmpty()) {
      throw Problem.invalid(
          "scheduleLayers", "belongs to RECURRING schedules; here it must be empty");
    }
    return new Schedule(
        id,
        name,
        zone,
        type,
        layers,
        shifts,
        fields.flag("showGaps", false),
        span(fields, "defaultShiftDuration", Duration.ofMinutes(1)));
  }

  private Layer layer(Fields layer, ZoneId zone) {
    Instant startsOn = WallTime.requiredInstant(layer, "startsOn", zone);
    Instant endsOn = WallTime.instant(layer, "endsOn", zone);
    if (endsOn != null && !endsOn.isAfter(startsOn)) {
      throw Problem.invalid(layer.at("endsOn"), "must be after startsOn");
    }
    List<Long> users = new ArrayList<>();
    for (Fields user : layer.objects("users", MOST_USERS)) {
      users.add(user(user));
    }
    if (users.isEmpty()) {
      throw Problem.invalid(layer.at("users"), "needs at least one user, such as [{\"id\": 7}]");
    }
    Span rotation = span(layer, "rotation", Duration.ofHours(1));
    if (rotation == null || !isWholeHours(rotation.length())) {
      throw Problem.invalid(
          layer.at("rotation"), "is required, in whole hours, days or weeks, such as PT12H or P7D");
    }
    List<Fields> restrictions = layer.objects("restrictions", MOST_RESTRICTIONS);
    Restriction.Type type = restrictionType(layer, !restrictions.isEmpty());
    return new Layer(
        layer.line("name", 200),
        startsOn,
        endsOn,
        users,
        rotation,
        type,
        restrictions.stream().map(restriction -> restriction(restriction, type)).toList());
  }

  private static boolean isWholeHours(Duration length) {
    return length.equals(Duration.ofHours(length.toHours()));
  }

  private static Restriction.Type restrictionType(Fields layer, boolean needed) {
    String word = layer.line("restrictionType", 100);
    if (word == null) {
      return needed ? Restriction.Type.TIMES_OF_WEEK : null;
    }
    Restriction.Type type = RESTRICTION_TYPES.get(word);
    if (type == null) {
      throw Problem.invalid(
          layer.at("restrictionType"), "must be one of [TIMES_OF_DAY, TIMES_OF_WEEK]");
    }
    return type;
  }

  private static Restriction restriction(Fields restriction, Restriction.Type type) {
    return new Restriction(moment(restriction, "from", type), moment(restriction, "to", type));
  }

  private static TimeOfWeek moment(Fields restriction, String name, Restriction.Type type) {
    Fields moment = restriction.object(name);
    if (moment == null) {
      throw Problem.invalid(restriction.at(name), "is required");
    }
    DayOfWeek day = moment.word("dayOfWeek", DayOfWeek.class, null);
    if (day == null && type == Restriction.Type.TIMES_OF_WEEK) {
      throw Problem.invalid(
          moment.at("dayOfWeek"),
          "is required, MONDAY to SUNDAY, unless restrictionType is TIMES_OF_DAY");
    }
    String time = moment.requiredLine("time", 20);
    try {
      return new TimeOfWeek(day, LocalTime.parse(time));
    } catch (DateTimeException e) {
      throw Problem.invalid(moment.at("time"), "must be a time of day such as 09:00");
    }
  }

  private List<Shift> shifts(Fields fields, ZoneId zone) {
    List<Shift> shifts = new ArrayList<>();
    for (Fields shift : fields.objects("shifts", MOST_SHIFTS)) {
      shifts.add(shift(shift, zone));
    }
    List<Shift> sorted = shifts.stream().sorted(Comparator.comparing(Shift::start)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).start().isBefore(sorted.get(i - 1).end())) {
        throw Problem.invalid(
            "shifts[" + shifts.indexOf(sorted.get(i)) + "]",
            "begins before another shift ends; one user is on call at a time");
      }
    }
    return sorted;
  }

  /** One shift, of any length. */
  Shift shift(Fields shift, ZoneId zone) {
    Fields user = shift.object("user");
    if (user == null) {
      throw Problem.invalid(shift.at("user"), "is required, such as {\"id\": 7}");
    }
    Instant start = WallTime.requiredInstant(shift, "start", zone);
    Instant end = WallTime.requiredInstant(shift, "end", zone);
    if (!end.isAfter(start)) {
      throw Problem.invalid(shift.at("end"), "must be after start");
    }
    return new Shift(user(user), start, end);
  }

  /** One shift that overrides a schedule. */
  Shift override(Fields fields, ZoneId zone) {
    Shift shift = shift(fields, zone);
    if (shift.length().compareTo(LONGEST) > 0) {
      throw Problem.invalid(
          fields.at("end"), "must be at most " + LONGEST.toDays() + " days after start");
    }
    return shift;
  }

  private Long user(Fields user) {
    Long id = user.id("id");
    if (!live.current().users().containsKey(id)) {
      throw Problem.invalid(user.at("id"), "is not the id of a user");
    }
    return id;
  }

  private static Span span(Fields fields, String name, Duration least) {
    String text = fields.line(name, 30);
    if (text == null) {
      return null;
    }
    try {
      Span span = Span.parse(text);
      if (span.length().compareTo(least) >= 0 && span.length().compareTo(LONGEST) <= 0) {
        return span;
      }
    } catch (DateTimeException e) {
      // The same sentence helps with both.
    }
    throw Problem.invalid(
        fields.at(name),
        "must be an ISO-8601 duration such as P7D, from "
            + least
            + " to P"
            + LONGEST.toDays()
            + "D");
  }
}
