package io.dutybell.cloudmonitor;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decodes {@code application/x-www-form-urlencoded} as it is really sent: a {@code %} that begins
 * no escape is itself (CloudMonitor's own samples hold {@code unit=%}), unescaped bytes are taken
 * as they are, and what is not UTF-8 is replaced. It never fails.
 */
final class Form {

  private Form() {}

  /**
   * The fields in the order of their first appearance, each decoded once. The first of repeated
   * names wins; fields without a name are left out.
   */
  static Map<String, String> decode(byte[] bytes) {
    Map<String, String> fields = new LinkedHashMap<>();
    byte[] scratch = new byte[bytes.length];
    int from = hasByteOrderMark(bytes) ? 3 : 0;
    while (from < bytes.length) {
      int end = indexOf(bytes, '&', from, bytes.length);
      int equals = indexOf(bytes, '=', from, end);
      String name = decode(bytes, from, equals, scratch).strip();
      if (!name.isEmpty()) {
        fields.putIfAbsent(name, decode(bytes, Math.min(equals + 1, end), end, scratch));
      }
      from = end + 1;
    }
    return fields;
  }

  private static boolean hasByteOrderMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int end) {
    int i = from;
    while (i < end && bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  private static String decode(byte[] bytes, int from, int end, byte[] scratch) {
    int length = 0;
    for (int i = from; i < end; i++) {
      byte b = bytes[i];
      if (b == '+') {
        scratch[length++] = ' ';
      } else if (b == '%' && i + 2 < end && hex(bytes[i + 1]) >= 0 && hex(bytes[i + 2]) >= 0) {
        scratch[length++] = (byte) (hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]));
        i += 2;
      } else {
        scratch[length++] = b;
      }
    }
    return new String(scratch, 0, length, StandardCharsets.UTF_8);
  }

  private static int hex(byte b) {
    return Character.digit(b, 16); // a byte above 127 is negative, and no digit
  }
}
