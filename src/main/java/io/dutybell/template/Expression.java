package io.dutybell.template;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Leads to a value, link by link.
 *
 * @param fromHere whether it begins at the value of the innermost section, and nowhere else
 * @param links may be empty: then it is that value itself
 */
record Expression(boolean fromHere, List<Link> links) {

  /** One way from a value to the next. */
  sealed interface Link {}

  /** The field of an object; a number is a place in a list too. */
  record Name(String name) implements Link {

    @Override
    public String toString() {
      return "[\"" + name + "\"]";
    }
  }

  /** An item of a list, counted from 0. */
  record Index(int index) implements Link {

    @Override
    public String toString() {
      return "[" + index + "]";
    }
  }

  /** What a function makes of the value. */
  record Call(String name, Arguments arguments, TemplateFunction function) implements Link {

    @Override
    public String toString() {
      return "." + name + arguments;
    }
  }

  /** The value; null if it leads to nothing. */
  Object value(Frame frame, Work work) {
    Object value = fromHere ? frame.value() : null;
    boolean isFirst = !fromHere;
    for (Link link : links) {
      work.step();
      value =
          isFirst && link instanceof Name first
              ? frame.find(first.name())
              : follow(value, link, work);
      isFirst = false;
    }
    return value;
  }

  private static Object follow(Object value, Link link, Work work) {
    if (link instanceof Name name) {
      return Values.field(value, name.name());
    }
    if (link instanceof Index index) {
      return Values.item(value, index.index());
    }
    return ((Call) link).function().apply(value, work);
  }

  /** Whether a closing tag with the other expression closes a section with this one. */
  boolean isClosedBy(Expression other) {
    return fromHere == other.fromHere
        && (spelled(links).equals(spelled(other.links))
            || spelled(path()).equals(spelled(other.links)));
  }

  private List<Link> path() {
    return links.stream().takeWhile(link -> !(link instanceof Call)).toList();
  }

  private static String spelled(List<Link> links) {
    return links.stream().map(Link::toString).collect(Collectors.joining());
  }
}
