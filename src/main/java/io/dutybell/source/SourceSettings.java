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
 * @param priority the default notification priority; default HIGH
 * @param noData default {@link NoData#IGNORE}
 * @param autoResolutionTimeout after this long without an ALERT an alert resolves by itself; null:
 *     never
 * @param acceptTimeout an accepted alert that is not resolved within it is escalated again; null:
 *     never
 * @param ipAllowList CIDRs that may send to it; empty: anybody
 * @param rateLimit the most callbacks in a minute; null: no limit
 */
public record SourceSettings(
    Grouping grouping,
    Duration groupingWindow,
    Priority priority,
    NoData noData,
    Duration autoResolutionTimeout,
    Duration acceptTimeout,
    List<String> ipAllowList,
    Integer rateLimit) {

  public SourceSettings {
    grouping = grouping == null ? Grouping.NONE : grouping;
    priority = priority == null ? Priority.HIGH : priority;
    noData = noData == null ? NoData.IGNORE : noData;
    ipAllowList = ipAllowList == null ? List.of() : List.copyOf(ipAllowList);
  }

  /** Every default. */
  public static SourceSettings defaults() {
    return new SourceSettings(null, null, null, null, null, null, null, null);
  }
}
