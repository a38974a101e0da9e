package io.dutybell.source;

import io.dutybell.event.Priority;
import java.time.Duration;
import java.util.List;

/**
 * How an alert source behaves. Stored as JSON with the source; a value that is missing there is
 * null here and means its default.
 *
 * @param grouping default {@link Grouping#NONE}
 * @param groupingWindow with {@link Grouping#TIME_WINDOW}, how long after its creation an alert is
 *     joined
 * @param priorityRule the default notification priority; default HIGH
 * @param noData default {@link NoData#IGNORE}
 * @param autoResolutionTimeout after this long without an ALERT an alert resolves by itself; null:
 *     never
 * @param acceptTimeout an accepted alert that is not resolved within it is escalated again; null:
 *     never
 * @param ipAllowList CIDRs that may send to it; empty: anybody
 * @param rateLimit the most callbacks in a minute; null: no limit
 * @param scoreThreshold with {@link Grouping#SIMILAR}, from which similarity on an alert is joined,
 *     0 to 1; null: nobody said
 * @param expectedEventsInterval at least one event is expected in it; null: none is
 * @param flapping when a problem counts as flapping; null: never
 */
public record SourceSettings(
    Grouping grouping,
    Duration groupingWindow,
    PriorityRule priorityRule,
    NoData noData,
    Duration autoResolutionTimeout,
    Duration acceptTimeout,
    List<String> ipAllowList,
    Integer rateLimit,
    Double scoreThreshold,
    Duration expectedEventsInterval,
    Flapping flapping) {

  public SourceSettings {
    grouping = grouping == null ? Grouping.NONE : grouping;
    priorityRule = priorityRule == null ? PriorityRule.HIGH : priorityRule;
    noData = noData == null ? NoData.IGNORE : noData;
    ipAllowList = ipAllowList == null ? List.of() : List.copyOf(ipAllowList);
  }

  /** One from which no events are expected, and whose problems never count as flapping. */
  public SourceSettings(
      Grouping grouping,
      Duration groupingWindow,
      PriorityRule priorityRule,
      NoData noData,
      Duration autoResolutionTimeout,
      Duration acceptTimeout,
      List<String> ipAllowList,
      Integer rateLimit,
      Double scoreThreshold) {
    this(
        grouping,
        groupingWindow,
        priorityRule,
        noData,
        autoResolutionTimeout,
        acceptTimeout,
        ipAllowList,
        rateLimit,
        scoreThreshold,
        null,
        null);
  }

  /** One whose priority is always the same, without a threshold. */
  public SourceSettings(
      Grouping grouping,
      Duration groupingWindow,
      Priority priority,
      NoData noData,
      Duration autoResolutionTimeout,
      Duration acceptTimeout,
      List<String> ipAllowList,
      Integer rateLimit) {
    this(
        grouping,
        groupingWindow,
        priority == Priority.LOW ? PriorityRule.LOW : PriorityRule.HIGH,
        noData,
        autoResolutionTimeout,
        acceptTimeout,
        ipAllowList,
        rateLimit,
        null);
  }

  /** Every default. */
  public static SourceSettings defaults() {
    return new SourceSettings(null, null, (PriorityRule) null, null, null, null, null, null, null);
  }
}
