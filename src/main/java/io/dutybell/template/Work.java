package io.dutybell.template;

/** What a rendering may still do. */
final class Work {

  /** How many characters of functions make a step. */
  static final int CHARACTERS = 16;

  /** There are no steps left, or no room for the result. */
  static final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Stopped() {
      super(null, null, false, false);
    }
  }

  private long characters = (long) Template.MAX_STEPS * CHARACTERS;

  /**
   * Takes a step.
   *
   * @throws Stopped if none is left
   */
  void step() {
    spend(CHARACTERS);
  }

  /**
   * Reads or makes so many characters.
   *
   * @throws Stopped if no step is left
   */
  void spend(long count) {
    characters -= count;
    if (characters < 0) {
      throw new Stopped();
    }
  }
}
