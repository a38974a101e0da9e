package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The calendars of on-call schedules over HTTP, and their secret addresses. */
class CalendarsTest {

  private static final String SCHEDULE =
      "{\"name\":\"%s\",\"timezone\":\"Europe/Berlin\",\"type\":\"RECURRING\",\"scheduleLayers\":[{"
          + "\"startsOn\":\"2026-11-16T09:00\",\"users\":[{\"id\":1},{\"id\":2}],\"rotation\":\"P1D\"}]}";
  private static final String LINKS = "/api/schedules/1/calendar-links";

  private Database database;
  private ApiServer server;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    server.post("/api/users", "{\"username\":\"ann\",\"firstName\":\"Ann\"}");
    server.post("/api/users", "{\"username\":\"bob\",\"firstName\":\"Bob\"}");
    server.post("/api/users", "{\"username\":\"cid\",\"firstName\":\"Cid\"}");
    made("/api/schedules", SCHEDULE.formatted("ops"));
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  private JsonNode made(String path, String json) {
    Reply reply = server.post(path, json);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_calendar_has_the_shifts_from_a_month_ago_to_half_a_year_ahead(Dialect dialect)
      throws Exception {
    start(dialect);
    server.put(
        "/api/schedules/1/overrides",
        "{\"user\":{\"id\":3},\"start\":\"2026-11-23T10:00Z\",\"end\":\"2026-11-23T12:00Z\"}");

    Reply reply = server.get("/api/schedules/1/calendar.ics");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(header(reply, "Content-Type")).isEqualTo("text/calendar; charset=utf-8");
    assertThat(header(reply, "Content-Disposition"))
        .isEqualTo("inline; filename=\"schedule-1.ics\"");
    Calendar calendar = new CalendarBuilder().build(new StringReader(reply.text()));
    assertThat(calendar.validate(true).hasErrors()).isFalse();
    List<VEvent> events = calendar.getComponents("VEVENT");
    assertThat(value(events.get(0), "DTSTART")).isEqualTo("20261116T080000Z");
    assertThat(value(events.get(0), "SUMMARY")).isEqualTo("On call: Ann (ops)");
    assertThat(value(events.get(7), "SUMMARY")).isEqualTo("On call: Bob (ops)");
    assertThat(value(events.get(8), "SUMMARY")).isEqualTo("On call: Cid (ops)");
    assertThat(value(events.get(8), "DTEND")).isEqualTo("20261123T120000Z");
    assertThat(value(events.get(events.size() - 1), "DTEND"))
        .as("a whole shift, with summer time")
        .isEqualTo("20270522T070000Z");
    assertThat(events.stream().map(e -> value(e, "UID")).distinct()).hasSize(events.size());
    assertThat(server.get("/api/schedules/9/calendar.ics").status()).isEqualTo(404);
    assertThat(server.get("/api/schedules/x/calendar.ics").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_link_is_an_address_that_needs_no_token_until_it_is_revoked(Dialect dialect)
      throws Exception {
    start(dialect);
    made("/api/schedules", SCHEDULE.formatted("other"));

    JsonNode link = made(LINKS, "");

    String address = address(link);
    assertThat(address).startsWith("/api/schedules/1/calendar.ics?token=db_");
    assertThat(bare(address).status()).isEqualTo(200);
    assertThat(bare(address).text()).contains("SUMMARY:On call: Ann (ops)");
    JsonNode listed = server.get(LINKS).json();
    assertThat(listed).hasSize(1);
    assertThat(listed.at("/0/lastUsedAt").asText()).isEqualTo("2026-11-22T15:06:00.000Z");
    assertThat(listed.path(0).has("url")).isFalse();
    assertThat(server.get("/api/audit-log?resource=calendar-link").text())
        .contains("add-calendar-link")
        .doesNotContain(address.substring(address.indexOf('=') + 1));
    assertThat(bare(address.replace("/1/", "/2/")).status())
        .as("of another schedule")
        .isEqualTo(404);
    assertThat(bare(address + "x").status()).isEqualTo(404);
    assertThat(bare("/api/schedules/1/calendar.ics?token=%00").status()).isEqualTo(404);
    assertThat(bare("/api/schedules/1/calendar.ics?token=").status()).isEqualTo(401);
    assertThat(bare("/api/schedules/1/calendar.ics").status()).isEqualTo(401);
    assertThat(bare("/api/schedules/1/shifts" + address.substring(address.indexOf('?'))).status())
        .as("the secret opens nothing else")
        .isEqualTo(401);
    assertThat(server.delete(LINKS + "/1").status()).isEqualTo(204);
    assertThat(bare(address).status()).isEqualTo(404);
    assertThat(server.delete(LINKS + "/1").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_link_is_worth_what_its_user_may_see(Dialect dialect) throws Exception {
    start(dialect);
    String ann = token(1);
    String bob = token(2);
    JsonNode link = as(ann, "POST", LINKS).json();
    String address = address(link);
    String path = LINKS + "/" + link.path("id").asLong();

    assertThat(link.at("/user/id").asLong()).isEqualTo(1);
    assertThat(as(ann, "GET", LINKS).json()).hasSize(1);
    assertThat(as(bob, "GET", LINKS).json()).isEmpty();
    assertThat(as(bob, "DELETE", path).status()).isEqualTo(404);
    assertThat(server.get(LINKS).json()).hasSize(1);

    server.put("/api/users/1", "{\"username\":\"ann\",\"role\":\"STAKEHOLDER\"}");
    assertThat(bare(address).status()).as("a stakeholder sees no schedule").isEqualTo(404);
    server.put("/api/users/1", "{\"username\":\"ann\",\"role\":\"USER\"}");
    assertThat(bare(address).status()).isEqualTo(200);
    server.put(
        "/api/schedules/1",
        SCHEDULE.formatted("ops").replace("[{\"id\":1},{\"id\":2}]", "[{\"id\":2}]"));
    assertThat(server.delete("/api/users/1").status()).isEqualTo(204);
    assertThat(bare(address).status()).as("the user is gone").isEqualTo(404);
    assertThat(server.get(LINKS).json()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void links_end_with_their_schedule_and_are_not_without_number(Dialect dialect) throws Exception {
    start(dialect);
    String address = address(made(LINKS, "{}"));
    for (int i = 1; i < 10; i++) {
      made(LINKS, "{}");
    }

    Reply tooMany = server.post(LINKS, "{}");
    String ann = token(1);

    assertThat(tooMany.status()).isEqualTo(409);
    assertThat(tooMany.message()).contains("10 calendar links");
    assertThat(as(ann, "POST", LINKS).status()).as("each user has so many").isEqualTo(201);
    assertThat(server.get(LINKS + "?start-index=8").json()).hasSize(3);
    assertThat(server.delete("/api/schedules/1").status()).isEqualTo(204);
    assertThat(bare(address).status()).isEqualTo(404);
    assertThat(server.post(LINKS, "{}").status()).isEqualTo(404);
  }

  private String token(long userId) {
    return made(
            "/api/tokens",
            "{\"name\":\"t\",\"user\":{\"id\":" + userId + "},\"scopes\":[\"WRITE\"]}")
        .path("token")
        .asText();
  }

  private Reply as(String token, String method, String path) {
    return server.send(
        server
            .bare(path)
            .header("Authorization", "Bearer " + token)
            .method(method, java.net.http.HttpRequest.BodyPublishers.noBody()));
  }

  private Reply bare(String path) {
    return server.send(server.bare(path));
  }

  private static String address(JsonNode link) {
    URI url = URI.create(link.path("url").asText());
    assertThat(url.getHost()).isEqualTo("bell.example.org");
    return url.getRawPath() + "?" + url.getRawQuery();
  }

  private static String header(Reply reply, String name) {
    return reply.response().headers().firstValue(name).orElse(null);
  }

  private static String value(VEvent event, String property) {
    return event.getRequiredProperty(property).getValue();
  }
}
