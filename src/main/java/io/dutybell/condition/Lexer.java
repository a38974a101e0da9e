package io.dutybell.condition;

import io.dutybell.condition.Token.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts a condition into its pieces. Lives for one text. */
final class Lexer {

  private static final int LONGEST_NUMBER = 40;
  private static final int LONGEST_PATH = 20;
  private static final List<String> SIGNS =
      List.of("==", "!=", ">=", "<=", "&&", "||", ">", "<", "!", "(", ")", "[", "]", "{", "}");
  private static final Set<Character> QUOTES = Set.of('‘', '’', '“', '”', '„', '`');

  private final String text;
  private int at;

  Lexer(String text) {
    this.text = text;
  }

  /** The next piece; at the end the end, again and again. */
  Token next() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    int start = at;
    if (at == text.length()) {
      return new Token(Kind.END, "", null, null, start);
    }
    char c = text.charAt(at);
    if (c == '\'' || c == '"') {
      return new Token(Kind.TEXT, quoted(), null, null, start);
    }
    if (isDigit(c) || (c == '-' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
      return number();
    }
    if (isNameStart(c)) {
      return word();
    }
    if (c == ',' || c == ':') {
      at++;
      return new Token(Kind.SIGN, String.valueOf(c), null, null, start);
    }
    for (String sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        at += sign.length();
        return new Token(Kind.SIGN, sign, null, null, start);
      }
    }
    throw mistake(start, unexpected(c));
  }

  private String unexpected(char c) {
    if (c == '=') {
      return "= is no operator; == compares";
    }
    if (QUOTES.contains(c)) {
      return "texts stand between straight quotes, ' or \"";
    }
    return Character.isISOControl(c)
        ? "a control character has no meaning here"
        : "'"
            + new StringBuilder().appendCodePoint(text.codePointAt(at))
            + "' has no meaning here; a text with such characters needs quotes";
  }

  /** A backslash before a quote or a backslash takes away its meaning; any other one stays. */
  private String quoted() {
    int start = at;
    char quote = text.charAt(at++);
    StringBuilder content = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return content.toString();
      }
      if (c == '\\' && at < text.length() && "'\"\\".indexOf(text.charAt(at)) >= 0) {
        c = text.charAt(at++);
      }
      content.append(c);
    }
    throw mistake(start, "the text that begins here has no closing " + quote);
  }

  private Token number() {
    int start = at++;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
      at++;
      while (at < text.length() && isDigit(text.charAt(at))) {
        at++;
      }
    }
    if (at < text.length() && (isNamePart(text.charAt(at)) || text.charAt(at) == '.')) {
      throw mistake(start, "a number is followed by something else; a text needs quotes");
    }
    if (at - start > LONGEST_NUMBER) {
      throw mistake(start, "a number may have " + LONGEST_NUMBER + " characters");
    }
    String digits = text.substring(start, at);
    return new Token(Kind.NUMBER, digits, null, new BigDecimal(digits), start);
  }

  private Token word() {
    int start = at;
    List<Object> path = new ArrayList<>();
    path.add(name());
    boolean isOperator = Operator.isWord(text.substring(start, at));
    while (!isOperator && at < text.length()) {
      char c = text.charAt(at);
      if (c == '.') {
        at++;
        if (at == text.length() || !isNamePart(text.charAt(at))) {
          throw mistake(at, "the name of a field is missing after the dot; odd names: ['…']");
        }
        path.add(name());
      } else if (c == '[') {
        path.add(bracket());
      } else {
        break;
      }
      if (path.size() > LONGEST_PATH) {
        throw mistake(start, "a path may have " + LONGEST_PATH + " parts");
      }
    }
    return new Token(Kind.WORD, text.substring(start, at), List.copyOf(path), null, start);
  }

  private String name() {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  /** {@code [0]}, {@code ['a name']}, or {@code [a\ name]}. */
  private Object bracket() {
    int start = at++;
    Object part;
    if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
      part = quoted();
    } else {
      String raw = untilBracket(start);
      if (raw.matches("[0-9]{1,9}")) {
        part = Integer.valueOf(raw);
      } else if (raw.matches("-?[0-9]+")) {
        throw mistake(start, "a place in a list is a number from 0 to 999999999");
      } else {
        part = raw;
      }
    }
    if (at == text.length() || text.charAt(at) != ']') {
      throw mistake(at, "expected ] after the name of a field");
    }
    at++;
    return part;
  }

  private String untilBracket(int start) {
    StringBuilder raw = new StringBuilder();
    while (at < text.length() && text.charAt(at) != ']') {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      }
      raw.append(c);
    }
    if (at == text.length()) {
      throw mistake(start, "the bracket that begins here has no closing ]");
    }
    if (raw.toString().isBlank()) {
      throw mistake(at, "expected the name of a field, in quotes, or a place in a list, from 0");
    }
    return raw.toString();
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return c == '_' || c == '$' || c == '@' || Character.isLetter(c);
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || c == '-' || isDigit(c);
  }

  /** Whether a word has a meaning of its own, so that it is no text without quotes. */
  static boolean isReserved(String word) {
    return Set.of("and", "or", "not", "now", "true", "false", "nil", "null")
            .contains(word.toLowerCase(Locale.ROOT))
        || Operator.isWord(word);
  }

  ConditionMistake mistake(int index, String message) {
    return ConditionMistake.at(text, index, message);
  }
}
