package io.dutybell.bench;

import io.dutybell.outside.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prometheus Alertmanager of Debian's package, which tells nobody and groups nothing. */
final class Alertmanager implements AutoCloseable {

  private static final String CONFIGURATION =
      """
      route:
        receiver: nobody
        group_by: ['...']
      receivers:
        - name: nobody
      """;

  private final int port = FreePort.next();
  private final Path folder;
  private final Process process;

  Alertmanager() {
    try {
      folder = Files.createTempDirectory("dutybell-bench-alertmanager");
      Path configuration = folder.resolve("alertmanager.yml");
      Files.writeString(configuration, CONFIGURATION);
      process =
          new ProcessBuilder(
                  List.of(
                      "prometheus-alertmanager",
                      "--config.file=" + configuration,
                      "--storage.path=" + folder.resolve("data"),
                      "--web.listen-address=127.0.0.1:" + port,
                      "--cluster.listen-address=",
                      "--log.level=error"))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("install Debian's package prometheus-alertmanager first", e);
    }
    Stage.await("Alertmanager to listen", Duration.ofSeconds(20), this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Programs.delete(folder);
  }
}
