package io.dutybell;

import io.dutybell.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Gathers events into one list, in the order in which they come. */
final class EventBatches implements AggregationStrategy {

  @Override
  public Exchange aggregate(Exchange gathered, Exchange next) {
    Event event = next.getMessage().getBody(Event.class);
    if (gathered == null) {
      List<Event> events = new ArrayList<>();
      events.add(event);
      next.getMessage().setBody(events);
      return next;
    }
    @SuppressWarnings("unchecked")
    List<Event> events = gathered.getMessage().getBody(List.class);
    events.add(event);
    return gathered;
  }
}
