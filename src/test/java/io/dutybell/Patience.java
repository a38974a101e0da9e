package io.dutybell;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that wait look at once, and then every few milliseconds: Awaitility by itself looks ten
 * times a second, and first after a tenth of a second, which thousands of short waits turn into
 * minutes. How long a test waits at most is not touched. Registered for every test class in {@code
 * META-INF/services}.
 */
public final class Patience implements BeforeAllCallback {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(BETWEEN_LOOKS);
  }
}
