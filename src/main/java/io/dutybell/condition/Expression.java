package io.dutybell.condition;

import java.time.Instant;
import java.util.List;

/** What a condition says, as a tree. Immutable. */
sealed interface Expression {

  /** Whether it is true. What makes no sense is false. */
  boolean holds(Facts facts, Effort effort);

  /** All of these. */
  record And(List<Expression> parts) implements Expression {
    @Override
    public boolean holds(Facts facts, Effort effort) {
      for (Expression part : parts) {
        if (!part.holds(facts, effort)) {
          return false;
        }
      }
      return true;
    }
  }

  /** At least one of these. */
  record Or(List<Expression> parts) implements Expression {
    @Override
    public boolean holds(Facts facts, Effort effort) {
      for (Expression part : parts) {
        if (part.holds(facts, effort)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The opposite. */
  record Not(Expression part) implements Expression {
    @Override
    public boolean holds(Facts facts, Effort effort) {
      return !part.holds(facts, effort);
    }
  }

  /** A value that is true by itself. */
  record True(Operand operand) implements Expression {
    @Override
    public boolean holds(Facts facts, Effort effort) {
      return Values.isTrue(operand.value(facts));
    }
  }

  /** Two values. */
  record Comparison(Operand left, Operator operator, Operand right) implements Expression {
    @Override
    public boolean holds(Facts facts, Effort effort) {
      Object value = left.value(facts);
      if (operator.right() != Operator.Right.LIST) {
        return Values.compare(operator, value, right.value(facts), effort);
      }
      if (!(right.value(facts) instanceof List<?> list)) {
        return false;
      }
      for (Object item : list) {
        if (effort.isOver()) {
          return false;
        }
        if (Values.compare(operator.single(), value, item, effort)) {
          return true;
        }
      }
      return false;
    }
  }

  /** A text in which a regular expression is looked for. */
  record Regex(Operand left, LinearPattern pattern) implements Expression {
    @Override
    public boolean holds(Facts facts, Effort effort) {
      String text = Values.text(left.value(facts));
      return text != null && pattern.isFoundIn(text, effort);
    }
  }

  /** An instant that is during support hours. */
  record During(Operand left, HoursReference hours) implements Expression {
    @Override
    public boolean holds(Facts facts, Effort effort) {
      Instant at = Values.instant(left.value(facts));
      return at != null && effort.spend(1_000) && facts.isDuring(hours, at).orElse(false);
    }
  }
}
