package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.api.ReportedAlerts.Notification;
import io.dutybell.api.ReportedAlerts.Row;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reports over HTTP, on both databases. */
class ReportsTest {

  private static final String HEADER =
      "bucket,from,until,groupId,groupName,alerts,openAlerts,acceptedAlerts,resolvedAlerts,mttaSec,"
          + "mttrSec,notifications,deliveredNotifications,failedNotifications,deliveryDelaySec,"
          + "maxDeliveryDelaySec\r\n";
  private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");
  private static final String TWO_DAYS = "?from=2026-11-20&until=2026-11-22";

  private Database database;
  private ApiServer server;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void open_and_never_accepted_alerts_are_counted_and_take_no_time(Dialect dialect)
      throws Exception {
    start(dialect);
    Instant due = DAY.plusSeconds(1);
    store(
        alert(
            1,
            1,
            DAY,
            60L,
            600L,
            new Notification("DELIVERED", "ALERT", due, due.plusMillis(1_500))),
        alert(
            1,
            1,
            DAY.plusSeconds(1),
            null,
            1200L,
            new Notification("CANCELLED", "ALERT", due, null)),
        alert(
            1, 1, DAY.plusSeconds(2), null, null, new Notification("FAILED", "ALERT", due, null)));

    JsonNode report = server.get("/api/reports/alerts" + TWO_DAYS).json();

    assertThat(report.path("buckets"))
        .hasToString(
            "[{\"bucket\":\"2026-11-20\",\"from\":\"2026-11-20T00:00:00.000Z\",\"until\":\"2026-11-21T00:00:00.000Z\","
                + "\"alerts\":3,\"openAlerts\":1,\"acceptedAlerts\":1,\"resolvedAlerts\":2,\"mttaSec\":60.0,\"mttrSec\":900.0,"
                + "\"notifications\":2,\"deliveredNotifications\":1,\"failedNotifications\":1,\"deliveryDelaySec\":1.5,"
                + "\"maxDeliveryDelaySec\":1.5},"
                + "{\"bucket\":\"2026-11-21\",\"from\":\"2026-11-21T00:00:00.000Z\",\"until\":\"2026-11-22T00:00:00.000Z\","
                + "\"alerts\":0,\"openAlerts\":0,\"acceptedAlerts\":0,\"resolvedAlerts\":0,\"mttaSec\":null,\"mttrSec\":null,"
                + "\"notifications\":0,\"deliveredNotifications\":0,\"failedNotifications\":0,\"deliveryDelaySec\":null,"
                + "\"maxDeliveryDelaySec\":null}]");
    assertThat(report.path("timezone").asText()).isEqualTo("UTC");
    assertThat(report.path("granularity").asText()).isEqualTo("DAY");
    assertThat(report.path("groupBy").isNull()).isTrue();
    assertThat(report.path("groups")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void without_parameters_it_is_about_thirty_days_of_the_callers_calendar(Dialect dialect)
      throws Exception {
    start(dialect);
    String token = user("ann", "USER", "Europe/Berlin");

    JsonNode report = get(token, "/api/reports/alerts").json();

    assertThat(report.path("timezone").asText()).isEqualTo("Europe/Berlin");
    assertThat(report.path("buckets")).hasSize(30);
    assertThat(report.path("from").asText()).isEqualTo("2026-10-23T22:00:00.000Z");
    assertThat(report.path("until").asText()).isEqualTo("2026-11-22T15:06:00.000Z");
    JsonNode weeks = get(token, "/api/reports/alerts?granularity=week").json();
    assertThat(weeks.path("buckets")).hasSize(12);
    assertThat(weeks.at("/buckets/11/bucket").asText()).isEqualTo("2026-11-16");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_makes_no_sense_is_refused_and_named(Dialect dialect) throws Exception {
    start(dialect);

    for (String wrong :
        List.of(
            "from=x",
            "from=2026-02-30",
            "from=2026-11-22T15:06:00Z&until=2026-11-22T15:06:00Z",
            "from=2026-11-23",
            "from=2026-11-20&until=2026-11-19",
            "from=1960-01-01",
            "from=%2B999999999-12-31",
            "until=-999999999-01-01T00:00:00%2B18:00",
            "until=9999-12-31T23:59:59-18:00",
            "until=2036-11-23&from=2026-11-22",
            "until=%00",
            "until=%ED%A0%80",
            "timezone=Mars/Olympus",
            "timezone=%00",
            "timezone=%2B99:00",
            "granularity=HOUR",
            "granularity=DAY&from=2024-01-01&until=2026-01-01",
            "granularity=WEEK&from=2016-01-02&until=2026-01-01",
            "group-by=USER",
            "group-by=1",
            "alert-source=x",
            "team=-1",
            "policy=1.5",
            "priority=MEDIUM",
            "severity=critical")) {
      for (String path : List.of("/api/reports/alerts?", "/api/reports/alerts.csv?")) {
        Reply reply = server.get(path + wrong);

        assertThat(reply.status()).as(wrong + reply.text()).isEqualTo(400);
        assertThat(reply.json().path("code").asText()).as(wrong).isEqualTo("INVALID_FIELD");
        assertThat(reply.message())
            .as(wrong)
            .matches(
                "(from|until|timezone|granularity|group-by|alert-source|team|policy|priority|severity) .*");
        assertThat(wrong).contains(reply.message().split(" ")[0]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void odd_times_and_zones_are_no_trouble(Dialect dialect) throws Exception {
    start(dialect);

    for (String odd :
        List.of(
            "from=1970-01-01&until=1970-01-02&timezone=Pacific/Kiritimati",
            "from=9997-01-01&until=9998-01-02",
            "from=1971-01-01&until=1972-02-01&timezone=Africa/Monrovia&granularity=MONTH",
            "timezone=%2B05:17",
            "timezone=+05:17",
            "timezone=UTC-18:00",
            "from=2026-11-22T15:05:59.999999999Z",
            "from=2016-11-23T00:00&granularity=month",
            "from=2026-03-29T02:30&until=2026-03-29T03:01&timezone=Europe/Berlin",
            "alert-source=999999999999999999&alert-source=0",
            "unknown=1",
            "granularity=",
            "group-by=source")) {
      assertThat(server.get("/api/reports/alerts?" + odd).status()).as(odd).isEqualTo(200);
      assertThat(server.get("/api/reports/alerts.csv?" + odd).status()).as(odd).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void more_groups_in_buckets_than_can_be_shown_are_refused(Dialect dialect) throws Exception {
    start(dialect);
    Row[] rows = new Row[51];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = alert(i + 1, 1, DAY, null, null);
    }
    store(rows);
    String year = "/api/reports/alerts?from=2025-11-22&until=2026-12-26&group-by=";

    Reply many = server.get(year + "SOURCE");

    assertThat(many.status()).isEqualTo(400);
    assertThat(many.message()).startsWith("group-by makes 51 groups in 399 buckets");
    assertThat(server.get(year + "POLICY").status()).isEqualTo(200);
    assertThat(server.get(year + "SOURCE&alert-source=1&alert-source=2").json().path("groups"))
        .hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_report_counts_and_names_only_what_its_reader_may_see(Dialect dialect) throws Exception {
    start(dialect);
    String member = user("ann", "STAKEHOLDER", "UTC");
    String other = user("bob", "USER", "UTC");
    made(
        "/api/teams",
        "{\"name\":\"SECRET\",\"visibility\":\"PRIVATE\",\"members\":[{\"user\":{\"id\":1}}]}");
    made("/api/teams", "{\"name\":\"open\"}");
    made("/api/escalation-policies", policy("SECRET", 1));
    made("/api/escalation-policies", policy("shown", 2));
    made("/api/alert-sources", source("SECRET", 2, "{\"id\":1}"));
    made("/api/alert-sources", source("both", 1, "{\"id\":1},{\"id\":2}"));
    made("/api/alert-sources", source("free", 2, ""));
    store(
        alert(1, 2, DAY, null, 5L, delivered()),
        alert(2, 1, DAY, null, 5L, delivered()),
        alert(3, 2, DAY, null, 5L, delivered()));

    assertThat(groups(member, "SOURCE")).containsExactly("1 SECRET 1", "2 both 1", "3 free 1");
    assertThat(groups(member, "TEAM")).containsExactly("1 SECRET 2", "null null 1", "2 open 1");
    assertThat(groups(member, "POLICY")).containsExactly("2 shown 2", "1 SECRET 1");
    assertThat(groups(other, "SOURCE")).containsExactly("2 both 1", "3 free 1");
    assertThat(groups(other, "TEAM")).containsExactly("null null 1", "2 open 1");
    assertThat(groups(other, "POLICY")).containsExactly("1 null 1", "2 shown 1");
    for (String groupBy : List.of("", "SOURCE", "TEAM", "POLICY", "PRIORITY", "SEVERITY")) {
      String query = TWO_DAYS + "&group-by=" + groupBy;
      JsonNode total = get(other, "/api/reports/alerts" + query).json().path("total");
      assertThat(total.path("alerts").asInt()).as(groupBy).isEqualTo(2);
      assertThat(total.path("notifications").asInt()).as(groupBy).isEqualTo(2);
      assertThat(get(other, "/api/reports/alerts" + query).text()).doesNotContain("SECRET");
      assertThat(get(other, "/api/reports/alerts.csv" + query).text()).doesNotContain("SECRET");
    }
    for (String filter : List.of("&alert-source=1", "&team=1", "&team=77")) {
      assertThat(total(other, filter)).as(filter).isZero();
    }
    assertThat(total(member, "&alert-source=1")).isEqualTo(1);
    assertThat(total(member, "&team=1")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_was_deleted_keeps_its_name_for_whoever_could_see_it(Dialect dialect) throws Exception {
    start(dialect);
    String other = user("bob", "USER", "UTC");
    made("/api/teams", "{\"name\":\"private\",\"visibility\":\"PRIVATE\"}");
    made("/api/escalation-policies", policy("SECRET", 1));
    made(
        "/api/escalation-policies",
        "{\"name\":\"gone\",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5}]}");
    made("/api/alert-sources", source("gone source", 2, ""));
    assertThat(server.delete("/api/alert-sources/1").status()).isEqualTo(204);
    assertThat(server.delete("/api/escalation-policies/1").status()).isEqualTo(204);
    assertThat(server.delete("/api/escalation-policies/2").status()).isEqualTo(204);
    store(alert(1, 1, DAY, null, 5L), alert(1, 2, DAY, null, 5L));

    assertThat(groups(ApiServer.TOKEN, "SOURCE")).containsExactly("1 gone source 2");
    assertThat(groups(ApiServer.TOKEN, "POLICY")).containsExactly("1 SECRET 1", "2 gone 1");
    assertThat(groups(other, "POLICY")).containsExactly("2 gone 1", "1 null 1");
    assertThat(server.delete("/api/teams/1").status()).isEqualTo(204);
    assertThat(groups(other, "POLICY"))
        .as("with its team gone too")
        .containsExactly("2 gone 1", "1 null 1");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void the_table_can_be_opened_without_carrying_anything_out(Dialect dialect) throws Exception {
    start(dialect);
    user("ann", "USER", "UTC");
    made(
        "/api/escalation-policies",
        "{\"name\":\"p\",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5}]}");
    List<String> names = List.of("=HYPERLINK(\\\"x\\\",1)", "+1", "-1", "@x", "网络, \\\"a\\\"");
    for (String name : names) {
      made("/api/alert-sources", source(name, 1, ""));
    }
    List<Row> rows = new ArrayList<>();
    for (int id = 1; id <= names.size(); id++) {
      for (int i = 0; i <= names.size() - id; i++) {
        rows.add(alert(id, 1, DAY, 1L, 61L));
      }
    }
    store(rows.toArray(Row[]::new));

    Reply reply =
        server.get("/api/reports/alerts.csv?from=2026-11-20&until=2026-11-21&group-by=SOURCE");

    String times = "2026-11-20,2026-11-20T00:00:00.000Z,2026-11-21T00:00:00.000Z,";
    assertThat(reply.text())
        .isEqualTo(
            HEADER
                + times
                + "1,\"'=HYPERLINK(\"\"x\"\",1)\",5,0,5,5,1.000,61.000,0,0,0,,\r\n"
                + times
                + "2,'+1,4,0,4,4,1.000,61.000,0,0,0,,\r\n"
                + times
                + "3,'-1,3,0,3,3,1.000,61.000,0,0,0,,\r\n"
                + times
                + "4,'@x,2,0,2,2,1.000,61.000,0,0,0,,\r\n"
                + times
                + "5,\"网络, \"\"a\"\"\",1,0,1,1,1.000,61.000,0,0,0,,\r\n");
    assertThat(reply.response().headers().firstValue("Content-Type"))
        .contains("text/csv; charset=utf-8");
    assertThat(reply.response().headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"alerts.csv\"");
    assertThat(reply.response().headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  private int total(String token, String filter) {
    return get(token, "/api/reports/alerts" + TWO_DAYS + filter).json().at("/total/alerts").asInt();
  }

  /** Id, name and number of alerts of each group. */
  private List<String> groups(String token, String groupBy) {
    List<String> groups = new ArrayList<>();
    get(token, "/api/reports/alerts" + TWO_DAYS + "&group-by=" + groupBy)
        .json()
        .path("groups")
        .forEach(
            g ->
                groups.add(
                    g.at("/group/id").asText()
                        + " "
                        + g.at("/group/name").asText()
                        + " "
                        + g.at("/total/alerts").asText()));
    return groups;
  }

  private void store(Row... rows) throws Exception {
    ReportedAlerts stored = new ReportedAlerts(database);
    List.of(rows).forEach(stored::add);
    stored.store();
  }

  /** After how many seconds it was accepted and resolved; null for never. */
  private static Row alert(
      long source, long policy, Instant at, Long accepted, Long resolved, Notification... told) {
    return new Row(
        source,
        policy,
        "HIGH",
        null,
        at,
        accepted == null ? null : at.plusSeconds(accepted),
        resolved == null ? null : at.plusSeconds(resolved),
        List.of(told));
  }

  private static Notification delivered() {
    return new Notification("DELIVERED", "ALERT", DAY, DAY.plusSeconds(1));
  }

  private static String policy(String name, long team) {
    return "{\"name\":\"%s\",\"teams\":[{\"id\":%d}],\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5}]}"
        .formatted(name, team);
  }

  private static String source(String name, long policy, String teams) {
    return "{\"name\":\"%s\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":%d},\"teams\":[%s]}"
        .formatted(name, policy, teams);
  }

  private void made(String path, String json) {
    Reply reply = server.post(path, json);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
  }

  private Reply get(String token, String path) {
    return server.send(server.bare(path).header("Authorization", "Bearer " + token).GET());
  }

  /** Makes a user and gives an API token. */
  private String user(String username, String role, String zone) {
    long id =
        server
            .post(
                "/api/users",
                "{\"username\":\"%s\",\"role\":\"%s\",\"timezone\":\"%s\"}"
                    .formatted(username, role, zone))
            .json()
            .path("id")
            .asLong();
    return server
        .post("/api/tokens", "{\"name\":\"t\",\"user\":{\"id\":" + id + "},\"scopes\":[\"READ\"]}")
        .json()
        .path("token")
        .asText();
  }
}
