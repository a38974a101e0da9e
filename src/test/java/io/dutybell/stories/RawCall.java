package io.dutybell.stories;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request byte by byte, for what no HTTP client would send.
 *
 * @param target what follows the method in the first line, as it is
 * @param headers whole lines
 */
record RawCall(String method, String target, List<String> headers, byte[] body) {

  /** Sends it on a connection of its own and waits for the answer, and for its end. */
  Reply send(int port) {
    StringBuilder head =
        new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    head.append("Host: localhost\r\nConnection: close\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
      bytes.write(body);
      socket.getOutputStream().write(bytes.toByteArray());
      socket.getOutputStream().flush();
      return read(socket.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(this + " got no answer", e);
    }
  }

  private Reply read(byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (!text.matches("(?s)HTTP/1\\.[01] \\d{3}.*") || end < 0) {
      throw new AssertionError(this + " is answered with '" + text + "'");
    }
    Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : text.substring(0, end).split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields
            .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
    }
    byte[] rest = Arrays.copyOfRange(answer, end + 4, answer.length);
    boolean chunked = fields.getOrDefault("Transfer-Encoding", List.of()).contains("chunked");
    return new Reply(
        Integer.parseInt(text.substring(9, 12)),
        chunked ? joined(rest) : rest,
        HttpHeaders.of(fields, (name, value) -> true));
  }

  private static byte[] joined(byte[] chunks) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    String text = new String(chunks, StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at < chunks.length) {
      int line = text.indexOf("\r\n", at);
      int size = Integer.parseInt(text.substring(at, line).strip(), 16);
      if (size == 0) {
        break;
      }
      whole.write(chunks, line + 2, size);
      at = line + 2 + size + 2;
    }
    return whole.toByteArray();
  }

  @Override
  public String toString() {
    String sent = new String(body, StandardCharsets.UTF_8);
    return method + " " + shortened(target) + " " + headers + " " + shortened(sent);
  }

  private static String shortened(String text) {
    return text.length() < 300 ? text : text.substring(0, 300) + "… (" + text.length() + ")";
  }
}
