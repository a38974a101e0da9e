package io.dutybell.stories;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A reader of the stream of alerts, with a connection of its own. */
final class Listener implements AutoCloseable {

  private static final int LONGEST = 5_000;

  private final Socket socket;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private Listener(int port, String authorization, String header, int receiveBuffer) {
    try {
      socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket
          .getOutputStream()
          .write(
              ("GET /api/alerts/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                      + authorization
                      + "\r\n"
                      + (header.isEmpty() ? "" : header + "\r\n")
                      + "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param header a further header; empty for none
   */
  Listener(int port, String token, String header) {
    this(port, "Bearer " + token, header, 0);
    read();
  }

  /** One that says who it is with this header. */
  static Listener with(int port, String authorization) {
    Listener listener = new Listener(port, authorization, "", 0);
    listener.read();
    return listener;
  }

  /** One that takes nothing from its connection until {@link #read}. */
  static Listener thatDoesNotReadYet(int port, String token) {
    Listener listener = new Listener(port, "Bearer " + token, "", 8 * 1024);
    listener.awaitAnswer();
    return listener;
  }

  /** Reads the first line of the answer: from then on everything is told. */
  private void awaitAnswer() {
    try {
      int read = socket.getInputStream().read();
      while (read >= 0 && read != '\n') {
        read = socket.getInputStream().read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins to read, in a thread of its own. */
  void read() {
    Thread reader = new Thread(this::readLines, "stream-reader");
    reader.setDaemon(true);
    reader.start();
  }

  private void readLines() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      // The last chunk has the length 0; the connection stays open.
      for (String line = in.readLine(); line != null && !line.equals("0"); line = in.readLine()) {
        lines.add(line.length() > LONGEST ? line.substring(0, LONGEST) : line);
      }
      lines.add("end of stream");
    } catch (IOException e) {
      lines.add("end of stream");
    }
  }

  /** Waits until there is a line that contains all of this, and gives it. */
  String line(String... parts) {
    Awaitility.await(String.join(" ", parts) + " in " + lines)
        .atMost(Duration.ofSeconds(20))
        .until(() -> lines.stream().anyMatch(line -> containsAll(line, parts)));
    return lines.stream().filter(line -> containsAll(line, parts)).findFirst().orElseThrow();
  }

  /** How many lines begin so. */
  long count(String beginning) {
    return lines.stream().filter(line -> line.startsWith(beginning)).count();
  }

  /** Waits until so many lines begin so. */
  void awaitCount(String beginning, long least) {
    Awaitility.await(beginning + " in " + lines)
        .atMost(Duration.ofSeconds(20))
        .until(() -> count(beginning) >= least);
  }

  /** How many lines contain this. */
  long linesWith(String part) {
    return lines.stream().filter(line -> line.contains(part)).count();
  }

  /** The last id that was told. */
  String lastId() {
    return lines.stream()
        .filter(line -> line.startsWith("id: "))
        .reduce((a, b) -> b)
        .orElseThrow()
        .substring(4);
  }

  private static boolean containsAll(String line, String... parts) {
    return List.of(parts).stream().allMatch(line::contains);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
