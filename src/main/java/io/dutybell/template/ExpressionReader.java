package io.dutybell.template;

import io.dutybell.template.Expression.Call;
import io.dutybell.template.Expression.Index;
import io.dutybell.template.Expression.Link;
import io.dutybell.template.Expression.Name;
import java.util.ArrayList;
import java.util.List;

/** Reads what stands within a tag, such as {@code list[0].name.upperCase()}. */
final class ExpressionReader {

  private static final int MAX_INDEX_DIGITS = 6;

  /** Beside letters and digits these make up a name as it is. */
  private static final String IN_NAMES = "_-:/@$#";

  private final Cursor cursor;

  ExpressionReader(Cursor cursor) {
    this.cursor = cursor;
  }

  /**
   * Reads an expression and stops at what cannot belong to it.
   *
   * @param end what closes the tag
   * @param tag where the tag begins
   */
  Expression read(String end, int tag) {
    boolean fromHere = cursor.skip(".");
    List<Link> links = new ArrayList<>();
    if (fromHere && isAtEnd(end)) {
      return new Expression(true, List.of());
    }
    links.add(first(end, tag, fromHere));
    while (!isAtEnd(end)) {
      if (cursor.skip(".")) {
        links.add(nameOrCall(end, tag, true));
      } else if (cursor.peek() == '[') {
        links.add(bracket(end, tag));
      } else {
        throw unexpected(end, tag);
      }
    }
    return new Expression(fromHere, List.copyOf(links));
  }

  private Link first(String end, int tag, boolean fromHere) {
    int start = cursor.at();
    if (cursor.peek() != '[') {
      return nameOrCall(end, tag, fromHere);
    }
    Link link = bracket(end, tag);
    if (link instanceof Index && !fromHere) {
      throw cursor.mistake(
          start,
          "A place needs its list before it, as in list[0]; within a loop the item is the dot, as"
              + " in .[0]");
    }
    return link;
  }

  private boolean isAtEnd(String end) {
    return cursor.isAtEnd() || cursor.isAt(end) || Cursor.isSpace(cursor.peek());
  }

  private Link nameOrCall(String end, int tag, boolean hasValue) {
    int start = cursor.at();
    if (isQuote(cursor.peek())) {
      return new Name(quoted(tag));
    }
    String name = name(end);
    if (name.isEmpty()) {
      throw isAtEnd(end) && !cursor.isAtEnd()
          ? cursor.mistake(start, "A name is missing here; write one, as in {{ summary }}")
          : unexpected(end, tag);
    }
    if (!cursor.skip("(")) {
      return new Name(name);
    }
    if (!hasValue) {
      throw cursor.mistake(
          start,
          "The function "
              + shown(name)
              + " needs a value before it, such as summary."
              + shown(name)
              + "(…); a loop's item is .");
    }
    Arguments arguments = arguments(name, start, tag);
    return new Call(name, arguments, Functions.function(arguments));
  }

  private String name(String end) {
    StringBuilder name = new StringBuilder();
    while (!cursor.isAtEnd() && !cursor.isAt(end)) {
      if (cursor.peek() == '\\') {
        cursor.next();
        if (!cursor.isAtEnd()) {
          name.appendCodePoint(cursor.next());
        }
      } else if (isInName(cursor.peek())) {
        name.appendCodePoint(cursor.next());
      } else {
        break;
      }
    }
    return name.toString();
  }

  private static boolean isInName(int c) {
    return c < 0x80
        ? Character.isLetterOrDigit(c) || IN_NAMES.indexOf(c) >= 0
        : !Cursor.isSpace(c) && !Character.isISOControl(c);
  }

  private Link bracket(String end, int tag) {
    int start = cursor.at();
    cursor.next();
    cursor.skipSpace();
    Link link = isQuote(cursor.peek()) ? new Name(quoted(tag)) : new Index(index(start, end, tag));
    cursor.skipSpace();
    if (!cursor.skip("]")) {
      throw unexpected("]", tag);
    }
    return link;
  }

  private int index(int start, String end, int tag) {
    String digits = name(end);
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw cursor.isAtEnd()
          ? unexpected("]", tag)
          : cursor.mistake(
              start,
              "In brackets stands the place in a list, counted from 0, as in [0], or a name in"
                  + " quotation marks, as in [\"odd key\"]");
    }
    if (digits.length() > MAX_INDEX_DIGITS) {
      throw cursor.mistake(start, "No list is that long; a place has at most six digits");
    }
    return Integer.parseInt(digits);
  }

  private static boolean isQuote(int c) {
    return c == '"' || c == '\'';
  }

  /**
   * Reads a text in quotation marks. A backslash before such a mark, a backslash or a space gives
   * that character, {@code \n} and {@code \t} a line break and a tab; before anything else it
   * stays, so that regular expressions can be written as they are.
   */
  private String quoted(int tag) {
    int quote = cursor.next();
    StringBuilder text = new StringBuilder();
    while (!cursor.isAtEnd()) {
      int c = cursor.next();
      if (c == quote) {
        return text.toString();
      }
      if (c == '\\' && !cursor.isAtEnd()) {
        int escaped = cursor.next();
        switch (escaped) {
          case 'n' -> text.append('\n');
          case 't' -> text.append('\t');
          case '"', '\'', '\\', ' ' -> text.append((char) escaped);
          default -> text.append('\\').appendCodePoint(escaped);
        }
      } else {
        text.appendCodePoint(c);
      }
    }
    throw cursor.mistake(
        tag, "A text of this tag is not closed: " + Character.toString(quote) + " is missing");
  }

  private Arguments arguments(String name, int start, int tag) {
    List<Arguments.Argument> arguments = new ArrayList<>();
    cursor.skipSpace();
    while (!cursor.skip(")")) {
      if (!arguments.isEmpty()) {
        if (!cursor.skip(",")) {
          throw unexpected(")", tag);
        }
        cursor.skipSpace();
      }
      int place = cursor.at();
      if (isQuote(cursor.peek())) {
        arguments.add(new Arguments.Argument(quoted(tag), false, place));
      } else {
        String word = name(")");
        if (word.isEmpty()) {
          throw unexpected(")", tag);
        }
        arguments.add(new Arguments.Argument(word, true, place));
      }
      cursor.skipSpace();
    }
    return new Arguments(name, List.copyOf(arguments), start, cursor);
  }

  /** The mistake that something else stands here than what would close the tag or a part of it. */
  TemplateMistake unexpected(String end, int tag) {
    if (cursor.isAtEnd()) {
      return cursor.mistake(tag, "The tag is not closed: " + end + " is missing");
    }
    return cursor.mistake(
        cursor.at(),
        cursor.shown()
            + " cannot stand here, where "
            + end
            + " or a further part was expected; names with other characters than letters, digits"
            + " and "
            + IN_NAMES
            + " are written in brackets and quotation marks, as in [\"odd key\"], texts for"
            + " functions in quotation marks");
  }

  private static String shown(String name) {
    return name.length() <= 60 ? name : name.substring(0, 60) + "…";
  }
}
