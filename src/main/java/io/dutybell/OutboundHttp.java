package io.dutybell;

import io.dutybell.security.AddressGuard;
import io.dutybell.security.RefusedAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The way out: the only HTTP client that routes and notifiers have. It replaces Camel's own {@code
 * http} and {@code https}, so a notifier cannot forget to use it.
 *
 * <p>A name is looked up once, every address it has is checked, and the connection goes to a
 * checked address, so that a name cannot change between check and use. Redirects, cookies, cached
 * credentials and proxies are not used; certificates are checked. The whole exchange has a
 * deadline, however slowly the other side drips, and no more than {@link #MAX_ANSWER} bytes of an
 * answer are read.
 */
public final class OutboundHttp implements AutoCloseable {

  /** How much of an answer is read, in bytes, after decompression. */
  public static final int MAX_ANSWER = 65_536;

  /** Every connector has a limit of its own; a common one would let one that hangs use it up. */
  private static final int CONNECTIONS = 10_000;

  private static final int LOOKUPS = 32;
  private static final int ADDRESSES_TRIED = 2;

  private final AddressGuard guard;
  private final Limits limits;
  private final ScheduledThreadPoolExecutor deadlines;
  private final ThreadPoolExecutor lookups;
  private final PoolingHttpClientConnectionManager connections;

  /**
   * How long things may take.
   *
   * @param connect to connect, and again for the TLS handshake
   * @param response until the next bytes of an answer
   * @param whole for the whole exchange, from the look-up of the name to the last byte
   */
  public record Limits(Duration connect, Duration response, Duration whole) {

    /** 5 s, 10 s and 15 s. */
    public static final Limits DEFAULT =
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15));
  }

  /**
   * Makes the client.
   *
   * @param guard which addresses may be reached
   * @param limits how long things may take
   */
  public OutboundHttp(AddressGuard guard, Limits limits) {
    this.guard = guard;
    this.limits = limits;
    this.deadlines = new ScheduledThreadPoolExecutor(1, daemon("outbound-deadline"));
    this.deadlines.setRemoveOnCancelPolicy(true);
    this.lookups =
        new ThreadPoolExecutor(
            0, LOOKUPS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemon("outbound-lookup"));
    this.connections = connections();
  }

  /** Takes the place of Camel's components {@code http} and {@code https}. */
  public void bind(CamelContext context) {
    context.getRegistry().bind("http", component());
    context.getRegistry().bind("https", component());
  }

  private HttpComponent component() {
    HttpComponent component = new HttpComponent();
    component.setClientConnectionManager(connections);
    component.setConnectTimeout(limits.connect().toMillis());
    component.setConnectionRequestTimeout(limits.connect().toMillis());
    component.setResponseTimeout(limits.response().toMillis());
    component.setSoTimeout(limits.response().toMillis());
    component.setFollowRedirects(false);
    component.setRedirectHandlingDisabled(true);
    component.setAutomaticRetriesDisabled(true);
    component.setCookieManagementDisabled(true);
    component.setAuthCachingDisabled(true);
    component.setUserAgent("Dutybell");
    component.setSkipResponseHeaders(true);
    component.setUseSystemProperties(false);
    component.setHttpClientConfigurer(
        client -> client.addExecInterceptorFirst("limits", new Limited()));
    return component;
  }

  private PoolingHttpClientConnectionManager connections() {
    Timeout connect = Timeout.of(limits.connect());
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(new CheckedAddresses())
        .setTlsSocketStrategy(DefaultClientTlsStrategy.createDefault())
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(connect)
                .setSocketTimeout(Timeout.of(limits.response()))
                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                // A name that moves is followed, and checked again.
                .setTimeToLive(TimeValue.ofMinutes(5))
                .build())
        .setMaxConnPerRoute(CONNECTIONS)
        .setMaxConnTotal(CONNECTIONS)
        .build();
  }

  /** Closes every connection. */
  @Override
  public void close() {
    connections.close();
    deadlines.shutdownNow();
    lookups.shutdownNow();
  }

  private static ThreadFactory daemon(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Looks a name up, within the time for connecting, and returns checked addresses only. */
  private final class CheckedAddresses implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] found = lookUp(host);
      List<InetAddress> checked = new ArrayList<>();
      for (InetAddress address : found) {
        Optional<String> refusal = guard.refusal(address);
        if (refusal.isPresent()) {
          throw new RefusedAddress(
              "%s is at %s, which is %s: outbound requests may not go there unless DUTYBELL_OUTBOUND_ALLOW says so."
                  .formatted(host, address.getHostAddress(), refusal.get()));
        }
        if (checked.size() < ADDRESSES_TRIED) {
          checked.add(address);
        }
      }
      return checked.toArray(InetAddress[]::new);
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
      return Arrays.stream(resolve(host))
          .map(address -> new InetSocketAddress(address, port))
          .toList();
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
      try {
        Future<InetAddress[]> answer = lookups.submit(() -> InetAddress.getAllByName(host));
        return answer.get(limits.connect().toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | RejectedExecutionException e) {
        throw new UnknownHostException(host);
      } catch (TimeoutException e) {
        throw new UnknownHostException(host + " (no answer of the name server in time)");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnknownHostException(host + " (interrupted)");
      }
    }
  }

  /** Puts the deadline and the limit of size around one exchange. */
  private final class Limited implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
        throws IOException, HttpException {
      check(request);
      AtomicBoolean late = new AtomicBoolean();
      ScheduledFuture<?> deadline =
          deadlines.schedule(
              () -> {
                late.set(true);
                abort(scope);
              },
              limits.whole().toMillis(),
              TimeUnit.MILLISECONDS);
      try {
        ClassicHttpResponse response = chain.proceed(request, scope);
        read(response, scope);
        if (late.get()) {
          throw tooLate(null);
        }
        return response;
      } catch (RefusedAddress e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        if (late.get()) {
          throw tooLate(e);
        }
        throw e;
      } finally {
        deadline.cancel(false);
      }
    }

    private void check(ClassicHttpRequest request) throws RefusedAddress {
      String scheme = request.getScheme();
      if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
        throw new RefusedAddress("The URL must begin with https:// or http://.");
      }
      if (request.getAuthority() != null && request.getAuthority().getUserInfo() != null) {
        throw new RefusedAddress("The URL must not hold a user or password before an @.");
      }
    }

    private void read(ClassicHttpResponse response, ExecChain.Scope scope) throws IOException {
      HttpEntity entity = response.getEntity();
      if (entity == null) {
        return;
      }
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      boolean whole;
      InputStream in = entity.getContent();
      byte[] buffer = new byte[8_192];
      int count = 0;
      while (body.size() < MAX_ANSWER
          && (count = in.read(buffer, 0, Math.min(buffer.length, MAX_ANSWER - body.size()))) > 0) {
        body.write(buffer, 0, count);
      }
      whole = count < 0 || in.read() < 0;
      if (whole) {
        entity.close();
      } else {
        abort(scope);
      }
      String type = entity.getContentType();
      response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
      response.removeHeaders(HttpHeaders.CONTENT_LENGTH);
      response.setEntity(
          new ByteArrayEntity(
              body.toByteArray(), type == null ? null : ContentType.parseLenient(type)));
    }

    private void abort(ExecChain.Scope scope) {
      if (scope.originalRequest instanceof Cancellable request) {
        request.cancel();
      }
    }

    private SocketTimeoutException tooLate(Exception cause) {
      SocketTimeoutException timeout =
          new SocketTimeoutException(
              "No complete answer within " + limits.whole().toMillis() + " ms.");
      if (cause != null) {
        timeout.initCause(cause);
      }
      return timeout;
    }
  }
}
