package io.dutybell.receive;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last calls that this node refused for an address that is not on the source's allow-list, for
 * administrators to see.
 */
public final class RefusedCalls {

  /**
   * A refused call.
   *
   * @param at when
   * @param sourceId whose key was used
   * @param remoteAddress who called
   */
  public record RefusedCall(Instant at, long sourceId, String remoteAddress) {}

  private static final int MOST = 1_000;

  private final Deque<RefusedCall> calls = new ArrayDeque<>();

  /** Notes a call; the oldest is forgotten when there are too many. */
  public synchronized void add(RefusedCall call) {
    if (calls.size() == MOST) {
      calls.removeLast();
    }
    calls.addFirst(call);
  }

  /** The refused calls to a source, newest first. */
  public synchronized List<RefusedCall> of(long sourceId) {
    return calls.stream().filter(c -> c.sourceId() == sourceId).toList();
  }
}
