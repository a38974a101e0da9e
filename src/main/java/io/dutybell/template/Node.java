package io.dutybell.template;

import java.util.List;

/** A piece of a template. */
sealed interface Node {

  /** Stands as it is. */
  record Fixed(String text) implements Node {}

  /** A tag that is replaced by a value. */
  record Value(Expression expression) implements Node {}

  /**
   * What stands between two tags: for each item of a list, once for any other value that counts as
   * true, or, inverted, when there is no such value.
   */
  record Section(Expression expression, boolean isInverted, List<Node> body) implements Node {}
}
