package io.dutybell.template;

/** What a text is compared with, for ilert's functions such as {@code startsWithTakeOrDrop}. */
enum Comparison {
  STARTS_WITH("startsWith"),
  EQUALS("equals"),
  ENDS_WITH("endsWith"),
  CONTAINS("contains");

  /** What becomes of the text. The names are the ends of the functions' names. */
  enum Result {
    /** The other text if the comparison holds, or the text itself. */
    Take,
    /** The other text if the comparison holds, or nothing. */
    TakeOrDrop,
    /** The text itself if the comparison holds, or the other one. */
    Else,
    /** Nothing if the comparison holds, or the other text. */
    ElseOrDrop
  }

  private final String word;

  Comparison(String word) {
    this.word = word;
  }

  /** How the functions' names begin. */
  String word() {
    return word;
  }

  private boolean holds(String text, String expected) {
    return switch (this) {
      case STARTS_WITH -> text.startsWith(expected);
      case EQUALS -> text.equals(expected);
      case ENDS_WITH -> text.endsWith(expected);
      case CONTAINS -> text.contains(expected);
    };
  }

  /** The function with these arguments: what to compare with, and the other text. */
  TemplateFunction function(Result result, Arguments arguments) {
    String expected = arguments.text(0);
    String other = arguments.text(1);
    return TextFunctions.onText(
        text -> {
          boolean isSo = holds(text, expected);
          return switch (result) {
            case Take -> isSo ? other : text;
            case TakeOrDrop -> isSo ? other : null;
            case Else -> isSo ? text : other;
            case ElseOrDrop -> isSo ? null : other;
          };
        });
  }
}
