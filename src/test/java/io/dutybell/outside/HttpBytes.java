package io.dutybell.outside;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One HTTP/1.1 message in bytes that have arrived so far. Enough for peers that are well behaved.
 */
public final class HttpBytes {

  private byte[] bytes = new byte[8_192];
  private int length;
  private int headEnd = -1;
  private long bodyLength;
  private boolean chunked;

  /** Takes in more bytes. */
  public void add(java.nio.ByteBuffer more) {
    int size = more.remaining();
    if (length + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + size));
    }
    more.get(bytes, length, size);
    length += size;
  }

  /** Whether a message is there from its first byte to its last. */
  public boolean isComplete() {
    if (headEnd < 0 && !findHead()) {
      return false;
    }
    return chunked
        ? length >= headEnd + 5
            && bytes[length - 5] == '0'
            && bytes[length - 4] == '\r'
            && bytes[length - 1] == '\n'
        : length >= headEnd + bodyLength;
  }

  private boolean findHead() {
    for (int i = 0; i + 3 < length; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        headEnd = i + 4;
        String chunkedText = header("transfer-encoding");
        chunked = chunkedText != null && chunkedText.toLowerCase(Locale.ROOT).contains("chunked");
        String text = header("content-length");
        bodyLength = text == null ? 0 : Long.parseLong(text);
        return true;
      }
    }
    return false;
  }

  /** The status of a response. */
  public int status() {
    return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
  }

  /** The value of a header, or null. */
  public String header(String lowerCaseName) {
    int lineStart = 0;
    for (int i = 0; i < headEnd; i++) {
      if (bytes[i] == '\n') {
        if (startsWith(lineStart, lowerCaseName)
            && bytes[lineStart + lowerCaseName.length()] == ':') {
          int from = lineStart + lowerCaseName.length() + 1;
          return new String(bytes, from, i - from, StandardCharsets.ISO_8859_1).strip();
        }
        lineStart = i + 1;
      }
    }
    return null;
  }

  private boolean startsWith(int at, String lowerCase) {
    for (int i = 0; i < lowerCase.length(); i++) {
      if (at + i >= headEnd || Character.toLowerCase(bytes[at + i]) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** What comes after the head; of a chunked message with the sizes of its chunks in it. */
  public String body() {
    return new String(bytes, headEnd, length - headEnd, StandardCharsets.UTF_8);
  }

  /** Forgets the message, for the next one. */
  public void clear() {
    length = 0;
    headEnd = -1;
  }
}
