package io.dutybell.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What an event may hold, by chance. */
final class RandomScope {

  private static final String[] KEYS = {
    "a", "b", "list", "o", "text", "n", "odd-key", "磁盘", "😀", "odd key", "x:y/z", "a b", ""
  };

  private RandomScope() {}

  static Map<String, Object> object(Random random, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (String key : KEYS) {
      if (random.nextInt(3) > 0) {
        object.put(key, value(random, depth));
      }
    }
    return object;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 16 : 12)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt();
      case 3 -> new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt());
      case 4 -> random.nextDouble() * Math.pow(10, random.nextInt(600) - 300);
      case 5 -> new BigInteger(200, random);
      case 6 -> "";
      case 7 -> text(random, 20);
      case 8 -> text(random, 5_000);
      case 9 -> "2026-11-22T10:03:04.000+0800";
      case 10 -> "ab".repeat(random.nextInt(30_000));
      case 11 -> Double.NaN;
      case 12 -> Collections.nCopies(random.nextInt(500), value(random, 0));
      case 13 -> list(random, depth - 1);
      default -> object(random, depth - 2);
    };
  }

  private static List<Object> list(Random random, int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      list.add(value(random, depth));
    }
    return list;
  }

  private static String text(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> text.append((char) random.nextInt(0x10000));
        case 1 -> text.appendCodePoint(0x1F300 + random.nextInt(0x300));
        case 2 -> text.append("{{a}}");
        default -> text.append((char) (' ' + random.nextInt(95)));
      }
    }
    return text.toString();
  }
}
