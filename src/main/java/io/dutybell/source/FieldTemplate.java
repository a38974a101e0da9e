package io.dutybell.source;

import io.dutybell.template.RenderedText;
import io.dutybell.template.Template;
import io.dutybell.template.TemplateMistake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The template of one field, read once. What cannot be read stays, with what is wrong: it gives
 * nothing.
 */
final class FieldTemplate {

  private final String field;
  private final String instead;
  private final Template template;
  private final TemplateTrouble mistake;

  /**
   * @param field its name in the API
   * @param source the template
   * @param instead what is used when it gives nothing, the end of a sentence
   */
  FieldTemplate(String field, String source, String instead) {
    this.field = field;
    this.instead = instead;
    Template read = null;
    TemplateTrouble wrong = null;
    try {
      read = Template.parse(source);
    } catch (TemplateMistake e) {
      wrong =
          new TemplateTrouble(
              field, e.line(), e.column(), "is no template: " + e.getMessage(), instead);
    }
    this.template = read;
    this.mistake = wrong;
  }

  /** One that may be absent: null for null. */
  static FieldTemplate of(String field, String source, String instead) {
    return source == null ? null : new FieldTemplate(field, source, instead);
  }

  /** What is wrong with it; empty for none and for null. */
  static List<TemplateTrouble> mistakes(List<FieldTemplate> templates) {
    List<TemplateTrouble> mistakes = new ArrayList<>();
    for (FieldTemplate one : templates) {
      if (one != null && one.mistake != null) {
        mistakes.add(one.mistake);
      }
    }
    return mistakes;
  }

  /**
   * Its text without space around it; null, and a trouble, when it is blank or cannot be had.
   *
   * @param whole whether a text that was cut is worth nothing
   */
  String text(Supplier<Map<String, Object>> scope, boolean whole, List<TemplateTrouble> troubles) {
    String text = textOrEmpty(scope, whole, troubles);
    if (text != null && text.isEmpty()) {
      troubles.add(trouble("gave no text", instead));
      return null;
    }
    return text;
  }

  /** The same where a blank text is one: empty. */
  String textOrEmpty(
      Supplier<Map<String, Object>> scope, boolean whole, List<TemplateTrouble> troubles) {
    if (mistake != null) {
      troubles.add(mistake);
      return null;
    }
    RenderedText rendered;
    try {
      rendered = template.render(scope.get());
    } catch (RuntimeException e) {
      troubles.add(trouble("failed (" + e.getClass().getSimpleName() + ")", instead));
      return null;
    }
    if (rendered.cut()) {
      troubles.add(
          trouble("reached the limits of templates", whole ? instead : "its text was cut"));
      if (whole) {
        return null;
      }
    }
    return rendered.text().strip();
  }

  TemplateTrouble trouble(String message, String then) {
    return new TemplateTrouble(field, null, null, message, then);
  }

  String instead() {
    return instead;
  }
}
