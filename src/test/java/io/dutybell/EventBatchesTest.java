package io.dutybell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dutybell.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the route {@code group-events} hands on what it has gathered. */
class EventBatchesTest {

  private static final long A_FEW_MS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int MOST = 400;

  /** Where batches end in this test. */
  public static final class Applied {
    private final AtomicInteger events = new AtomicInteger();
    private final Set<String> completedBy = ConcurrentHashMap.newKeySet();

    /** Notes a batch, and what ended it. */
    public void apply(Exchange exchange) {
      completedBy.add(
          exchange.getProperty(ExchangePropertyKey.AGGREGATED_COMPLETED_BY, String.class));
      events.addAndGet(exchange.getMessage().getBody(List.class).size());
    }
  }

  private final Main main = new Main();
  private final Applied applied = new Applied();
  private final AtomicLong nanos = new AtomicLong();
  private volatile boolean nextIsAwaited = true;
  private ProducerTemplate producer;

  @BeforeEach
  void start() {
    main.bind("eventBatches", new EventBatches(nanos::get, () -> nextIsAwaited));
    main.bind("normalising", new Normalising(null, null, null, null));
    main.bind("eventApplier", applied);
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    main.configure().withRoutesIncludePattern("file:routes/04-group.camel.yaml");
    main.start();
    producer = main.getCamelContext().createProducerTemplate();
  }

  @AfterEach
  void stop() {
    main.stop();
  }

  @Test
  void events_that_keep_coming_are_handed_on_after_a_few_milliseconds() {
    await()
        .until(
            () -> {
              send();
              nanos.addAndGet(A_FEW_MS);
              send();
              return applied.completedBy.contains("predicate");
            });
  }

  @Test
  void while_a_batch_is_applied_the_next_one_grows() {
    nextIsAwaited = false;
    for (int sent = 0; sent < 3 * MOST; sent++) {
      send();
      nanos.addAndGet(A_FEW_MS);
    }

    await().until(() -> applied.events.get() == 3 * MOST);
    assertThat(applied.completedBy).isSubsetOf("size", "timeout");
  }

  @Test
  void what_nothing_follows_is_handed_on_all_the_same() {
    send();

    await().until(() -> applied.events.get() == 1);
    assertThat(applied.completedBy).containsExactly("timeout");
  }

  private void send() {
    producer.sendBody(
        "direct:group-events", new Event(UUID.randomUUID(), null, 0, 1, Instant.EPOCH, null, null));
  }
}
