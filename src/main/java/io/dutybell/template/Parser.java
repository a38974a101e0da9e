package io.dutybell.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads the text of a template into its pieces: text, values, sections, comments and changes of the
 * delimiters. Names and functions within a tag are read by {@link ExpressionReader}.
 */
final class Parser {

  private static final int LONGEST_DELIMITER = 10;

  private final Cursor cursor;
  private final ExpressionReader expressions;
  private final Deque<OpenSection> sections = new ArrayDeque<>();
  private List<Node> body = new ArrayList<>();
  private String open = "{{";
  private String close = "}}";

  Parser(Cursor cursor) {
    this.cursor = cursor;
    this.expressions = new ExpressionReader(cursor);
  }

  /** A section whose closing tag has not come yet, and what came before it. */
  private record OpenSection(
      Expression expression, boolean isInverted, int at, String tag, List<Node> around) {}

  List<Node> parse() {
    for (int tag = cursor.find(open); tag >= 0; tag = cursor.find(open)) {
      int from = cursor.at();
      cursor.moveTo(tag + open.length());
      read(from, tag);
    }
    addText(cursor.rest());
    if (!sections.isEmpty()) {
      OpenSection last = sections.peek();
      throw cursor.mistake(
          last.at(),
          "The section " + last.tag() + " is not closed: " + closing(last) + " is missing");
    }
    return List.copyOf(body);
  }

  private static String closing(OpenSection section) {
    return section.tag().replaceFirst("[#^]\\s*", "/");
  }

  private void addText(String text) {
    if (!text.isEmpty()) {
      body.add(new Node.Fixed(text));
    }
  }

  /** Reads the tag at {@code tag} and the text before it, which begins at {@code from}. */
  private void read(int from, int tag) {
    if (cursor.skip("{")) {
      addText(cursor.between(from, tag));
      body.add(new Node.Value(expression(tag, "}" + close)));
      return;
    }
    cursor.skipSpace();
    switch (cursor.peek()) {
      case '#', '^' -> {
        boolean isInverted = cursor.next() == '^';
        Expression expression = expression(tag, close);
        String shown = cursor.shown(tag, cursor.at());
        addTextAround(from, tag);
        if (sections.size() == Template.MAX_NESTING) {
          throw cursor.mistake(
              tag, "Sections can be nested " + Template.MAX_NESTING + " deep; this is one more");
        }
        sections.push(new OpenSection(expression, isInverted, tag, shown, body));
        body = new ArrayList<>();
      }
      case '/' -> {
        cursor.next();
        Expression expression = expression(tag, close);
        String shown = cursor.shown(tag, cursor.at());
        addTextAround(from, tag);
        close(expression, tag, shown);
      }
      case '!' -> {
        cursor.moveTo(end(tag, close));
        addTextAround(from, tag);
      }
      case '=' -> {
        cursor.next();
        delimiters(tag);
        addTextAround(from, tag);
      }
      case '>', '<' ->
          throw cursor.mistake(
              cursor.at(), "Templates cannot include other templates; write its text here");
      case '$' ->
          throw cursor.mistake(
              cursor.at(), "There are no blocks; a name that begins with $ is written [\"$name\"]");
      default -> {
        cursor.skip("&");
        addText(cursor.between(from, tag));
        body.add(new Node.Value(expression(tag, close)));
      }
    }
  }

  private Expression expression(int tag, String end) {
    cursor.skipSpace();
    Expression expression = expressions.read(end, tag);
    cursor.skipSpace();
    if (!cursor.skip(end)) {
      throw expressions.unexpected(end, tag);
    }
    return expression;
  }

  private void close(Expression expression, int tag, String shown) {
    OpenSection section = sections.poll();
    if (section == null) {
      throw cursor.mistake(tag, shown + " closes a section, but none is open here");
    }
    if (!section.expression().isClosedBy(expression)) {
      throw cursor.mistake(
          tag,
          shown + " does not close " + section.tag() + "; write " + closing(section) + " first");
    }
    Node whole = new Node.Section(section.expression(), section.isInverted(), List.copyOf(body));
    body = section.around();
    body.add(whole);
  }

  private int end(int tag, String expected) {
    int end = cursor.find(expected);
    if (end < 0) {
      throw cursor.mistake(tag, "The tag is not closed: " + expected + " is missing");
    }
    return end + expected.length();
  }

  /** Reads new delimiters, as in <code>{{=&lt;% %&gt;=}}</code>, of which "=" was read. */
  private void delimiters(int tag) {
    int start = cursor.at();
    int end = end(tag, "=" + close);
    String[] both = cursor.between(start, end - close.length() - 1).strip().split("\\s+");
    if (both.length != 2 || !isDelimiter(both[0]) || !isDelimiter(both[1])) {
      throw cursor.mistake(
          start,
          "New delimiters are two words of at most "
              + LONGEST_DELIMITER
              + " characters without \"=\", such as "
              + open
              + "=<% %>="
              + close);
    }
    open = both[0];
    close = both[1];
    cursor.moveTo(end);
  }

  private static boolean isDelimiter(String word) {
    return !word.isEmpty() && word.length() <= LONGEST_DELIMITER && !word.contains("=");
  }

  /**
   * Adds the text between {@code from} and a tag that was read up to here. When the tag stands
   * alone on its lines, these are left out.
   */
  private void addTextAround(int from, int tag) {
    int line = cursor.lineStart(tag);
    int end = cursor.blankLineEnd(cursor.at());
    if (end >= 0 && line >= from && cursor.isBlank(line, tag)) {
      addText(cursor.between(from, line));
      cursor.moveTo(end);
    } else {
      addText(cursor.between(from, tag));
    }
  }
}
