package io.dutybell.template;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What stands between the parentheses of a function.
 *
 * @param function its name, as it was written
 * @param at where the name stands
 */
record Arguments(String function, List<Argument> all, int at, Cursor cursor) {

  /**
   * One of them.
   *
   * @param isBare whether it stands without quotation marks, as numbers do
   */
  record Argument(String text, boolean isBare, int at) {}

  int count() {
    return all.size();
  }

  /** The text at this place, which is there. */
  String text(int index) {
    return all.get(index).text();
  }

  /** The text at this place, or another if there is none. */
  String text(int index, String orElse) {
    return index < all.size() ? text(index) : orElse;
  }

  /** The text at this place, which is not empty. */
  String textToFind(int index) {
    if (text(index).isEmpty()) {
      throw mistake(index, "must not be empty");
    }
    return text(index);
  }

  /** The whole number at this place, or another if there is none. */
  int number(int index, int orElse, int least, int most) {
    if (index >= all.size()) {
      return orElse;
    }
    Argument argument = all.get(index);
    boolean isNumber = argument.isBare() && argument.text().matches("-?[0-9]{1,9}");
    int number = isNumber ? Integer.parseInt(argument.text()) : least - 1;
    if (number < least || number > most) {
      throw mistake(
          index,
          "must be a whole number from " + least + " to " + most + ", without quotation marks");
    }
    return number;
  }

  /** The mistake that an argument is not what it should be. */
  TemplateMistake mistake(int index, String what) {
    return cursor.mistake(
        all.get(index).at(), "Argument " + (index + 1) + " of " + function + " " + what);
  }

  /** As it is compared with those of a closing tag. */
  @Override
  public String toString() {
    return all.stream()
        .map(argument -> "\"" + argument.text() + "\"")
        .collect(Collectors.joining(",", "(", ")"));
  }
}
