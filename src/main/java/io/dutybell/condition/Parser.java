package io.dutybell.condition;

import io.dutybell.condition.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Reads a condition by the grammar of docs/conditions.md. Lives for one text. */
final class Parser {

  private static final int DEEPEST = 50;
  private static final int MOST_COMPARISONS = 500;
  private static final int MOST_ITEMS = 1_000;
  private static final int MOST_PATTERNS = 20;
  private static final String CONTEXT = "context";
  private static final String IN_HOURS = "in_support_hours";
  private static final String HOURS = "support_hours";
  private static final Set<String> HOURS_TYPES = Set.of("SUPPORT_HOUR", "SUPPORT_HOURS");
  private static final Set<String> COUNTERS = Set.of("trigger_count", "resetting_trigger_count");

  private final String text;
  private final Subject subject;
  private final Lexer lexer;
  private final List<HoursReference> hours = new ArrayList<>();
  private Token token;
  private int depth;
  private int comparisons;
  private int patterns;

  Parser(String text, Subject subject) {
    this.text = text;
    this.subject = subject;
    this.lexer = new Lexer(text);
    this.token = lexer.next();
  }

  /** The support hours that were named, without the alert source's own. */
  List<HoursReference> hours() {
    return hours;
  }

  Expression parse() {
    if (token.kind() == Kind.END) {
      throw mistake(token, "a condition is missing");
    }
    Expression expression = alternatives();
    if (token.kind() != Kind.END) {
      throw expected(token.is(")") ? "no further )" : "and, or, or the end");
    }
    return expression;
  }

  private Expression alternatives() {
    List<Expression> parts = new ArrayList<>(List.of(conjunction()));
    while (take("||", "or")) {
      parts.add(conjunction());
    }
    return parts.size() == 1 ? parts.get(0) : new Expression.Or(List.copyOf(parts));
  }

  private Expression conjunction() {
    List<Expression> parts = new ArrayList<>(List.of(negation()));
    while (take("&&", "and")) {
      parts.add(negation());
    }
    return parts.size() == 1 ? parts.get(0) : new Expression.And(List.copyOf(parts));
  }

  private Expression negation() {
    if (take("!", "not")) {
      return deeper(() -> new Expression.Not(negation()));
    }
    if (token.is("(")) {
      advance();
      Expression inner = deeper(this::alternatives);
      close(")");
      return inner;
    }
    return comparison();
  }

  private <T> T deeper(Supplier<T> inner) {
    if (++depth > DEEPEST) {
      throw mistake(token, "brackets and not may be nested " + DEEPEST + " deep");
    }
    T result = inner.get();
    depth--;
    return result;
  }

  private Expression comparison() {
    Token start = token;
    if (++comparisons > MOST_COMPARISONS) {
      throw mistake(start, "a condition may have " + MOST_COMPARISONS + " comparisons");
    }
    if (token.isWord(IN_HOURS)) {
      advance();
      return new Expression.During(new Operand.Now(), namedHours());
    }
    Operand left = left();
    boolean negated = token.isWord("not");
    if (negated) {
      advance();
    }
    Operator operator = token.kind() == Kind.TEXT ? null : Operator.of(token.text());
    if (operator == null) {
      boolean isAlone =
          !negated
              && (left instanceof Operand.Path
                  || left instanceof Operand.Literal literal && literal.value() instanceof Boolean);
      if (isAlone && isEndOfComparison()) {
        return new Expression.True(left);
      }
      throw expected("an operator (" + Operator.all() + ")");
    }
    if (left instanceof Operand.Now && operator != Operator.IS_IN) {
      throw mistake(token, "now can only be followed by is_in or not is_in");
    }
    negated ^= Operator.isNegated(token.text());
    advance();
    Expression comparison = compared(left, operator);
    return negated ? new Expression.Not(comparison) : comparison;
  }

  private boolean isEndOfComparison() {
    return token.kind() == Kind.END
        || token.is(")")
        || token.is("&&")
        || token.is("||")
        || token.isWord("and")
        || token.isWord("or");
  }

  private Expression compared(Operand left, Operator operator) {
    return switch (operator.right()) {
      case VALUE -> new Expression.Comparison(left, operator, value(operator));
      case LIST -> new Expression.Comparison(left, operator, list(operator));
      case PATTERN -> new Expression.Regex(left, pattern(operator));
      case HOURS -> new Expression.During(left, supportHours());
    };
  }

  private Operand left() {
    Token first = token;
    if (first.kind() != Kind.WORD) {
      Operand literal = literal(first);
      if (literal == null) {
        throw expected("a field such as " + subject.root() + ".summary, a value, not or (");
      }
      return literal;
    }
    if (first.isWord("now")) {
      advance();
      return new Operand.Now();
    }
    Operand literal = literal(first);
    if (literal != null) {
      return literal;
    }
    if (Lexer.isReserved(first.text())) {
      throw expected("a field such as " + subject.root() + ".summary, or a value");
    }
    advance();
    return path(first, first.path());
  }

  /** A text in quotes, a number, true, false or nil, which is read; null when it is none. */
  private Operand literal(Token first) {
    Object value;
    if (first.kind() == Kind.TEXT) {
      value = first.text();
    } else if (first.kind() == Kind.NUMBER) {
      value = first.number();
    } else if (first.isWord("true") || first.isWord("false")) {
      value = first.isWord("true");
    } else if (first.isWord("nil") || first.isWord("null")) {
      value = null;
    } else {
      return null;
    }
    advance();
    return new Operand.Literal(value);
  }

  private Operand.Path path(Token word, List<Object> parts) {
    Object first = parts.get(0);
    if (COUNTERS.contains(first)) {
      throw mistake(word, first + " is not supported: conditions do not count events");
    }
    if (first.equals(CONTEXT) && parts.size() > 1) {
      return path(word, parts.subList(1, parts.size()));
    }
    if (first.equals(subject.otherRoot()) && parts.size() > 1) {
      throw mistake(
          word,
          "here it is about the "
              + subject.root()
              + ": begin with "
              + subject.root()
              + ". instead of "
              + subject.otherRoot()
              + ".");
    }
    List<Object> names =
        first.equals(subject.root()) && word.path().size() > 1
            ? parts.subList(1, parts.size())
            : parts;
    if (names.isEmpty() || word.text().equals(subject.root())) {
      throw mistake(word, "expected a field behind it, such as " + subject.root() + ".summary");
    }
    return new Operand.Path(
        String.valueOf(names.get(0)), List.copyOf(names.subList(1, names.size())));
  }

  /** A word alone is a text, unless it begins like a path. */
  private Operand value(Operator operator) {
    Token first = token;
    if (first.is("[")) {
      throw mistake(
          first,
          operator.word() + " needs a single value; lists go with in, contains_any and the like");
    }
    if (first.kind() == Kind.WORD && !Lexer.isReserved(first.text())) {
      advance();
      return isPath(first)
          ? path(first, first.path())
          : new Operand.Literal(bareText(first, "a value"));
    }
    Operand literal = literal(first);
    if (literal == null) {
      throw expected("a value behind " + operator.word());
    }
    return literal;
  }

  private boolean isPath(Token word) {
    Object first = word.path().get(0);
    return word.path().size() > 1
        && (first.equals(CONTEXT)
            || first.equals(subject.root())
            || first.equals(subject.otherRoot()));
  }

  private String bareText(Token word, String what) {
    if (word.text().indexOf('[') >= 0) {
      throw mistake(
          word,
          "expected "
              + what
              + ": a text with brackets needs quotes, a path begins with "
              + subject.root()
              + ".");
    }
    return word.text();
  }

  private Operand list(Operator operator) {
    Token first = token;
    if (first.kind() == Kind.WORD && !Lexer.isReserved(first.text())) {
      advance();
      return path(first, first.path());
    }
    if (!first.is("[")) {
      throw expected("a list such as ['a', 'b'] behind " + operator.word());
    }
    advance();
    List<Object> items = new ArrayList<>();
    while (!token.is("]")) {
      if (items.size() == MOST_ITEMS) {
        throw mistake(token, "a list may have " + MOST_ITEMS + " values");
      }
      items.add(item());
      if (!token.is("]") && !token.is(",")) {
        throw expected(", or ]");
      }
      if (token.is(",")) {
        advance();
      }
    }
    advance();
    // A list may hold nil, which List.copyOf refuses.
    return new Operand.Literal(java.util.Collections.unmodifiableList(items));
  }

  private Object item() {
    Token first = token;
    if (first.kind() == Kind.WORD && !Lexer.isReserved(first.text())) {
      if (isPath(first)) {
        throw mistake(first, "a list holds texts, numbers, true, false and nil, no fields");
      }
      advance();
      return bareText(first, "a text");
    }
    Operand literal = literal(first);
    if (!(literal instanceof Operand.Literal value)) {
      throw expected("a text, a number, true, false or nil");
    }
    return value.value();
  }

  private LinearPattern pattern(Operator operator) {
    Token first = token;
    if (first.kind() != Kind.TEXT) {
      throw expected("a regular expression in quotes behind " + operator.word());
    }
    if (++patterns > MOST_PATTERNS) {
      throw mistake(first, "a condition may have " + MOST_PATTERNS + " regular expressions");
    }
    advance();
    try {
      return LinearPattern.of(first.text(), operator.isExact());
    } catch (LinearPattern.Refused e) {
      throw mistake(first, e.getMessage());
    }
  }

  private HoursReference supportHours() {
    if (token.isWord(HOURS)) {
      advance();
      return namedHours();
    }
    if (!token.is("{")) {
      throw expected("support_hours, support_hours('a name') or {\"id\": 1, …} behind is_in");
    }
    return hoursObject();
  }

  /** Nothing, {@code ()}, or {@code ('a name')}. */
  private HoursReference namedHours() {
    if (!token.is("(")) {
      return HoursReference.OWN;
    }
    advance();
    HoursReference reference = HoursReference.OWN;
    if (!token.is(")")) {
      reference = named(token, token);
      advance();
    }
    close(")");
    return reference;
  }

  private HoursReference hoursObject() {
    Token start = token;
    Map<String, Token> fields = new HashMap<>();
    advance();
    while (!token.is("}")) {
      if (token.kind() != Kind.TEXT && token.kind() != Kind.WORD) {
        throw expected("id, name or type in quotes, or }");
      }
      String key = token.text();
      advance();
      if (!token.is(":")) {
        throw expected(": behind " + key);
      }
      advance();
      if (token.kind() == Kind.SIGN || token.kind() == Kind.END) {
        throw expected("the value of " + key);
      }
      fields.put(key.toLowerCase(Locale.ROOT), token);
      advance();
      if (!token.is("}") && !token.is(",")) {
        throw expected(", or }");
      }
      if (token.is(",")) {
        advance();
      }
    }
    advance();
    Token type = fields.get("type");
    if (type != null && !HOURS_TYPES.contains(type.text())) {
      throw mistake(type, "the type must be SUPPORT_HOUR; nothing else is supported");
    }
    Token which = fields.getOrDefault("id", fields.get("name"));
    return named(start, which);
  }

  private HoursReference named(Token place, Token which) {
    HoursReference reference = null;
    if (which != null && which.kind() == Kind.TEXT && !which.text().isBlank()) {
      reference = new HoursReference(null, which.text());
    } else if (which != null && which.kind() == Kind.NUMBER && which.number().scale() == 0) {
      try {
        reference = new HoursReference(which.number().longValueExact(), null);
      } catch (ArithmeticException e) {
        throw mistake(which, "that is no id of support hours");
      }
    }
    if (reference == null) {
      throw mistake(place, "expected the name of support hours in quotes, or their id");
    }
    hours.add(reference);
    return reference;
  }

  private boolean take(String sign, String word) {
    if (!token.is(sign) && !token.isWord(word)) {
      return false;
    }
    advance();
    return true;
  }

  private void close(String bracket) {
    if (!token.is(bracket)) {
      throw expected(bracket);
    }
    advance();
  }

  private void advance() {
    token = lexer.next();
  }

  private ConditionMistake expected(String what) {
    return mistake(token, "expected " + what + ", but found " + token.shown());
  }

  private ConditionMistake mistake(Token at, String message) {
    return ConditionMistake.at(text, at.at(), message);
  }
}
