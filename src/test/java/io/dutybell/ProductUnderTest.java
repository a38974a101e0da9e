package io.dutybell;

import io.dutybell.clock.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** The whole program in this process, for tests that look at it from outside. */
public final class ProductUnderTest implements AutoCloseable {

  private static final long LONGEST_START_SECONDS = 60;
  private static final long LONGEST_STOP_MS = 40_000;

  private final Dutybell dutybell;
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final Thread thread;

  private ProductUnderTest(Dutybell dutybell) {
    this.dutybell = dutybell;
    this.thread = new Thread(this::run, "product-under-test");
    thread.setDaemon(true);
  }

  private void run() {
    try {
      dutybell.main().run();
      opened.completeExceptionally(new IllegalStateException("it ended at once"));
    } catch (Exception e) {
      opened.completeExceptionally(e);
    }
  }

  /**
   * Starts it with the routes and the settings as they are shipped.
   *
   * @param clock the time
   * @param settings properties that take the place of those in application.properties
   */
  public static ProductUnderTest start(Clock clock, Map<String, String> settings) {
    System.setProperty("vertx.disableFileCPResolving", "true");
    Dutybell dutybell = new Dutybell(clock);
    settings.forEach(dutybell.main()::addOverrideProperty);
    // The test stops it; a hook of the process would do so when its database is gone already.
    dutybell.main().setShutdownStrategy(new SimpleMainShutdownStrategy());
    ProductUnderTest product = new ProductUnderTest(dutybell);
    dutybell
        .main()
        .addMainListener(
            new MainListenerSupport() {
              @Override
              public void afterStart(BaseMainSupport started) {
                product.opened.complete(null);
              }
            });
    product.thread.start();
    try {
      product.opened.get(LONGEST_START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the product does not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return product;
  }

  /** The port of the API and of receiving. */
  public int port() {
    return dutybell.components().port();
  }

  /** The database that it works on. */
  public DataSource dataSource() {
    return dutybell.components().database().dataSource();
  }

  /** The routes' context, for a test that stops or slows down a route. */
  public CamelContext context() {
    return dutybell.main().getCamelContext();
  }

  /** How many events are on their way through the routes. */
  public int eventsInFlight() {
    return dutybell.components().backlog().inFlight();
  }

  /** How many notifications have been claimed and are not answered yet. */
  public int notificationsInFlight() {
    return dutybell.components().outbox().inFlight();
  }

  /** Whether sending is paused. */
  public boolean isPaused() {
    return dutybell.components().outbox().isPaused();
  }

  /** Whether nothing waits for longer than it should, and it may do everything. */
  public boolean isWell() {
    return dutybell.components().isWell();
  }

  /** Takes over what was changed in the database behind its back. */
  public void refreshConfiguration() {
    dutybell.components().configuration().refresh();
  }

  @Override
  public void close() {
    dutybell.main().completed();
    try {
      thread.join(LONGEST_STOP_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new IllegalStateException("the product does not stop");
    }
  }
}
