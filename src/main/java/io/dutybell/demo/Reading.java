package io.dutybell.demo;

/**
 * What CloudMonitor says about a problem at one moment.
 *
 * @param state {@code ALERT} or {@code OK}
 * @param level {@code INFO}, {@code WARN}, {@code CRITICAL}, and {@code OK} at the end
 * @param levelBefore the level of the message before; the text {@code null} in an episode's first
 * @param value the metric's value
 * @param condition the condition of that level
 * @param lasted how long the problem has lasted, as text
 */
record Reading(
    String state, String level, String levelBefore, String value, String condition, String lasted) {

  static Reading trigger(String level, String value, String condition) {
    return new Reading("ALERT", level, "null", value, condition, "0分钟");
  }

  Reading changes(String newLevel, String newValue, String newCondition, String nowLasted) {
    return new Reading("ALERT", newLevel, level, newValue, newCondition, nowLasted);
  }

  Reading recovers(String newValue, String nowLasted) {
    return new Reading("OK", "OK", level, newValue, condition, nowLasted);
  }
}
