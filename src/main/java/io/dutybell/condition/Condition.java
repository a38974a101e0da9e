package io.dutybell.condition;

import java.util.List;

/**
 * A condition that somebody wrote in the language of docs/conditions.md, read once and ready to be
 * evaluated any number of times. Immutable; evaluating it does no I/O, never throws, and takes
 * bounded time.
 */
public final class Condition {

  /** The most characters of a condition. */
  public static final int LONGEST = 10_000;

  private final String text;
  private final Expression expression;
  private final List<HoursReference> hours;

  private Condition(String text, Expression expression, List<HoursReference> hours) {
    this.text = text;
    this.expression = expression;
    this.hours = List.copyOf(hours);
  }

  /**
   * Reads a condition.
   *
   * @param text what somebody wrote
   * @param subject what it is about
   * @throws ConditionMistake when it is not a condition, with the place
   */
  public static Condition parse(String text, Subject subject) {
    if (text.length() > LONGEST) {
      throw ConditionMistake.at(text, LONGEST, "longer than " + LONGEST + " characters");
    }
    Parser parser = new Parser(text, subject);
    Expression expression = parser.parse();
    return new Condition(text, expression, parser.hours());
  }

  /** What it comes to on these facts. */
  public Verdict test(Facts facts) {
    Effort effort = new Effort();
    boolean holds = expression.holds(facts, effort);
    return effort.isOver() ? Verdict.GAVE_UP : holds ? Verdict.HOLDS : Verdict.FAILS;
  }

  /** The support hours that it names, without those of the alert source itself. */
  public List<HoursReference> hours() {
    return hours;
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition condition && condition.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
