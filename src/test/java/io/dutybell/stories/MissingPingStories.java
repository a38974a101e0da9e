package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heartbeat monitors that wait for a ping which does not come. */
class MissingPingStories extends Story {

  private Person ann;
  private Source ops;

  @Override
  Product product() {
    return Product.start(database, Map.of());
  }

  @Override
  void release(Product used) {
    used.close();
  }

  @BeforeEach
  void annIsTold() {
    ann = user("Ann").withWebhook();
    ops = source("Ops", policy("Ops").level(hours(24), ann)).with("integrationType", "HEARTBEAT2");
  }

  private JsonNode monitor(Object... further) {
    Map<String, Object> json =
        Api.object(
            "name",
            "backup",
            "intervalSec",
            60,
            "alertSummary",
            "No backup tonight",
            "alertSource",
            Api.object("id", ops.id()));
    json.putAll(Api.object(further));
    return api().post("/api/heartbeat-monitors", json);
  }

  private void ping(JsonNode monitor) {
    String path = "/api/heartbeats/" + monitor.path("integrationKey").asText();
    assertThat(api().call("POST", path, "").status()).isEqualTo(202);
    look();
  }

  private void look() {
    product.watch();
    settle();
  }

  private void passes(Duration time) {
    let(time).pass();
    look();
  }

  @Test
  void a_missing_ping_raises_one_alert_and_the_next_ping_resolves_it() {
    JsonNode monitor = monitor();
    passes(hours(48));
    thereIsNoAlert();

    ping(monitor);
    passes(seconds(61));
    thereIsNoAlert();
    passes(seconds(3));

    expect(ann).told(ALERT, about("No backup tonight"));
    assertThat(alert().isPending().text("alertKey"))
        .isEqualTo("heartbeat-monitor-" + monitor.path("id").asLong());
    assertThat(alert().text("details")).contains("backup", "1 min");
    passes(minutes(10));
    alert().hasEvents(1);
    assertThat(ops.outcomes()).containsExactly("CREATED");
    assertThat(ops.newestEvent().path("method").asText()).isEqualTo("WATCH");
    nobodyIsTold();

    ping(monitor);

    expect(ann).told(RESOLVED, about("No backup tonight"));
    assertThat(alert().isResolved().timeline()).anyMatch(text -> text.contains("A ping came at"));
    assertThat(ops.outcomes()).containsExactly("CREATED", "RESOLVED");
    passes(seconds(64));
    expect(ann).told(ALERT);
    assertThat(alerts()).hasSize(2);
  }

  @Test
  void one_that_is_disabled_or_has_no_source_or_whose_source_is_disabled_stays_quiet() {
    JsonNode disabled = monitor("active", false);
    JsonNode lonely = monitor("name", "lonely", "alertSource", null);
    Source off = source("Off", policy("Off").level(hours(1), ann));
    JsonNode ofDisabled = monitor("name", "off", "alertSource", Api.object("id", off.id()));
    List.of(disabled, lonely, ofDisabled).forEach(this::ping);
    off.with("active", false);
    passes(hours(1));

    thereIsNoAlert();
    assertThat(ops.outcomes()).isEmpty();
    assertThat(off.outcomes()).isEmpty();

    off.with("active", true);
    look();
    expect(ann).told(ALERT, about("No backup"));
  }

  @Test
  void its_alert_ends_when_it_is_deleted_or_disabled_or_given_more_time() {
    JsonNode deleted = monitor("name", "deleted", "alertSummary", null);
    JsonNode disabled = monitor("name", "disabled", "alertSummary", null);
    JsonNode patient = monitor("name", "patient", "alertSummary", null);
    List.of(deleted, disabled, patient).forEach(this::ping);
    passes(seconds(64));
    for (String name : List.of("deleted", "disabled", "patient")) {
      expect(ann).told(ALERT, about("No ping: " + name));
    }

    api().delete("/api/heartbeat-monitors/" + deleted.path("id").asLong());
    look();
    expect(ann).told(RESOLVED, about("deleted"));
    let(seconds(1)).pass();
    Map<String, Object> source = Api.object("id", ops.id());
    api()
        .put(
            "/api/heartbeat-monitors/" + disabled.path("id").asLong(),
            Api.object(
                "name", "disabled", "intervalSec", 60, "active", false, "alertSource", source));
    look();
    expect(ann).told(RESOLVED, about("disabled"));
    api()
        .put(
            "/api/heartbeat-monitors/" + patient.path("id").asLong(),
            Api.object("name", "patient", "intervalSec", 600, "alertSource", source));
    look();
    expect(ann).told(RESOLVED, about("patient"));
  }

  @Test
  void in_maintenance_nobody_is_told_and_afterwards_the_event_explorer_says_why() {
    JsonNode monitor = monitor();
    ping(monitor);
    api()
        .post(
            "/api/maintenance-windows",
            Api.object(
                "summary",
                "patch night",
                "start",
                now().toString(),
                "end",
                now().plus(hours(1)).toString(),
                "affectedAlertSources",
                List.of(Api.object("id", ops.id()))));
    passes(minutes(5));

    thereIsNoAlert();
    assertThat(ops.outcomes()).containsExactly("MAINTENANCE");
    ping(monitor);
    assertThat(ops.outcomes()).containsExactly("MAINTENANCE", "NO_OPEN_ALERT");
  }

  @Test
  void an_open_one_survives_a_restart() {
    JsonNode monitor = monitor();
    ping(monitor);
    passes(seconds(64));
    expect(ann).told(ALERT);

    product.stop();
    product.clock.advance(hours(5));
    product.start();
    look();
    alert().isPending().hasEvents(1);
    ping(monitor);
    alert().isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void after_a_time_without_any_node_the_interval_counts_again_from_the_start() {
    JsonNode monitor = monitor();
    ping(monitor);
    product.stop();
    product.clock.advance(hours(5));
    product.start();
    look();
    thereIsNoAlert();

    passes(seconds(62));
    thereIsNoAlert();
    passes(seconds(2));
    expect(ann).told(ALERT);
  }

  @Test
  void several_absences_hide_no_silence() {
    JsonNode monitor = monitor("intervalSec", 3600);
    ping(monitor);
    for (int night = 0; night < 2; night++) {
      product.stop();
      product.clock.advance(minutes(10));
      product.start();
      look();
      passes(minutes(25));
    }
    thereIsNoAlert();
    passes(minutes(29));

    expect(ann).told(ALERT);
  }

  @Test
  void a_short_restart_puts_nothing_off() {
    JsonNode monitor = monitor("intervalSec", 86_400);
    ping(monitor);
    passes(hours(23));
    product.stop();
    product.clock.advance(seconds(30));
    product.start();
    look();
    passes(hours(2).plus(minutes(1)));

    expect(ann).told(ALERT);
  }
}
