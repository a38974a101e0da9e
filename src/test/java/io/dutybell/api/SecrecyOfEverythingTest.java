package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.api.Described.Operation;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything is there twice: once for all, and once for a private team, where every text holds the
 * word SECRET. The two refer to each other as far as they can. Every operation of the OpenAPI
 * document is called by those who are not in the team.
 */
class SecrecyOfEverythingTest {

  private static final String SECRET = "SECRET";

  /** The id of nothing, as long as no id that is. */
  private static final String MISSING = "987654";

  private static final List<String> QUERIES =
      List.of(
          "",
          "?include=escalationRules&include=nextEscalationUser&include=summaryTemplate"
              + "&include=detailsTemplate&include=routingTemplate&include=linkTemplates"
              + "&include=priorityTemplate&include=currentShift&include=nextShift&max-results=100",
          "?expand=user&expand=escalationPolicy&expand=schedule&group-by=policy&granularity=month",
          "?group-by=source&granularity=month",
          "?group-by=team&granularity=month",
          "?team=1&alert-source=1&policy=1&policies=1&schedules=1&users=1&q=SECRET");

  /** What makes each kind of thing; its name, what it refers to, and its teams are put in place. */
  private static final Map<String, String> BODIES = new LinkedHashMap<>();

  static {
    BODIES.put(
        "/api/schedules",
        "{'name':'%s','type':'STATIC','shifts':[{'user':{'id':1},'start':'2026-11-22T00:00:00Z',"
            + "'end':'2026-11-23T00:00:00Z'}],'teams':[%s]}");
    BODIES.put(
        "/api/support-hours",
        "{'name':'%s','supportDays':{'MONDAY':{'start':'09:00','end':'17:00'}},'teams':[%s]}");
    BODIES.put(
        "/api/escalation-policies",
        "{'name':'%s','teams':[%s],'routingKey':'%1$s','escalationRules':"
            + "[{'users':[{'id':1}],'schedules':[{'id':1}],'escalationTimeout':5}]}");
    BODIES.put(
        "/api/alert-sources",
        "{'name':'%s','teams':[%s],'integrationType':'API','escalationPolicy':{'id':1},"
            + "'alertPriorityRule':'HIGH_DURING_SUPPORT_HOURS','supportHours':{'id':1},"
            + "'summaryTemplate':{'textTemplate':'%1$s'}}");
    BODIES.put(
        "/api/heartbeat-monitors",
        "{'name':'%s','teams':[%s],'intervalSec':60,'alertSummary':'%1$s','alertSource':{'id':1}}");
    BODIES.put(
        "/api/maintenance-windows",
        "{'summary':'%s','start':'2026-11-22T15:00:00Z','end':'2026-11-23T15:00:00Z',"
            + "'timezone':'UTC','description':'%1$s','affectedAlertSources':[{'id':1}]}");
    BODIES.put(
        "/api/alert-actions",
        "{'name':'%s','teams':[%s],'alertSources':[{'id':1}],'connectorType':'log',"
            + "'triggerTypes':['alert-created'],'params':{'text':'%1$s'}}");
  }

  private Database database;
  private ApiServer server;
  private Described described;
  private String member;
  private final List<String> outsiders = new ArrayList<>();
  private final List<String> actions = new ArrayList<>();

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    described = Described.of(server.send(server.bare("/api/openapi.yaml")).text());
    member = token(user("ann", "USER"));
    for (String role : List.of("USER", "RESPONDER", "STAKEHOLDER")) {
      outsiders.add(token(user("not-" + role.toLowerCase(java.util.Locale.ROOT), role)));
    }
    made(
        "/api/teams",
        "{'name':'SECRET','visibility':'PRIVATE','members':[{'user':{'id':1},'role':'USER'}]}");
    made("/api/teams", "{'name':'open','members':[{'user':{'id':3},'role':'ADMIN'}]}");
    for (String path : BODIES.keySet()) {
      // Both refer to what is private, which only the team and administrators may arrange.
      JsonNode hidden = made(path, BODIES.get(path).formatted(SECRET, "{'id':1}"));
      String open = BODIES.get(path).formatted("open", "");
      if (path.matches("/api/(maintenance-windows|alert-actions|heartbeat-monitors)")) {
        open = open.replace("{'id':1}", "{'id':2}");
      }
      JsonNode seen = made(path, open);
      if (path.equals("/api/alert-actions")) {
        actions.addAll(List.of(hidden.path("id").asText(), seen.path("id").asText()));
      }
    }
    made(
        "/api/maintenance-windows",
        BODIES
            .get("/api/maintenance-windows")
            .formatted("SECRET of both", "")
            .replace("[{'id':1}]", "[{'id':1},{'id':2}]"));
    made(
        "/api/alert-actions",
        BODIES
            .get("/api/alert-actions")
            .formatted("SECRET of both", "")
            .replace("[{'id':1}]", "[{'id':1},{'id':2}]"));
    made(
        "/api/schedules/1/overrides",
        "{'user':{'id':1},'start':'2026-11-22T20:00:00Z','end':'2026-11-22T21:00:00Z'}");
    made("/api/schedules/1/calendar-links", "");
    alerts();
  }

  /** One of each source, and of a source and a policy that the team had. */
  private void alerts() {
    made("/api/alert-sources", former("/api/alert-sources"));
    made("/api/escalation-policies", former("/api/escalation-policies"));
    for (int i = 1; i <= 4; i++) {
      server.alerts.store(
          i, "PENDING", i % 2 == 1 ? SECRET : "open", ApiServer.NOW.minusSeconds(60));
    }
    server.alerts.execute("update alerts set source_id = 2 where id = 2");
    server.alerts.execute("update alerts set source_id = 3, status = 'RESOLVED' where id = 3");
    server.alerts.execute("update alerts set source_id = 2, policy_id = 3 where id = 4");
    Timestamp at = Timestamp.from(ApiServer.NOW);
    for (String statement :
        List.of(
            "insert into timeline (alert_id, at, type, text) values (1, ?, 'CommentLogEntry', 'SECRET')",
            "insert into alert_members (alert_id, alert_key, status, summary, opened_at, last_event_at,"
                + " event_count) values (1, 'SECRET', 'OPEN', 's', ?, now(), 1)",
            "insert into notifications (id, alert_id, user_id, connector, purpose, urgency, state,"
                + " created_at, first_due_at, attempts, relayed, last_error)"
                + " values ('0192f0c1-0000-7000-8000-000000000001', 1, 1, 'log', 'ALERT', 0, 'FAILED', ?,"
                + " now(), 1, false, 'SECRET')",
            "insert into events (id, source_id, position, format, received_at, node, method, reason,"
                + " alert_id) values ('019ab123-0000-7000-8000-000000000001', 1, 0, 'GENERIC', ?, 'n',"
                + " 'POST', 'SECRET', 1)")) {
      server.alerts.execute(statement, at);
    }
    assertThat(server.delete("/api/alert-sources/3").status()).isEqualTo(204);
    assertThat(server.delete("/api/escalation-policies/3").status()).isEqualTo(204);
  }

  private static String former(String path) {
    return BODIES.get(path).formatted("SECRET that was", "{'id':1}");
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothing_that_can_be_read_shows_it(Dialect dialect) throws Exception {
    start(dialect);
    Set<String> shownToMember = new TreeSet<>();
    List<String> shownToOthers = new ArrayList<>();
    for (Operation operation : operations("GET")) {
      for (String path : paths(operation)) {
        for (String query : QUERIES) {
          if (call(member, "GET", path + query, "").text().contains(SECRET)) {
            shownToMember.add(operation.id());
          }
          for (String outsider : outsiders) {
            Reply reply = call(outsider, "GET", path + query, "");
            assertThat(reply.status()).as(path + query + reply.text()).isLessThan(500);
            if (reply.text().contains(SECRET)) {
              shownToOthers.add(path + query + " " + reply.text());
            }
          }
        }
      }
    }

    assertThat(shownToOthers).isEmpty();
    Set<String> hiding = new TreeSet<>();
    for (String kind :
        List.of(
            "alert",
            "alert-source",
            "alert-action",
            "escalation-policy",
            "schedule",
            "heartbeat-monitor",
            "team")) {
      hiding.add("find-" + kind);
      hiding.add("list-" + kind.replace("policy", "policie") + "s");
    }
    hiding.addAll(
        Set.of(
            "list-support-hours",
            "find-support-hours",
            "list-maintenance-windows",
            "find-maintenance-window",
            "list-on-calls",
            "list-suggested-responders",
            "list-source-events",
            "list-alert-events",
            "list-log-entries",
            "list-alert-members",
            "list-alert-notifications",
            "report-alerts",
            "report-alerts-as-csv",
            "show-calendar",
            "find-schedule-by-name",
            "find-alert-action-by-name",
            "find-support-hours-by-name"));
    assertThat(shownToMember).as("there is something to hide").containsAll(hiding);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothing_can_be_done_with_it_and_every_refusal_is_as_if_it_were_not_there(Dialect dialect)
      throws Exception {
    start(dialect);
    String before = server.get("/api/config/export").text();
    List<String> wrong = new ArrayList<>();
    Set<String> tried = new TreeSet<>();
    for (String method : List.of("PUT", "POST", "DELETE")) {
      for (Operation operation : operations(method)) {
        if (!operation.path().contains("{id}")
            || operation.path().matches("/api/(users|tokens).*")) {
          continue;
        }
        String collection = operation.path().substring(0, operation.path().indexOf("/{id}"));
        String id = collection.equals("/api/alert-actions") ? actions.get(0) : "1";
        String body = BODIES.getOrDefault(collection, "{}").formatted("mine", "");
        for (String outsider : outsiders) {
          Reply hidden = call(outsider, method, path(operation, id), body);
          Reply missing = call(outsider, method, path(operation, MISSING), body);
          tried.add(operation.id());
          if (hidden.status() != 403 && hidden.status() != 404
              || !hidden.text().replace(id, MISSING).equals(missing.text().replace(id, MISSING))) {
            wrong.add(operation + " is " + hidden.text() + " instead of " + missing.text());
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(tried).hasSizeGreaterThan(30);
    assertThat(server.alerts.asked).isEmpty();
    assertThat(server.get("/api/config/export").text()).isEqualTo(before);
    assertThat(server.get("/api/schedules/1/calendar-links").json()).hasSize(1);
    assertThat(server.get("/api/alert-sources/1/events").json()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void who_names_it_is_refused_as_who_names_nothing(Dialect dialect) throws Exception {
    start(dialect);
    // Nothing but one reference at a time is private.
    String user = outsiders.get(0);
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, String> kind : BODIES.entrySet()) {
      String ofTeam = kind.getValue().formatted("mine", "{'id':7}").replace("{'id':1}", "{'id':2}");
      List<String> bodies = new ArrayList<>();
      for (String field :
          List.of("escalationPolicy", "supportHours", "alertSource", "schedules", "Sources")) {
        String named = ofTeam.replaceFirst(field + "':(\\[?)\\{'id':2}", field + "':$1{'id':7}");
        if (!named.equals(ofTeam)) {
          bodies.add(named.replace("'teams':[{'id':7}]", "'teams':[]"));
        }
      }
      if (ofTeam.contains("teams")) {
        bodies.add(ofTeam);
      }
      for (String body : bodies) {
        for (String method : List.of("POST", "PUT")) {
          String path = kind.getKey();
          if (method.equals("PUT")) {
            path += "/" + (path.endsWith("actions") ? actions.get(1) : "2");
          }
          compare(user, method, path, body, wrong);
        }
      }
    }
    for (String name : List.of("policy-id", "schedule-id")) {
      compare(user, "PUT", "/api/alerts/2/assign?" + name + "='id':7}", "", wrong);
    }

    assertThat(wrong).isEmpty();
    assertThat(server.alerts.asked).isEmpty();
  }

  /** The private one has the number 1; the open policy and source name it already. */
  private void compare(String user, String method, String path, String body, List<String> wrong) {
    boolean stays =
        method.equals("PUT")
            && (body.contains("'escalationPolicy':{'id':7}")
                || body.contains("'supportHours':{'id':7}")
                || body.contains("'schedules':[{'id':7}]"));
    if (stays) {
      return;
    }
    Reply hidden = call(user, method, path.replace("'id':7}", "1"), body.replace("7}", "1}"));
    Reply missing =
        call(user, method, path.replace("'id':7}", MISSING), body.replace("7}", MISSING + "}"));
    if (hidden.status() != 400
        || !hidden.text().replace("id 1", "id " + MISSING).equals(missing.text())) {
      wrong.add(method + " " + path + body + " is " + hidden.text() + " not " + missing.text());
    }
  }

  /** Those that the server of this test answers. */
  private List<Operation> operations(String method) {
    return described.operations().stream()
        .filter(o -> o.method().equals(method) && !OpenApiExamplesTest.isElsewhere(o))
        .toList();
  }

  private List<String> paths(Operation operation) {
    List<String> ids = new ArrayList<>(List.of("1", "2", "3", "4"));
    if (operation.path().startsWith("/api/alert-actions/{id}")) {
      ids = actions;
    }
    return operation.path().contains("{id}")
        ? ids.stream().map(id -> path(operation, id)).toList()
        : List.of(path(operation, "1"));
  }

  private static String path(Operation operation, String id) {
    return operation
        .path()
        .replace("{id}", id)
        .replace("{name}", SECRET)
        .replace("{kind}", operation.path().contains("contacts") ? "emails" : "alerts")
        .replace("{notificationId}", "0192f0c1-0000-7000-8000-000000000001")
        .replaceAll("\\{[a-zA-Z]+}", "1");
  }

  private JsonNode made(String path, String json) {
    Reply reply = call(ApiServer.TOKEN, "POST", path, json);
    assertThat(reply.status()).as(path + reply.text()).isIn(200, 201);
    return reply.json();
  }

  private long user(String username, String role) {
    return made("/api/users", "{'username':'" + username + "','role':'" + role + "'}")
        .path("id")
        .asLong();
  }

  private String token(long userId) {
    return made("/api/tokens", "{'name':'t','user':{'id':" + userId + "},'scopes':['ADMIN']}")
        .path("token")
        .asText();
  }

  private Reply call(String token, String method, String path, String body) {
    String json = body.replace('\'', '"');
    return server.send(
        server
            .bare(path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
  }
}
