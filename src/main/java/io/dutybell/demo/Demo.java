package io.dutybell.demo;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.SecretBox;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demonstration: example configuration where there is none, and a simulator that plays
 * CloudMonitor. It runs only when asked for, with {@code -Ddemo=true}.
 */
public final class Demo implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
  private static final int TOKEN_BYTES = 18;

  private final Simulator simulator;

  private Demo(Simulator simulator) {
    this.simulator = simulator;
  }

  /** A new random API token, for a demonstration that was started without one. */
  public static String newToken(SecureRandom random) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return "demo_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Starts the demonstration. Called when the program receives callbacks and the database is there.
   *
   * @param store where the example configuration goes
   * @param box encrypts the integration key
   * @param keys makes the integration key
   * @param clock the time
   * @param random makes what is invented
   * @param base the program's own address, such as {@code http://localhost:8080}
   * @param madeToken the API token that was made for this start, which is printed; null when the
   *     installation has its own, which never is
   */
  public static Demo start(
      ConfigurationStore store,
      SecretBox box,
      IntegrationKeys keys,
      Clock clock,
      SecureRandom random,
      URI base,
      String madeToken) {
    ExampleConfiguration example = new ExampleConfiguration(store, box, keys, clock);
    if (example.makeIfEmpty()) {
      LOG.info(
          "Demo: made users lin and wei, an escalation policy and the alert source \"{}\".",
          ExampleConfiguration.SOURCE);
    }
    Optional<String> key = example.integrationKey();
    if (key.isEmpty()) {
      LOG.warn(
          "Demo: this installation has a configuration of its own, so nothing is simulated. Start"
              + " with an empty data directory to see the demonstration.");
      return new Demo(null);
    }
    watch(base, madeToken);
    Simulator simulator =
        new Simulator(
            base.resolve("/api/v1/events/alibaba-cloud/" + key.get()), new Script(random), clock);
    simulator.start();
    return new Demo(simulator);
  }

  private static void watch(URI base, String madeToken) {
    String token = madeToken == null ? "$DUTYBELL_ADMIN_TOKEN" : madeToken;
    LOG.info("Demo: for the next minute, watch the alerts open, escalate and resolve:");
    for (String path :
        new String[] {"/api/alerts", "/api/alerts?state=PENDING", "/api/alerts/1/log-entries"}) {
      LOG.info("Demo:   curl -s -H \"Authorization: Bearer {}\" \"{}\"", token, base.resolve(path));
    }
    LOG.info("Demo: notifications are log lines of \"notifications\". Ctrl-C ends it.");
  }

  /** Ends the simulation; what was made stays. */
  @Override
  public void close() {
    if (simulator != null) {
      simulator.close();
    }
  }
}
