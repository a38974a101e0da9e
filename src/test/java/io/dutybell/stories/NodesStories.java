package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.store.Dialect;
import io.dutybell.stories.FakeReceiver.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several equal nodes on one database. */
class NodesStories extends Story {

  private static List<Product> others;

  static List<Dialect> databases() {
    return List.of(Dialect.POSTGRESQL);
  }

  private Person ann;
  private Person bob;
  private Source ecs;

  @BeforeEach
  void threeNodesRun() {
    if (others == null) {
      others = List.of(product.anotherNode(), product.anotherNode());
    }
    ann = user("Ann").withWebhook();
    bob = user("Bob").withWebhook();
    ecs = source("ECS", policy("Ops").level(minutes(5), ann).level(minutes(5), bob));
    ecs.id();
    others.forEach(node -> node.running().refreshConfiguration());
  }

  @AfterAll
  static void stopTheOthers() {
    if (others != null) {
      others.forEach(Product::close);
      others = null;
    }
  }

  @Override
  void settle() {
    super.settle();
    if (others != null) {
      others.forEach(Product::settle);
    }
    super.settle();
  }

  @Test
  void support_hours_that_begin_raise_an_alert_once_whichever_node_sees_it() {
    List<Object> days = new ArrayList<>();
    for (java.time.DayOfWeek day : java.time.DayOfWeek.values()) {
      days.add(day.name());
      days.add(Api.object("start", "02:00", "end", "04:00"));
    }
    long hours =
        api()
            .post(
                "/api/support-hours",
                Api.object(
                    "name", "Early", "timezone", "UTC", "supportDays", Api.object(days.toArray())))
            .path("id")
            .asLong();
    ecs.with("supportHours", Api.object("id", hours, "autoRaiseAlerts", true))
        .with("alertPriorityRule", "HIGH_DURING_SUPPORT_HOURS");
    others.forEach(node -> node.running().refreshConfiguration());
    for (int i = 0; i < 20; i++) {
      ecs.receives(threshold("night " + i));
    }
    for (int i = 0; i < 20; i++) {
      expect(ann).told(ALERT);
    }

    product.clock.advance(minutes(60));
    List<CompletableFuture<Void>> looks = new ArrayList<>();
    nodes().forEach(node -> looks.add(CompletableFuture.runAsync(node::raiseAlerts)));
    looks.forEach(CompletableFuture::join);

    for (int i = 0; i < 20; i++) {
      expect(ann).told(ALERT);
    }
    assertThat(alerts()).hasSize(20).allMatch(alert -> "HIGH".equals(alert.text("priority")));
    assertThat(product.number("select count(*) from timeline where text like 'The priority was%'"))
        .isEqualTo(20);
  }

  private List<Product> nodes() {
    return List.of(product, others.get(0), others.get(1));
  }

  private CompletableFuture<Reply> send(int node, Callback callback) {
    Api api = nodes().get(node % 3).api();
    return api.start(ecs.request(api, callback));
  }

  private void all202(List<CompletableFuture<Reply>> calls) {
    assertThat(calls).allMatch(call -> call.join().status() == 202);
    settle();
  }

  @Test
  void three_nodes_tell_once() {
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      calls.add(send(i, threshold("cpu").value(Integer.toString(i))));
    }
    all202(calls);

    alert().isPending().hasEvents(30);
    expect(ann).told(ALERT);
    let(minutes(5)).pass();
    expect(bob).told(ALERT);
    let(hours(2)).pass();
    nobodyIsTold();
  }

  @Test
  void a_maintenance_window_made_on_one_node_holds_on_the_others_at_once() {
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
                List.of(Api.object("id", ecs.id()))));

    all202(List.of(send(1, threshold("cpu")), send(2, threshold("disk"))));

    assertThat(ecs.outcomes()).containsExactly("MAINTENANCE", "MAINTENANCE");
    thereIsNoAlert();
  }

  @Test
  void a_delivery_that_comes_to_every_node_is_applied_once() {
    Callback callback = threshold("cpu").episode("e-1");

    all202(List.of(send(0, callback), send(1, callback), send(2, callback), send(0, callback)));

    alert().hasEvents(4);
    assertThat(ecs.outcomes()).filteredOn("CREATED"::equals).hasSize(1);
    assertThat(ecs.outcomes()).filteredOn("DUPLICATE"::equals).hasSize(3);
    expect(ann).told(ALERT);
  }

  @Test
  void the_time_of_the_source_decides_when_nodes_overtake_each_other() {
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String instance = "i-" + i;
      Callback fires = threshold("cpu").on(instance).episode("e");
      Callback recovers = threshold("cpu").on(instance).episode("e").ok();
      calls.add(send(i, i % 2 == 0 ? fires : recovers));
      calls.add(send(i + 1, i % 2 == 0 ? recovers : fires));
    }
    all202(calls);

    alerts().forEach(SeenAlert::isResolved);
    assertThat(ecs.outcomes()).containsOnly("CREATED", "RESOLVED", "NO_OPEN_ALERT", "STALE");
    receiver().expectedAll();
  }

  @Test
  void a_node_tells_a_user_whom_it_has_not_heard_of_yet() throws Exception {
    suspend(others.get(0), "follow-configuration");
    suspend(others.get(1), "claim-notifications");
    suspend(product, "claim-notifications");
    try {
      Person cid = user("Cid").withWebhook();
      Source fresh = source("Fresh", policy("Fresh").level(minutes(5), cid));
      fresh.receives(threshold("cpu"));

      Told told = expect(cid).told(ALERT);
      assertThat(told.json().path("alert").path("source").asText()).isEqualTo("Fresh");
    } finally {
      resume(others.get(0), "follow-configuration");
      resume(others.get(1), "claim-notifications");
      resume(product, "claim-notifications");
    }
  }

  private static void suspend(Product node, String route) throws Exception {
    node.running().context().getRouteController().suspendRoute(route);
  }

  private static void resume(Product node, String route) throws Exception {
    node.running().context().getRouteController().resumeRoute(route);
  }

  @Test
  void an_alert_that_one_node_opened_is_resolved_by_another() {
    all202(List.of(send(0, threshold("cpu"))));
    expect(ann).told(ALERT);

    all202(List.of(send(1, threshold("cpu").ok())));

    alert().isResolved();
    expect(ann).told(RESOLVED);
  }

  @Test
  void what_a_node_left_lying_another_one_takes_over() throws Exception {
    Product lost = product.anotherNode();
    try {
      lost.running().context().getRouteController().suspendRoute("normalise-events");
      Api api = lost.api();
      assertThat(api.send(ecs.request(api, threshold("cpu"))).status()).isEqualTo(202);
    } finally {
      lost.close();
    }

    // Long enough, too, for a message that the node had in its hands when it ended.
    product.clock.advance(seconds(61));
    settle();

    alert().isPending();
    expect(ann).told(ALERT);
    receiver().expectedAll();
  }

  @Test
  void a_key_that_was_made_on_one_node_works_on_the_others_at_once() {
    Source fresh = source("Fresh", policy("Others").level(minutes(5), bob));
    fresh.id();
    let(seconds(1)).pass();

    Api api = others.get(1).api();
    Reply reply = api.send(fresh.request(api, threshold("disk")));
    settle();

    assertThat(reply.status()).isEqualTo(202);
    expect(bob).told(ALERT);
  }

  @Test
  void a_connector_that_was_made_on_one_node_is_used_by_the_others() {
    String pager =
        nodes()
            .get(0)
            .api()
            .post("/api/connectors", Api.object("name", "Pager", "type", "webhook"))
            .path("id")
            .asText();

    nodes()
        .get(1)
        .api()
        .post(
            "/api/users/" + ann.id + "/contacts/channels",
            Api.object(
                "connector", Api.object("id", pager), "target", receiver().url("Ann-pager")));
    boolean delivered =
        nodes()
            .get(2)
            .api()
            .post(
                "/api/connectors/" + pager + "/test",
                Api.object("target", receiver().url("Ann-pager")))
            .path("delivered")
            .asBoolean();

    assertThat(delivered).isTrue();
    expectOn("Ann-pager").told("TEST");
  }

  @Test
  void an_override_that_another_node_took_a_moment_ago_counts() {
    Rota primary = schedule("Primary").shift(ann, now(), now().plus(hours(1)));
    Source fresh = source("Fresh", policy("Duty").level(hours(1), primary));
    fresh.id();

    primary.override(others.get(0).api(), bob, now(), now().plus(minutes(5)));
    fresh.receives(threshold("cpu"));
    expect(bob).told(ALERT, about("cpu"));
    primary.deleteOverrides(others.get(1).api());
    fresh.receives(threshold("disk"));

    expect(ann).told(ALERT, about("disk"));
  }
}
