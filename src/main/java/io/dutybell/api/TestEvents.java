package io.dutybell.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dutybell.clock.Clock;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.event.EventType;
import io.dutybell.event.Format;
import io.dutybell.event.Receipt;
import io.dutybell.event.Severity;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.source.AlertSource;
import io.dutybell.source.SourceType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code POST /api/alert-sources/{id}/test-event}: an event as the monitoring tool would send it,
 * which is stored and goes through all the steps. All test events of a source are about one
 * problem, so a RESOLVE ends what an ALERT began.
 */
public final class TestEvents {

  private static final String KEY = "dutybell-test";
  private static final int LONGEST_SUMMARY = 200;
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
  private static final long STORED_WITHIN_SECONDS = 5;

  private final Function<Receipt, CompletableFuture<Void>> intake;
  private final EventExplorer explorer;
  private final LiveConfiguration live;
  private final TimeOrderedIds ids;
  private final Clock clock;
  private final Duration patience;

  /**
   * @param intake stores a callback; completes when it is on disk
   * @param patience how long to wait for what becomes of the event
   */
  public TestEvents(
      Function<Receipt, CompletableFuture<Void>> intake,
      EventExplorer explorer,
      LiveConfiguration live,
      TimeOrderedIds ids,
      Clock clock,
      Duration patience) {
    this.intake = intake;
    this.explorer = explorer;
    this.live = live;
    this.ids = ids;
    this.clock = clock;
    this.patience = patience;
  }

  /** Sends a test event and shows it with what became of it, if that is known in time. */
  public Answer send(Call call) {
    Sight sight = Sight.of(call.caller(), live.refresh());
    long id = call.id("id");
    AlertSource source = sight.configuration().sources().get(id);
    if (source == null || !sight.sees(source)) {
      throw Problem.notFound("there is no alert source with id " + id);
    }
    OwningTeams.requireMayChange(call.caller(), source.teamIds());
    Receipt receipt = receipt(source, call);
    store(receipt);
    Map<String, Object> event = explained(receipt);
    // The event is stored by others, and cannot be taken back: only its entry is kept here.
    return call.change(c -> Answer.ok(event).changing("test-event", receipt.id(), null, event));
  }

  private void store(Receipt receipt) {
    try {
      intake.apply(receipt).get(STORED_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw notStored();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStored();
    }
  }

  private static Problem notStored() {
    return Problem.of(
        Answer.error(503, "UNAVAILABLE", "the event could not be stored; try again")
            .with("Retry-After", "5"));
  }

  /** While the spool takes what comes, the event is not in the database yet. */
  private Map<String, Object> explained(Receipt receipt) {
    long start = System.nanoTime();
    while (true) {
      Map<String, Object> event = explorer.find(receipt.id()).orElse(null);
      boolean isLate = System.nanoTime() - start > patience.toNanos();
      if (event != null && (event.get("processedAt") != null || isLate)) {
        return event;
      }
      if (isLate) {
        return Json.object("id", receipt.id().toString(), "outcome", null);
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private Receipt receipt(AlertSource source, Call call) {
    EventType type = EventType.ALERT;
    String summary = null;
    Severity severity = Severity.CRITICAL;
    if (call.json() != null) {
      Fields fields = call.fields();
      type = fields.word("eventType", EventType.class, type);
      summary = fields.line("summary", LONGEST_SUMMARY);
      severity = fields.word("severity", Severity.class, severity);
    }
    if (summary == null) {
      summary = "Test event of " + call.caller().name();
      summary = summary.length() > LONGEST_SUMMARY ? "Test event" : summary;
    }
    UUID id = ids.next();
    Instant now = clock.now();
    boolean isCloudMonitor = source.type() == SourceType.ALIBABACLOUD;
    if (isCloudMonitor && type == EventType.ACCEPT) {
      throw Problem.invalid("eventType", "must be ALERT or RESOLVE: CloudMonitor accepts nothing");
    }
    return new Receipt(
        id,
        source.id(),
        isCloudMonitor ? Format.CLOUDMONITOR : Format.GENERIC,
        now,
        "POST",
        isCloudMonitor ? "application/x-www-form-urlencoded; charset=UTF-8" : "application/json",
        "Dutybell test event",
        call.caller().remoteAddress(),
        null,
        (isCloudMonitor ? form(type, summary, severity, now) : json(type, summary, severity))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static String form(EventType type, String summary, Severity severity, Instant now) {
    boolean fires = type == EventType.ALERT;
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("alertName", summary);
    fields.put("alertState", fires ? "ALERT" : "OK");
    fields.put("curValue", fires ? "100" : "0");
    fields.put("dimensions", "{instanceId=" + KEY + "}");
    fields.put("expression", "$Average>=90");
    fields.put("instanceName", KEY);
    fields.put("metricName", "Test");
    fields.put("ruleId", KEY);
    fields.put("timestamp", Long.toString(now.toEpochMilli()));
    fields.put("triggerLevel", fires ? severity.name() : "OK");
    fields.put("unit", "%");
    return fields.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String json(EventType type, String summary, Severity severity) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("eventType", type.name())
        .put("alertKey", KEY)
        .put("summary", summary)
        .put("severity", severity.name())
        .toString();
  }
}
