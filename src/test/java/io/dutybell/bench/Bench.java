package io.dutybell.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures the packaged product on this machine; see docs/benchmarks.md. Everything it starts is on
 * the loopback interface, ends with it, and is bounded in time.
 */
public final class Bench {

  private static final Map<String, Runnable> FIGURES =
      new TreeMap<>(
          Map.of(
              "api", Asking::run,
              "configuration", Configuring::run,
              "receive", Receive::run,
              "process", Working::run,
              "latency", Latency::run,
              "escalate", Escalate::run,
              "reports", Reports::run,
              "start", Start::run));

  private Bench() {}

  /** Runs the figures that are named, or all. */
  public static void main(String[] names) {
    List<String> chosen = names.length == 0 ? List.copyOf(FIGURES.keySet()) : List.of(names);
    for (String name : chosen) {
      Runnable figure = FIGURES.get(name);
      if (figure == null) {
        System.err.println("There is no figure " + name + "; there are " + FIGURES.keySet() + ".");
        System.exit(2);
      }
      System.out.println("== " + name + ", " + load());
      figure.run();
      System.out.println("   " + name + " is over, " + load());
    }
    // Threads of the HTTP client must not keep it alive.
    System.exit(0);
  }

  /** What else the machine has to do shows in it before a figure is taken. */
  private static String load() {
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    return "load average %.1f on %d processors"
        .formatted(machine.getSystemLoadAverage(), machine.getAvailableProcessors());
  }

  static void say(String line) {
    System.out.println("  " + line);
  }
}
