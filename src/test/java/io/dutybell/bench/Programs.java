package io.dutybell.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Other programs, and what the machine says about processes. */
final class Programs {

  private Programs() {}

  /** Runs a command to its end and gives what it printed. */
  static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new IllegalStateException(String.join(" ", command) + " cannot be run: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The memory that a process holds, in MB. */
  static long residentMegabytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** The processors' time that a process and those that it started have taken, in seconds. */
  static double processorSeconds(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .mapToDouble(
            process -> process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3)
        .sum();
  }

  /** The live heap of a JVM after a full collection, in MB. */
  static long liveHeapMegabytes(long pid) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    // The last line of the histogram, which collects garbage first: Total, objects, bytes.
    String[] total =
        run(List.of(jcmd, String.valueOf(pid), "GC.class_histogram"))
            .strip()
            .replaceAll("(?s).*\\n", "")
            .strip()
            .split("\\s+");
    return Long.parseLong(total[2]) >> 20;
  }

  /** Removes a folder and all in it. */
  static void delete(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.err.println(folder + " was not removed: " + e);
    }
  }
}
