package io.dutybell.source;

import io.dutybell.condition.HoursReference;
import io.dutybell.condition.Subject;
import io.dutybell.condition.Verdict;
import io.dutybell.event.Event;
import io.dutybell.event.EventScope;
import io.dutybell.event.EventType;
import io.dutybell.event.State;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The filters of an alert source (docs/conditions.md), read once for all of its events. Pure: an
 * event and the source say all that they look at.
 *
 * @param keeps which events may begin a problem; null for all
 * @param types which events are treated as what, in the order in which they are asked; by the name
 *     of the field
 */
public record EventFilters(StoredCondition keeps, Map<String, StoredCondition> types) {

  /** The field with the filter of what may begin a problem. */
  public static final String EVENT_FILTER = "eventFilter";

  /** None. */
  public static final EventFilters NONE = new EventFilters(null, Map.of());

  private static final Map<String, EventType> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put("eventTypeFilterResolve", EventType.RESOLVE);
    TYPES.put("eventTypeFilterAccept", EventType.ACCEPT);
    TYPES.put("eventTypeFilterCreate", EventType.ALERT);
  }

  /** The filters among the texts of an alert source, without the support hours that they name. */
  public static EventFilters of(SourceTexts texts) {
    Map<String, StoredCondition> types = new LinkedHashMap<>();
    for (String name : TYPES.keySet()) {
      if (texts.texts().containsKey(name)) {
        types.put(name, StoredCondition.of(texts.texts().get(name), Subject.EVENT));
      }
    }
    String keeps = texts.texts().get(EVENT_FILTER);
    return keeps == null && types.isEmpty()
        ? NONE
        : new EventFilters(StoredCondition.of(keeps, Subject.EVENT), types);
  }

  /**
   * The same with the support hours that they name.
   *
   * @param hours finds support hours; null for those that there are not
   */
  public EventFilters with(Function<HoursReference, SupportHours> hours) {
    Map<String, StoredCondition> bound = new LinkedHashMap<>(types);
    bound.replaceAll((name, condition) -> condition.with(hours));
    return new EventFilters(keeps == null ? null : keeps.with(hours), bound);
  }

  /** All of them, by the name of their field. */
  public Map<String, StoredCondition> all() {
    Map<String, StoredCondition> all = new LinkedHashMap<>(types);
    if (keeps != null) {
      all.put(EVENT_FILTER, keeps);
    }
    return all;
  }

  /** The event as it is treated: with the type that a filter gives it, and a note about that. */
  Event typed(Event event, AlertSource source) {
    boolean mayHaveType =
        event.content().alertKey() != null
            && event.content().state() != State.TEST
            && event.content().state() != State.UNRECOGNISED;
    if (types.isEmpty() || !mayHaveType || event.sent() == null) {
      return event;
    }
    Function<String, Object> fields = fields(event, source);
    Event typed = event;
    for (Map.Entry<String, StoredCondition> type : types.entrySet()) {
      Verdict verdict = test(type.getValue(), fields, event, source);
      EventType given = TYPES.get(type.getKey());
      if (verdict == Verdict.GAVE_UP) {
        typed = typed.noting(type.getKey() + " was not asked: " + type.getValue().whyNot() + ".");
      } else if (verdict == Verdict.HOLDS) {
        return given == event.type()
            ? typed
            : typed.as(given).noting("By " + type.getKey() + " it is taken for " + called(given));
      }
    }
    return typed;
  }

  private static String called(EventType type) {
    return switch (type) {
      case ALERT -> "an ALERT.";
      case ACCEPT -> "an ACCEPT.";
      case RESOLVE -> "a RESOLVE.";
    };
  }

  /**
   * Whether the event may begin a problem. Better an alert too many: what cannot be found out does
   * not keep it back, and an event that was read before there was a filter passes.
   *
   * @return empty when no filter is there to be asked
   */
  Optional<Verdict> keeps(Event event, AlertSource source) {
    return keeps == null || event.sent() == null
        ? Optional.empty()
        : Optional.of(test(keeps, fields(event, source), event, source));
  }

  private static Verdict test(
      StoredCondition condition, Function<String, Object> fields, Event event, AlertSource source) {
    return condition.test(fields, event.receivedAt(), source.supportHours());
  }

  /** Built when the first field is asked for. */
  private static Function<String, Object> fields(Event event, AlertSource source) {
    return new Function<>() {
      private Map<String, Object> scope;

      @Override
      public Object apply(String name) {
        if (scope == null) {
          scope = EventScope.of(event, source.name());
        }
        return scope.get(name);
      }
    };
  }
}
