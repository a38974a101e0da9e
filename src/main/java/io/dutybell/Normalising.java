package io.dutybell;

import io.dutybell.cloudmonitor.CloudMonitorReader;
import io.dutybell.event.Backlog;
import io.dutybell.event.Event;
import io.dutybell.event.EventStore;
import io.dutybell.event.EventType;
import io.dutybell.event.Format;
import io.dutybell.event.GenericReader;
import io.dutybell.event.Receipt;
import io.dutybell.event.State;
import java.util.List;

/** The steps of {@code 02-normalise} and {@code 03-route}. */
public final class Normalising {

  private final CloudMonitorReader cloudMonitor = new CloudMonitorReader();
  private final GenericReader generic = new GenericReader();
  private final EventStore events;
  private final Backlog backlog;

  Normalising(EventStore events, Backlog backlog) {
    this.events = events;
    this.backlog = backlog;
  }

  /**
   * Reads a stored callback; the further events of its body have rows of their own when this
   * returns.
   */
  public List<Event> read(Receipt receipt) {
    try {
      List<Event> read =
          receipt.format() == Format.GENERIC ? generic.read(receipt) : cloudMonitor.read(receipt);
      if (read.size() > 1) {
        List<Event> further = read.subList(1, read.size());
        backlog.alsoInFlight(further.stream().map(Event::id).toList());
        events.insertFurther(further, receipt.format());
      }
      return read;
    } catch (RuntimeException e) {
      // Left to the sweep, which hands it in again.
      backlog.fallBehind();
      backlog.done(List.of(receipt.id()));
      throw e;
    }
  }

  /** What the source says about the problem: the name of a {@link State}. */
  public String alertState(Event event) {
    return event.content().state().name();
  }

  /** The number of the alert source that sent it. */
  public long alertSource(Event event) {
    return event.sourceId();
  }

  /** The problem is there. */
  public Event asAlert(Event event) {
    return event.as(EventType.ALERT);
  }

  /** The problem is over. */
  public Event asResolve(Event event) {
    return event.as(EventType.RESOLVE);
  }

  /** Somebody has taken it. */
  public Event asAccept(Event event) {
    return event.as(EventType.ACCEPT);
  }
}
