package io.dutybell.source;

/**
 * Why a template of an alert source did not give what it should have given.
 *
 * @param field which one, as in the API: {@code summaryTemplate}, {@code
 *     linkTemplates[0].hrefTemplate}
 * @param line where it is no template, from 1; null when it was read and gave nothing of use
 * @param column the character of that line, from 1; null with {@code line}
 * @param message what is wrong, a sentence without its field
 * @param instead what is used instead, the end of a sentence; null for nothing
 */
public record TemplateTrouble(
    String field, Integer line, Integer column, String message, String instead) {

  /** All of it in one sentence. */
  public String sentence() {
    String place = line == null ? "" : " (line " + line + ", column " + column + ")";
    String end = instead == null ? "" : "; " + instead;
    String said = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    return field + place + " " + said + end + ".";
  }
}
