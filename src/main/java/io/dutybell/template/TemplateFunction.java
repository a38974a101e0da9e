package io.dutybell.template;

/** Makes one value of another. */
@FunctionalInterface
interface TemplateFunction {

  /**
   * Applies the function.
   *
   * @param value null for nothing, of which nearly all functions make nothing
   * @return null for nothing
   */
  Object apply(Object value, Work work);
}
