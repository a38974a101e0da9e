package io.dutybell;

import io.dutybell.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Gathers events into one list, in the order in which they come. */
public final class EventBatches implements AggregationStrategy {

  private static final String SINCE = "dutybellGatheredSince";
  private static final long A_FEW_MS = TimeUnit.MILLISECONDS.toNanos(5);

  private final LongSupplier nanos;
  private final BooleanSupplier isNextAwaited;

  /**
   * @param nanos the present, on the monotonic clock
   * @param isNextAwaited whether no batch is being applied or waits for it, so that the next one
   *     would be at once
   */
  EventBatches(LongSupplier nanos, BooleanSupplier isNextAwaited) {
    this.nanos = nanos;
    this.isNextAwaited = isNextAwaited;
  }

  @Override
  public Exchange aggregate(Exchange gathered, Exchange next) {
    Event event = next.getMessage().getBody(Event.class);
    if (gathered == null) {
      List<Event> events = new ArrayList<>();
      events.add(event);
      next.getMessage().setBody(events);
      next.setProperty(SINCE, nanos.getAsLong());
      return next;
    }
    @SuppressWarnings("unchecked")
    List<Event> events = gathered.getMessage().getBody(List.class);
    events.add(event);
    return gathered;
  }

  /**
   * Whether the batch has been gathered for a few milliseconds and can be applied now. While it
   * cannot, it grows.
   */
  public boolean isDue(Exchange gathered) {
    long since = gathered.getProperty(SINCE, Long.class);
    return nanos.getAsLong() - since >= A_FEW_MS && isNextAwaited.getAsBoolean();
  }
}
