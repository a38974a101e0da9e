package io.dutybell.bench;

import io.dutybell.outside.HttpBytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.LongConsumer;

/**
 * Sends requests over connections that stay open, from one thread, so that it takes little of the
 * processors that it shares with what it measures.
 */
final class Load {

  /**
   * What came of it.
   *
   * @param answered requests with a status of 200 to 299
   * @param others requests with another status
   * @param seconds from the first request to the last answer
   * @param sortedNanos the time that each answer took
   */
  record Result(int answered, int others, double seconds, long[] sortedNanos) {

    double perSecond() {
      return answered / seconds;
    }

    double millisAt(double share) {
      return sortedNanos.length == 0
          ? 0
          : sortedNanos[(int) Math.min(sortedNanos.length - 1, sortedNanos.length * share)] / 1e6;
    }

    @Override
    public String toString() {
      return String.format(
          "%,7.0f/s  p50 %.1f ms  p99 %.1f ms  %,d answered 2xx, %,d otherwise",
          perSecond(), millisAt(.5), millisAt(.99), answered, others);
    }
  }

  private static final class Connection {
    final SocketChannel channel;
    final HttpBytes response = new HttpBytes();
    ByteBuffer request;
    long since;

    Connection(SocketChannel channel) {
      this.channel = channel;
    }
  }

  private final int port;
  private final int connections;
  private final Template template;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);
  private final LongConsumer sending;
  private long number;
  private long[] nanos = new long[1 << 20];
  private int answered;
  private int others;

  private Load(
      int port, int connections, Template template, long firstNumber, LongConsumer sending) {
    this.port = port;
    this.connections = connections;
    this.template = template;
    this.number = firstNumber;
    this.sending = sending;
  }

  /** As much as the connections carry, for a time. */
  static Result full(
      int port, int connections, Template template, long firstNumber, Duration length) {
    return new Load(port, connections, template, firstNumber, n -> {})
        .run(Long.MAX_VALUE, length.toNanos(), 0);
  }

  /** As much as the connections carry, until so many are sent. */
  static Result count(int port, int connections, Template template, long firstNumber, long count) {
    return new Load(port, connections, template, firstNumber, n -> {})
        .run(count, Long.MAX_VALUE, 0);
  }

  /**
   * So many a second, whether or not answers keep up; the time that an answer takes counts from
   * when its request was due.
   *
   * @param sending is given the number of each request when it is due
   */
  static Result steady(
      int port,
      int connections,
      Template template,
      long firstNumber,
      int perSecond,
      Duration length,
      LongConsumer sending) {
    return new Load(port, connections, template, firstNumber, sending)
        .run(perSecond * length.toSeconds(), Long.MAX_VALUE, 1_000_000_000L / perSecond);
  }

  private Result run(long most, long lengthNanos, long intervalNanos) {
    try (Selector selector = Selector.open()) {
      open(selector);
      long start = System.nanoTime();
      long sent = 0;
      while (true) {
        long now = System.nanoTime();
        boolean over = sent >= most || now - start >= lengthNanos;
        if (over && idle.size() == connections) {
          break;
        }
        long due = start + sent * intervalNanos;
        while (!over && !idle.isEmpty() && due <= now) {
          sending.accept(number);
          send(idle.poll(), intervalNanos == 0 ? System.nanoTime() : due);
          sent++;
          due = start + sent * intervalNanos;
          over = sent >= most;
        }
        boolean waitsForTime = !over && !idle.isEmpty();
        if (waitsForTime) {
          selector.select(Math.max(1, (due - now) / 1_000_000));
        } else {
          selector.select(1_000);
        }
        answers(selector);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long[] sorted = Arrays.copyOf(nanos, answered + others);
      Arrays.sort(sorted);
      for (Connection connection : idle) {
        connection.channel.close();
      }
      return new Result(answered, others, seconds, sorted);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the connection broke after " + answered + " answers: " + e.getMessage(), e);
    }
  }

  private void open(Selector selector) throws IOException {
    for (int i = 0; i < connections; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Connection connection = new Connection(channel);
      channel.register(selector, SelectionKey.OP_READ, connection);
      idle.add(connection);
    }
  }

  private void send(Connection connection, long since) throws IOException {
    connection.since = since;
    connection.request = ByteBuffer.wrap(template.with(number++, System.currentTimeMillis()));
    // A request is smaller than an empty send buffer, so this takes one call.
    while (connection.request.hasRemaining()) {
      connection.channel.write(connection.request);
    }
  }

  private void answers(Selector selector) throws IOException {
    for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
      Connection connection = (Connection) keys.next().attachment();
      keys.remove();
      buffer.clear();
      if (connection.channel.read(buffer) < 0) {
        throw new IOException("the server closed it");
      }
      connection.response.add(buffer.flip());
      if (connection.response.isComplete()) {
        answered(connection);
      }
    }
  }

  private void answered(Connection connection) {
    int total = answered + others;
    if (total == nanos.length) {
      nanos = Arrays.copyOf(nanos, total * 2);
    }
    nanos[total] = System.nanoTime() - connection.since;
    if (connection.response.status() / 100 == 2) {
      answered++;
    } else {
      others++;
    }
    connection.response.clear();
    idle.add(connection);
  }
}
