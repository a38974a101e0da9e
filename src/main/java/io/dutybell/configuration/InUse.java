package io.dutybell.configuration;

/** Something cannot be deleted, or a name cannot be taken, because of something else. */
public final class InUse extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * @param message a sentence for people that names what stands in the way
   */
  public InUse(String message) {
    super(message);
  }
}
