package io.dutybell.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A configuration document of any content that can be; the same seed gives the same document. */
final class RandomConfiguration {

  /** Texts that a careless writer or reader of YAML would change. */
  private static final List<String> TEXTS =
      List.of(
          "plain",
          "two words",
          "yes",
          "null",
          "~",
          "007",
          "1e3",
          "0x1F",
          "2026-11-22",
          "09:00",
          "- dash",
          "a: b",
          "# no comment",
          "it's",
          "\"quoted\"",
          "back\\\\slash",
          "{brace}",
          "[list]",
          "&anchor",
          "*alias",
          "!tag",
          "%percent",
          "@at",
          "`tick",
          "中文 名字",
          "é\uD83D\uDD14",
          "a\u00A0b",
          "| pipe",
          "> fold",
          "=",
          "<<",
          "true",
          ".inf",
          "-1",
          "?",
          "x".repeat(150));

  private static final List<String> CONDITIONS =
      List.of(
          "alert.severity == 'CRITICAL'\n  and alert.summary not contains '名'",
          "alert.ageMin >= 30",
          "in_support_hours or alert.id in [1, \"2\", nil]",
          "'# no: comment' == alert.summary");

  private static final List<String> FILTERS =
      List.of("event.summary regex '^a\\\\b'", "severity in [CRITICAL]", "true");

  private static final List<String> LONG_TEXTS =
      List.of(
          "line\none",
          "  indented\nfirst",
          "ends\n",
          "ends\n\n\n",
          "\nbegins",
          "trailing \nspace",
          "a\r\nb",
          "tab\there",
          "\u2028sep");

  private final Random random;

  RandomConfiguration(int seed) {
    this.random = new Random(seed);
  }

  /** The document; JSON, which is YAML too. */
  String document() {
    List<String> users = names("user");
    List<String> teams = names("team");
    List<String> hours = names("hours");
    List<String> policies = names("policy");
    List<String> sources = names("source");
    List<String> connectors = names("connector");
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("users", users.stream().map(name -> user(name, connectors)).toList());
    document.put(
        "teams",
        teams.stream()
            .map(
                name ->
                    map(
                        "name", name,
                        "visibility", one(List.of("PUBLIC", "PRIVATE")),
                        "members",
                            some(users).stream()
                                .map(
                                    u ->
                                        map(
                                            "user",
                                            u,
                                            "role",
                                            one(List.of("ADMIN", "USER", "RESPONDER"))))
                                .toList()))
            .toList());
    document.put(
        "supportHours",
        hours.stream()
            .map(
                name ->
                    map(
                        "name",
                        name,
                        "timezone",
                        one(List.of("UTC", "Asia/Shanghai", "America/New_York")),
                        "supportDays",
                        random.nextBoolean()
                            ? map()
                            : map("FRIDAY", map("start", "09:00", "end", "00:00"))))
            .toList());
    document.put(
        "schedules", names("schedule").stream().map(name -> schedule(name, users)).toList());
    document.put(
        "escalationPolicies",
        policies.stream()
            .map(
                name ->
                    map(
                        "name", name,
                        "teams", some(teams),
                        "repeating", random.nextBoolean(),
                        "frequency", 1 + random.nextInt(9),
                        "escalationRules",
                            List.of(
                                map(
                                    "users",
                                    atLeastOne(users),
                                    "escalationTimeout",
                                    1 + random.nextInt(60),
                                    "condition",
                                    one(CONDITIONS)))))
            .toList());
    document.put(
        "alertSources",
        sources.stream()
            .map(
                name ->
                    map(
                        "name", name,
                        "integrationType", name.length() % 2 == 0 ? "API" : "ALIBABACLOUD",
                        "escalationPolicy", one(policies),
                        "teams", some(teams),
                        "autoResolutionTimeout", one(List.of("PT4H", "PT240M", "P1D")),
                        "eventFilter", one(FILTERS),
                        "expectedEventsInterval", one(List.of("PT24H", "P1D", "PT90M")),
                        "flappingThreshold", 2 + random.nextInt(19),
                        "flappingWindow", one(List.of("PT1H", "PT60M")),
                        "flappingQuietTime", one(List.of("PT15M", "PT900S")),
                        "ipAllowList", some(List.of("203.0.113.0/24", "192.0.2.7")),
                        "supportHours",
                            map("name", one(hours), "autoRaiseAlerts", random.nextBoolean())))
            .toList());
    document.put(
        "heartbeatMonitors",
        names("monitor").stream()
            .map(
                name ->
                    map(
                        "name",
                        name,
                        "active",
                        random.nextBoolean(),
                        "intervalSec",
                        10 + random.nextInt(1000),
                        "alertSummary",
                        text(),
                        "alertSource",
                        one(sources)))
            .toList());
    document.put("maintenanceWindows", List.of(window(sources), window(sources), window(sources)));
    document.put(
        "connectors", connectors.stream().map(name -> map("name", name, "type", "log")).toList());
    document.put(
        "alertActions",
        names("action").stream()
            .map(
                name ->
                    map(
                        "name", name,
                        "alertSources", atLeastOne(sources),
                        "connector", one(connectors),
                        "triggerTypes", List.of("alert-resolved", "alert-created"),
                        "conditions", one(CONDITIONS),
                        "params",
                            map(
                                text(),
                                text(),
                                "n",
                                random.nextDouble(),
                                "list",
                                List.of(text(), random.nextInt(), true),
                                "long",
                                one(LONG_TEXTS))))
            .toList());
    return Body.tree(document).toString();
  }

  private Map<String, Object> user(String name, List<String> connectors) {
    String email = "a" + random.nextInt(1000) + "@example.com";
    Map<String, Object> channel = map("connector", one(connectors), "target", text());
    return map(
        "username",
        name,
        "firstName",
        text(),
        "lastName",
        text(),
        "position",
        text(),
        "contacts",
        map("emails", List.of(map("target", email)), "channels", List.of(channel)),
        "notificationPreferences",
        map(
            "alerts",
            List.of(
                map("contact", email, "type", "HIGH_PRIORITY", "delayMin", random.nextInt(9)),
                map("contact", channel, "type", "HIGH_PRIORITY"),
                map("contact", channel, "type", "LOW_PRIORITY", "delayMin", 3)),
            "updates",
            List.of(map("contact", email, "type", "ALERT_RESOLVED")),
            "duties",
            List.of(map("contact", email, "beforeMin", random.nextInt(60)))));
  }

  private Map<String, Object> schedule(String name, List<String> users) {
    return map(
        "name",
        name,
        "timezone",
        "Europe/Berlin",
        "type",
        "RECURRING",
        "showGaps",
        random.nextBoolean(),
        "scheduleLayers",
        List.of(
            map(
                "name", text(),
                "startsOn", "2026-03-29T02:30",
                "users", atLeastOne(users),
                "rotation", one(List.of("P7D", "P1W", "PT12H", "PT24H")))),
        "overrides",
        List.of(
            map(
                "user",
                one(users),
                "start",
                "2027-0" + (1 + random.nextInt(9)) + "-01T00:00",
                "end",
                "2027-10-01T00:00"),
            map(
                "user",
                one(users),
                "start",
                "2026-12-01T00:00:00+08:00",
                "end",
                "2026-12-03T00:00")));
  }

  private Map<String, Object> window(List<String> sources) {
    return map(
        "summary",
        one(List.of("Move", "Upgrade")),
        "description",
        one(LONG_TEXTS),
        "timezone",
        "Asia/Shanghai",
        "start",
        "2027-0" + (1 + random.nextInt(9)) + "-01T00:00",
        "end",
        "2027-11-01T00:00:00Z",
        "affectedAlertSources",
        atLeastOne(sources));
  }

  private List<String> names(String kind) {
    List<String> names = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      names.add(kind + " " + text().replace("/", "") + " " + i);
    }
    java.util.Collections.shuffle(names, random);
    return names;
  }

  private String text() {
    return one(TEXTS);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private <T> List<T> some(List<T> of) {
    return of.stream().filter(x -> random.nextBoolean()).toList();
  }

  private List<String> atLeastOne(List<String> of) {
    List<String> some = some(of);
    return some.isEmpty() ? List.of(one(of)) : some;
  }

  private static Map<String, Object> map(Object... namesAndValues) {
    return Json.object(namesAndValues);
  }
}
