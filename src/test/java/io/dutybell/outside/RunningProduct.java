package io.dutybell.outside;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The product as a process of its own, in a folder of its own with copies of {@code
 * application.properties} and {@code routes/}. It can be killed and started again over the same
 * data.
 */
public final class RunningProduct implements AutoCloseable {

  /** The API token of every product that this class starts. */
  public static final String ADMIN_TOKEN = "a-token-for-tests-that-is-long-enough-0123456789";

  private static final String SECRET_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private final Path home;
  private final List<String> java;
  private final Map<String, String> environment = new HashMap<>();
  private final int port = FreePort.next();
  private final int managementPort = FreePort.next();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private volatile Process process;

  private RunningProduct(Path home, List<String> java) {
    this.home = home;
    this.java = java;
    // Whoever interrupts a run leaves nothing behind.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (process != null) {
                    process.destroyForcibly();
                  }
                }));
    environment.put("DUTYBELL_HTTP_HOST", "127.0.0.1");
    environment.put("DUTYBELL_HTTP_PORT", String.valueOf(port));
    environment.put("DUTYBELL_MANAGEMENT_PORT", String.valueOf(managementPort));
    environment.put("DUTYBELL_BASE_URL", "http://127.0.0.1:" + port);
    environment.put("DUTYBELL_ADMIN_TOKEN", ADMIN_TOKEN);
    environment.put("DUTYBELL_SECRET_KEY", SECRET_KEY);
    environment.put("DUTYBELL_DATA_DIR", home.resolve("data").toString());
    environment.put("DUTYBELL_OUTBOUND_ALLOW", "127.0.0.0/8");
  }

  /** The packaged product; nothing is started yet. */
  public static RunningProduct ofJar(Path home, List<String> options) {
    List<String> java = new ArrayList<>(List.of(javaProgram()));
    java.addAll(options);
    java.add("-jar");
    java.add(Path.of("target/dutybell.jar").toAbsolutePath().toString());
    return new RunningProduct(copyInto(home), java);
  }

  /** The product out of this process's own class path, without the tests; nothing is started. */
  public static RunningProduct ofClasses(Path home) {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.replace('\\', '/').matches(".*/test-classes/?"))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return new RunningProduct(
        copyInto(home),
        List.of(
            javaProgram(),
            "-Xmx384m",
            // It lives for seconds: less is compiled, so that it is ready sooner.
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            "io.dutybell.Dutybell"));
  }

  /** Sets an environment variable of the next start. */
  public RunningProduct with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Makes it use a PostgreSQL database. */
  public RunningProduct withPostgresql(String url, String user) {
    return with("DUTYBELL_DB_URL", url)
        .with("DUTYBELL_DB_USER", user)
        .with("DUTYBELL_DB_PASSWORD", "postgres");
  }

  /** Adds a file to its folder {@code routes}. */
  public RunningProduct withRoute(Path file) {
    try {
      Files.copy(file, home.resolve("routes").resolve(file.getFileName()));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the process and returns at once. */
  public void start() {
    try {
      ProcessBuilder builder = new ProcessBuilder(java).directory(home.toFile());
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it says that a callback can be stored. */
  public void awaitReady() {
    long start = System.nanoTime();
    while (!isReady()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "the product ended with " + process.exitValue() + ": " + endOfLog());
      }
      if (System.nanoTime() - start > READY_WITHIN.toNanos()) {
        throw new IllegalStateException(
            "the product was not ready within " + READY_WITHIN + ": " + endOfLog());
      }
      LockSupport.parkNanos(10_000_000L);
    }
  }

  private boolean isReady() {
    try {
      return observe("health/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A figure that the product shows to whoever watches it.
   *
   * @param name as it stands in the list, without labels
   */
  public long metric(String name) {
    try {
      return observe("metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("there is no metric " + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> observe(String path) throws IOException {
    try {
      return http.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + managementPort + "/observe/" + path))
              .timeout(Duration.ofSeconds(2))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it without any warning, as a power cut would: SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks it to end, and waits until it has. */
  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      awaitEnd();
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The number of the process. */
  public long pid() {
    return process.pid();
  }

  /** The port of callbacks and of the API. */
  public int port() {
    return port;
  }

  /** An address of the product. */
  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** What it wrote, over all its starts. */
  public Path log() {
    return home.resolve("product.log");
  }

  /** The last lines that it wrote. */
  public String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      return "there is no log: " + e.getMessage();
    }
  }

  private static String javaProgram() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path copyInto(Path home) {
    try {
      Files.createDirectories(home);
      Files.copy(Path.of("application.properties"), home.resolve("application.properties"));
      Path routes = Path.of("routes");
      try (Stream<Path> found = Files.walk(routes)) {
        for (Path file : found.toList()) {
          Files.copy(file, home.resolve("routes").resolve(routes.relativize(file).toString()));
        }
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
