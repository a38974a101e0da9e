package io.dutybell.cloudmonitor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bodies that are almost what CloudMonitor sends: the same ones for the same seed. */
public final class BrokenBodies {

  private static final byte[] BRACKETS = "{}[]\"=&%,:\\|".getBytes(StandardCharsets.US_ASCII);

  private final Random random;
  private final List<byte[]> samples =
      Payloads.index().stream()
          .map(line -> Payloads.bytes(line[0]))
          .filter(bytes -> bytes.length > 0)
          .toList();

  /**
   * @param seed says which
   */
  public BrokenBodies(long seed) {
    this.random = new Random(seed);
  }

  /** One more body; it may be empty. */
  public byte[] next() {
    byte[] body = sample();
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      body = change(body);
    }
    return body;
  }

  private byte[] change(byte[] body) {
    if (body.length == 0) {
      return sample();
    }
    switch (random.nextInt(9)) {
      case 0:
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        return body;
      case 1:
        body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
        return body;
      case 2:
        body[random.nextInt(body.length)] = BRACKETS[random.nextInt(BRACKETS.length)];
        return body;
      case 3:
        return part(body, 0, random.nextInt(body.length));
      case 4:
        return joined(body, part(body, random.nextInt(body.length), body.length));
      case 5:
        byte[] other = sample();
        return joined(
            part(body, 0, random.nextInt(body.length)),
            part(other, random.nextInt(other.length), other.length));
      case 6:
        byte[] noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        return random.nextInt(4) == 0 ? noise : joined(noise, body);
      case 7:
        int at = random.nextInt(body.length);
        return joined(joined(part(body, 0, at), nested()), part(body, at, body.length));
      default:
        return joined(
            ("{\"" + List.of("body", "data", "alert", "alerts").get(random.nextInt(4)) + "\":")
                .getBytes(StandardCharsets.US_ASCII),
            joined(body, "}".getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private byte[] nested() {
    int depth = random.nextInt(150);
    return (random.nextBoolean() ? "[".repeat(depth) + "]".repeat(depth) : "{\"a\":".repeat(depth))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] sample() {
    return samples.get(random.nextInt(samples.size())).clone();
  }

  private static byte[] part(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] joined(byte[] one, byte[] other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }
}
