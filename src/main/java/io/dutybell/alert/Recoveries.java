package io.dutybell.alert;

import io.dutybell.source.Flapping;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When an alert key recovered, as it is kept with the key: milliseconds with a space between, the
 * oldest first. No more are kept than the threshold of flapping needs. Pure text.
 */
final class Recoveries {

  private Recoveries() {}

  /**
   * With one more.
   *
   * @param before those before it; null for none
   */
  static String with(String before, Instant at, Flapping flapping) {
    long since = at.minus(flapping.window()).toEpochMilli();
    String[] kept =
        Stream.concat(times(before), Stream.of(at.toEpochMilli()))
            .filter(time -> time > since)
            .map(time -> Long.toString(time))
            .toArray(String[]::new);
    int most = flapping.threshold() + 1;
    return Arrays.stream(kept)
        .skip(Math.max(0, kept.length - most))
        .collect(Collectors.joining(" "));
  }

  /** Whether there are more of them than the threshold. */
  static boolean areTooMany(String recoveries, Flapping flapping) {
    return times(recoveries).count() > flapping.threshold();
  }

  private static Stream<Long> times(String recoveries) {
    return recoveries == null || recoveries.isEmpty()
        ? Stream.of()
        : Arrays.stream(recoveries.split(" ")).map(Long::valueOf);
  }
}
