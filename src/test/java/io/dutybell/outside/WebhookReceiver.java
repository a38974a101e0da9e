package io.dutybell.outside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Consumer;

/** Somebody's web server that takes every notification: one thread, so that it costs little. */
public final class WebhookReceiver implements AutoCloseable {

  /**
   * A notification that arrived.
   *
   * @param idempotencyKey its header {@code Idempotency-Key}
   * @param body its JSON
   * @param nanos when its last byte was read, {@link System#nanoTime()}
   */
  public record Delivery(String idempotencyKey, String body, long nanos) {}

  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Consumer<Delivery> deliveries;
  private final Selector selector;
  private final ServerSocketChannel server;
  private final Thread thread = new Thread(this::run, "webhook-receiver");
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);
  private volatile boolean closed;

  /** Starts to listen on a port of its own on the loopback interface. */
  public WebhookReceiver(Consumer<Delivery> deliveries) {
    this.deliveries = deliveries;
    try {
      selector = Selector.open();
      server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + server.socket().getLocalPort() + "/hook";
  }

  private void run() {
    while (!closed) {
      try {
        selector.select();
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
          SelectionKey key = keys.next();
          keys.remove();
          if (key.isAcceptable()) {
            SocketChannel accepted = server.accept();
            if (accepted != null) {
              accepted.configureBlocking(false);
              accepted.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
              accepted.register(selector, SelectionKey.OP_READ, new HttpBytes());
            }
          } else {
            read(key);
          }
        }
      } catch (IOException e) {
        if (!closed) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void read(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    HttpBytes request = (HttpBytes) key.attachment();
    try {
      buffer.clear();
      if (channel.read(buffer) < 0) {
        channel.close();
        return;
      }
      request.add(buffer.flip());
      if (request.isComplete()) {
        deliveries.accept(
            new Delivery(request.header("idempotency-key"), request.body(), System.nanoTime()));
        request.clear();
        channel.write(ByteBuffer.wrap(OK));
      }
    } catch (IOException e) {
      // The product was killed.
      channel.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      selector.wakeup();
      thread.join(2_000);
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
