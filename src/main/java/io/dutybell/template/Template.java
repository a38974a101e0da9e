package io.dutybell.template;

import java.util.List;
import java.util.Map;

/**
 * A text with places that are filled from an event: logic-less Mustache with paths and a fixed set
 * of functions. The language is described in docs/templates.md.
 *
 * <p>A template sees the scope it is given and nothing else. It is read once and can be rendered by
 * any number of threads.
 */
public final class Template {

  /** The longest template, in UTF-16 units. */
  public static final int MAX_LENGTH = 10_000;

  /** How deep sections may be nested. */
  public static final int MAX_NESTING = 32;

  /**
   * The most work of one rendering. A step is a piece of the template that is rendered, a name that
   * is followed, or a function that is called; sixteen characters that functions read or make are
   * one more.
   */
  public static final int MAX_STEPS = 100_000;

  /** The longest result, in UTF-16 units, the mark of a cut included. */
  public static final int MAX_OUTPUT = 20_000;

  /** The longest regular expression, in UTF-16 units. */
  public static final int MAX_REGEX_LENGTH = 200;

  /** The most instructions that a regular expression may be compiled to. */
  public static final int MAX_REGEX_SIZE = 500;

  private final String source;
  private final List<Node> nodes;

  private Template(String source, List<Node> nodes) {
    this.source = source;
    this.nodes = nodes;
  }

  /**
   * Reads a template.
   *
   * @throws TemplateMistake if it is too long or not in the language; its place is that of the
   *     first mistake
   */
  public static Template parse(String source) {
    return new Template(source, new Parser(new Cursor(source)).parse());
  }

  /**
   * Fills the template. Whatever the scope holds, the work and the result are bounded, and a name
   * that leads to nothing renders as nothing.
   *
   * @param scope what templates see, as it is in JSON: maps with texts as keys, lists, texts,
   *     numbers, booleans and nulls; anything else counts as the text that it is printed as
   */
  public RenderedText render(Map<String, Object> scope) {
    return Renderer.render(nodes, scope);
  }

  /** The template as it was written. */
  @Override
  public String toString() {
    return source;
  }
}
