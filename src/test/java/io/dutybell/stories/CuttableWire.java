package io.dutybell.stories;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The wire to a server on this machine, which a story cuts, or holds so that nothing passes. */
final class CuttableWire implements AutoCloseable {

  private final int far;
  private final int near;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private volatile ServerSocket listening;
  private boolean held;

  /**
   * @param far the server's port
   */
  CuttableWire(int far) {
    this.far = far;
    this.listening = listen(0);
    this.near = listening.getLocalPort();
  }

  /** The port to connect to instead of the server's. */
  int port() {
    return near;
  }

  private ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      daemon(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket one = socket.accept();
        Socket other = new Socket(InetAddress.getLoopbackAddress(), far);
        if (!opened(socket, one, other)) {
          continue;
        }
        daemon(() -> pass(one, other));
        daemon(() -> pass(other, one));
      } catch (IOException e) {
        // Cut, or the server is away: whoever connects finds out.
      }
    }
  }

  /** Notes a connection, or breaks it when the wire was cut meanwhile. */
  private synchronized boolean opened(ServerSocket socket, Socket one, Socket other)
      throws IOException {
    if (socket.isClosed()) {
      one.close();
      other.close();
      return false;
    }
    open.add(one);
    open.add(other);
    return true;
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[16_384];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        waitWhileHeld();
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // Cut.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void waitWhileHeld() {
    lock.lock();
    try {
      while (held) {
        released.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "cuttable-wire");
    thread.setDaemon(true);
    thread.start();
  }

  /** Breaks every connection and refuses new ones. */
  synchronized void cut() {
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets nothing pass, and breaks nothing. */
  void hold() {
    hold(true);
  }

  private void hold(boolean value) {
    lock.lock();
    try {
      held = value;
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Works again. */
  void mend() {
    hold(false);
    if (listening.isClosed()) {
      listening = listen(near);
    }
  }

  @Override
  public void close() {
    hold(false);
    cut();
  }
}
