package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.HeartbeatStore;
import io.dutybell.receive.RefusedKeys;
import io.dutybell.security.IntegrationKeys;
import java.time.Instant;
import java.util.Map;

/** {@code /api/heartbeats/{integrationKey}}: the pings that heartbeat monitors wait for. */
public final class Heartbeats {

  private final HeartbeatStore store;
  private final RefusedKeys refused;
  private final Clock clock;

  public Heartbeats(HeartbeatStore store, RefusedKeys refused, Clock clock) {
    this.store = store;
    this.refused = refused;
    this.clock = clock;
  }

  /** Takes a ping. A key that was deleted is answered like one that never was. */
  public Answer ping(Call call) {
    String hash = IntegrationKeys.hash(call.param("integrationKey"));
    Instant now = clock.now();
    if (!refused.contains(hash, now)) {
      if (store.ping(hash, now)) {
        return new Answer(202, null, Map.of(), null);
      }
      refused.add(hash, now);
    }
    throw Problem.notFound(
        "there is no heartbeat monitor with this integration key; copy the URL from the monitor again");
  }
}
