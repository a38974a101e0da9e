package io.dutybell;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;

/**
 * How the program runs: the properties {@code dutybell.*} of application.properties, each
 * overridden by the environment variable of the same name in capitals with underscores. What each
 * means stands there.
 */
public final class Settings {

  private final CamelContext context;

  Settings(CamelContext context) {
    this.context = context;
  }

  /** A setting's text, stripped; empty when it is not set or blank. */
  public Optional<String> text(String name) {
    return context
        .getPropertiesComponent()
        .resolveProperty("dutybell." + name)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /**
   * A setting's text.
   *
   * @throws IllegalArgumentException when it is not set
   */
  public String required(String name) {
    return text(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "dutybell." + name + " is not set; application.properties has it"));
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException when it is not set, not a number, or below the least
   */
  public int number(String name, int least) {
    String text = required(name);
    try {
      int value = Integer.parseInt(text);
      if (value >= least) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "dutybell." + name + " must be a whole number of at least " + least + ", but is " + text);
  }

  /** Yes or no: {@code true} or {@code false}. */
  public boolean flag(String name) {
    String text = required(name);
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new IllegalArgumentException(
        "dutybell." + name + " must be true or false, but is " + text);
  }

  /** A number of days. */
  public Duration days(String name) {
    return Duration.ofDays(number(name, 1));
  }

  /**
   * A setting's text, empty when it is not set, as something else.
   *
   * @param reading throws IllegalArgumentException for a text that it cannot read
   * @throws IllegalArgumentException then, with the name of the setting
   */
  public <T> T as(String name, Function<String, T> reading) {
    try {
      return reading.apply(text(name).orElse(""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("dutybell." + name + ": " + e.getMessage(), e);
    }
  }

  /** The folder of everything that this node keeps on its disk. */
  public Path dataDir() {
    return Path.of(required("data.dir")).toAbsolutePath().normalize();
  }
}
