package io.dutybell;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;

/**
 * Makes connections to mail servers that end at a deadline, however slowly the other side drips:
 * before another node, or this one, may send the same notification again. The mail library finds it
 * by its class name.
 */
public final class MailSockets extends SocketFactory {

  /** How long all that is said about one email may take. */
  static final Duration WHOLE = Duration.ofSeconds(25);

  private static final ScheduledThreadPoolExecutor DEADLINES = deadlines();

  private final Duration whole;

  /**
   * @param whole how long a connection may last
   */
  MailSockets(Duration whole) {
    this.whole = whole;
  }

  /** What the mail library asks the class for. */
  public static SocketFactory getDefault() {
    return new MailSockets(WHOLE);
  }

  private static ScheduledThreadPoolExecutor deadlines() {
    ScheduledThreadPoolExecutor deadlines =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "mail-deadline");
              thread.setDaemon(true);
              return thread;
            });
    deadlines.setRemoveOnCancelPolicy(true);
    return deadlines;
  }

  /** How many connections are open. */
  static int open() {
    return DEADLINES.getQueue().size();
  }

  @Override
  public Socket createSocket() {
    return new Limited(whole);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket(InetAddress.getByName(host), port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(InetAddress.getByName(host), port, from, fromPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(host, port));
    return socket;
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    Socket socket = createSocket();
    socket.bind(new InetSocketAddress(from, fromPort));
    socket.connect(new InetSocketAddress(host, port));
    return socket;
  }

  /** A connection with a deadline. */
  private static final class Limited extends Socket {

    private final Duration whole;
    private volatile ScheduledFuture<?> deadline;
    private volatile boolean late;

    Limited(Duration whole) {
      this.whole = whole;
    }

    @Override
    public void connect(SocketAddress address, int timeoutMs) throws IOException {
      deadline = DEADLINES.schedule(this::end, whole.toMillis(), TimeUnit.MILLISECONDS);
      super.connect(address, timeoutMs);
    }

    private void end() {
      late = true;
      try {
        super.close();
      } catch (IOException e) {
        // Whoever reads from it learns that it is closed.
      }
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          try {
            return super.read();
          } catch (IOException e) {
            throw explained(e);
          }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          try {
            return super.read(buffer, offset, length);
          } catch (IOException e) {
            throw explained(e);
          }
        }
      };
    }

    private IOException explained(IOException error) {
      if (!late) {
        return error;
      }
      SocketTimeoutException timeout =
          new SocketTimeoutException("The email was not taken within " + whole.toMillis() + " ms.");
      timeout.initCause(error);
      return timeout;
    }

    @Override
    public synchronized void close() throws IOException {
      if (deadline != null) {
        deadline.cancel(false);
      }
      super.close();
    }
  }
}
