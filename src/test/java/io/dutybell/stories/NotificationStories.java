package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.stories.FakeReceiver.Told;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over which contacts somebody is told, when, and what the message says. */
class NotificationStories extends Story {

  private static final String SMILE = "😀";

  private Person ann;
  private Policy ops;
  private Source ecs;
  private Source app;

  @BeforeEach
  void annIsOnCall() {
    ann = user("Ann").withWebhook();
    ops = policy("Ops").level(hours(10), ann);
    ecs = source("ECS", ops);
    app = source("App", ops).forGenericEvents();
  }

  private Person dee() {
    Person dee = user("Dee").withWebhook("Dee-chat").withWebhook("Dee-phone");
    ops.withoutLevels().level(hours(10), dee);
    return dee;
  }

  /** Takes over what was written to the database behind the product's back. */
  private void behindTheBack(String statement, Object... values) {
    product.execute(
        any -> {
          try (var prepared = any.getConnection().prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
              prepared.setObject(i + 1, values[i]);
            }
            prepared.executeUpdate();
          }
          any.execute("update configuration_version set version = version + 1");
        });
    product.running().refreshConfiguration();
  }

  private void muted(Person person, OffsetDateTime until) {
    behindTheBack("update users set muted_until = ? where id = ?", until, person.id);
  }

  private OffsetDateTime in(int minutes) {
    return now().plus(minutes(minutes)).atOffset(ZoneOffset.UTC);
  }

  private List<String> states() {
    return alert().notifications().stream().map(n -> n.path("state").asText()).toList();
  }

  @Test
  void without_rules_every_contact_is_told_at_once() {
    dee();

    ecs.receives(threshold("cpu"));

    expectOn("Dee-chat").told(ALERT, about("cpu"));
    expectOn("Dee-phone").told(ALERT, about("cpu"));
  }

  @Test
  void rules_tell_each_contact_after_its_own_delay() {
    dee().withRule("HIGH", "Dee-phone", 2).withRule("HIGH", "Dee-chat", 5);

    ecs.receives(threshold("cpu"));
    let(minutes(2).minusMillis(1)).pass();
    nobodyIsTold();
    let(minutes(2).minus(minutes(2).minusMillis(1))).pass();
    expectOn("Dee-phone").told(ALERT);
    let(minutes(3).minusMillis(1)).pass();
    nobodyIsTold();
    let(seconds(1)).pass();

    expectOn("Dee-chat").told(ALERT);
  }

  @Test
  void two_users_at_one_address_are_each_told_with_links_of_their_own() {
    Person bob = user("Bob").withWebhook("Ann");
    ops.withoutLevels().level(hours(10), ann, bob);

    ecs.receives(threshold("cpu"));

    List<Told> told = List.of(expect(ann).told(ALERT), expect(ann).told(ALERT));
    assertThat(told)
        .extracting(t -> t.json().path("user").path("username").asText())
        .containsExactlyInAnyOrder("ann", "bob");
    assertThat(told).extracting(t -> t.json().path("acceptUrl").asText()).doesNotHaveDuplicates();
  }

  @Test
  void each_notification_has_a_key_of_its_own() {
    dee();

    ecs.receives(threshold("cpu"));

    Told chat = expectOn("Dee-chat").told(ALERT);
    Told phone = expectOn("Dee-phone").told(ALERT);
    assertThat(chat.idempotencyKey()).isNotBlank().isNotEqualTo(phone.idempotencyKey());
  }

  @Test
  void a_long_time_in_which_nothing_could_be_sent_leaves_one_message_for_an_address() {
    dee().withRule("HIGH", "Dee-chat", 5).withRule("HIGH", "Dee-chat", 10);
    ecs.receives(threshold("cpu"));
    nobodyIsTold();

    let(hours(1)).pass();

    expectOn("Dee-chat").told(ALERT);
    nobodyIsTold();
    assertThat(states()).containsExactlyInAnyOrder("DELIVERED", "CANCELLED");
  }

  @Test
  void a_contact_that_is_not_verified_is_never_used() {
    Person dee = dee();
    behindTheBack("update contacts set verified = false where id = ?", dee.contact("Dee-phone"));

    ecs.receives(threshold("cpu"));

    expectOn("Dee-chat").told(ALERT);
    let(hours(1)).pass();
    nobodyIsTold();
  }

  @Test
  void a_rule_for_a_contact_that_is_not_verified_gives_way_to_the_verified_ones() {
    Person dee = dee().withRule("HIGH", "Dee-phone", 0);
    behindTheBack("update contacts set verified = false where id = ?", dee.contact("Dee-phone"));

    ecs.receives(threshold("cpu"));

    expectOn("Dee-chat").told(ALERT);
  }

  @Test
  void who_has_no_verified_contact_counts_as_nobody_on_call() {
    Person bob = user("Bob").withWebhook();
    ops.level(hours(1), bob);
    behindTheBack("update contacts set verified = false where id = ?", ann.contact("Ann"));

    ecs.receives(threshold("cpu"));

    expect(bob).told(ALERT);
    alert().isOnLevel(2);
  }

  @Test
  void who_is_muted_counts_as_nobody_on_call() {
    Person bob = user("Bob").withWebhook();
    ops.withoutLevels().level(minutes(30), ann).level(minutes(30), bob).repeating(1);
    muted(ann, in(20));

    ecs.receives(threshold("cpu"));
    expect(bob).told(ALERT);
    let(minutes(30)).pass();

    expect(ann).told(ALERT);
    let(minutes(30)).pass();
    expect(bob).told(ALERT);
  }

  @Test
  void what_falls_into_a_quiet_period_is_suppressed_and_noted() {
    Person dee = dee().withRule("HIGH", "Dee-chat", 0).withRule("HIGH", "Dee-phone", 10);
    ecs.receives(threshold("cpu"));
    expectOn("Dee-chat").told(ALERT);

    muted(dee, in(30));
    let(minutes(10)).pass();

    nobodyIsTold();
    assertThat(states()).containsExactlyInAnyOrder("DELIVERED", "SUPPRESSED");
    assertThat(alert().timeline()).anyMatch(t -> t.matches(".*to Dee was suppressed: muted.*"));
  }

  @Test
  void who_is_muted_does_not_hear_that_it_is_over() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    muted(ann, in(30));
    ecs.receives(threshold("cpu").ok());

    nobodyIsTold();
  }

  @Test
  void the_message_has_the_documented_fields() {
    ecs.receives(threshold("cpu").critical());

    Told told = expect(ann).told(ALERT);
    JsonNode json = told.json();
    SeenAlert alert = alert();
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "version",
            "event",
            "notificationId",
            "sentAt",
            "subject",
            "text",
            "alert",
            "user",
            "acceptUrl",
            "resolveUrl");
    assertThat(json.path("version").asInt()).isEqualTo(1);
    assertThat(json.path("notificationId").asText()).isEqualTo(told.idempotencyKey());
    assertThat(json.path("sentAt").asText()).isEqualTo(now().toString().replace("Z", ".000Z"));
    assertThat(json.path("user").path("username").asText()).isEqualTo("ann");
    JsonNode about = json.path("alert");
    assertThat(about.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "id",
            "status",
            "acceptedBy",
            "resolvedBy",
            "severity",
            "priority",
            "summary",
            "details",
            "alertKey",
            "source",
            "createdAt",
            "eventCount",
            "memberCount",
            "currentValue",
            "level",
            "customDetails",
            "links",
            "url");
    assertThat(about.path("id").asLong()).isEqualTo(alert.id);
    assertThat(about.path("url").asText()).isEqualTo(Product.BASE_URL + "/alerts/" + alert.id);
    assertThat(about.path("status").asText()).isEqualTo("PENDING");
    assertThat(about.path("severity").asText()).isEqualTo("CRITICAL");
    assertThat(about.path("priority").asText()).isEqualTo("HIGH");
    assertThat(about.path("summary").asText()).isEqualTo(alert.text("summary"));
    assertThat(about.path("alertKey").asText()).isEqualTo(alert.text("alertKey"));
    assertThat(about.path("source").asText()).isEqualTo("ECS");
    assertThat(about.path("eventCount").asInt()).isEqualTo(1);
    assertThat(about.path("memberCount").asInt()).isEqualTo(1);
    assertThat(about.path("currentValue").asText()).isEqualTo("97.3 %");
    assertThat(about.path("level").asInt()).isEqualTo(1);
    assertThat(told.headers().get("Content-Type")).startsWith("application/json");
  }

  @Test
  void quotes_and_every_script_survive() {
    String name = "磁盘 \"full\" \\ '95%' </script> {{alert.id}} \t" + SMILE;

    app.receivesEvent("eventType", "ALERT", "summary", name, "alertKey", "a", "details", name);

    Told told = expect(ann).told(ALERT);
    assertThat(told.json().path("alert").path("details").asText()).isEqualTo(name);
    assertThat(told.json().path("subject").asText())
        .isEqualTo("磁盘 \"full\" \\ '95%' </script> {{alert.id}} " + SMILE);
  }

  @Test
  void nested_details_survive() {
    app.receivesEvent(
        "eventType",
        "ALERT",
        "summary",
        "slow",
        "alertKey",
        "a",
        "customDetails",
        Api.object("list", List.of(1, Api.object("name", "\"x\"")), "none", List.of()));

    JsonNode details = expect(ann).told(ALERT).json().path("alert").path("customDetails");
    assertThat(details.path("list").path(1).path("name").asText()).isEqualTo("\"x\"");
    assertThat(details.path("list").path(0).asInt()).isEqualTo(1);
  }

  @Test
  void line_breaks_do_not_get_into_the_subject() {
    app.receivesEvent(
        "eventType", "ALERT", "summary", "disk\r\nBcc: eve@example.org\u2028full", "alertKey", "a");

    assertThat(expect(ann).told(ALERT).json().path("subject").asText())
        .isEqualTo("disk Bcc: eve@example.org full");
  }

  @Test
  void a_text_that_is_too_long_is_cut_between_characters_with_a_mark() {
    app.receivesEvent(
        "eventType",
        "ALERT",
        "summary",
        SMILE.repeat(900),
        "alertKey",
        "a",
        "details",
        ("磁" + SMILE).repeat(10_000));

    JsonNode json = expect(ann).told(ALERT).json();
    String subject = json.path("subject").asText();
    String text = json.path("text").asText();
    assertThat(subject.codePointCount(0, subject.length())).isEqualTo(200);
    assertThat(subject).endsWith(SMILE + "…");
    assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(8_000);
    assertThat(text).contains("…").doesNotContain("\uFFFD");
    assertThat(text).contains(json.path("acceptUrl").asText());
  }

  @Test
  void an_alert_that_says_nothing_about_itself_is_told_all_the_same() {
    ecs.receives(
        threshold("cpu")
            .without("alertName")
            .without("metricName")
            .without("expression")
            .without("curValue")
            .without("instanceName")
            .without("namespace")
            .without("metricProject"));

    Told told = expect(ann).told(ALERT);
    assertThat(told.json().path("subject").asText()).isNotBlank();
    assertThat(told.json().path("text").asText()).contains("ECS");
  }

  @Test
  void the_recipients_language_and_time_zone_are_used() {
    Person li = user("Li", "language", "zh", "timezone", "Asia/Shanghai").withWebhook();
    ops.withoutLevels().level(hours(1), li);

    ecs.receives(threshold("cpu"));

    assertThat(expect(li).told(ALERT).json().path("text").asText())
        .contains("Asia/Shanghai")
        .containsPattern("\\p{IsHan}")
        .contains(" 09:00:00");
  }

  @Test
  void a_link_in_a_message_asks_for_one_click_and_then_accepts() {
    Person bob = user("Bob").withWebhook();
    ops.withoutLevels().level(hours(10), ann, bob);
    ecs.receives(threshold("cpu"));
    String link = path(expect(ann).told(ALERT), "acceptUrl");
    expect(bob).told(ALERT);

    Reply question = api().send(api().request(link).GET());

    assertThat(question.status()).isEqualTo(200);
    assertThat(question.text()).contains("Accept this alert?").contains("Accept as Ann");
    alert().isPending();
    Reply done = click(link);
    assertThat(done.status()).isEqualTo(200);
    alert().isAccepted();
    assertThat(alert().json().path("acknowledgedBy").path("id").asLong()).isEqualTo(ann.id);
    assertThat(alert().timeline()).contains("Accepted by Ann (link in a notification).");
    expect(bob).told(ACCEPTED);
  }

  @Test
  void a_scanner_that_follows_every_link_changes_nothing() {
    ecs.receives(threshold("cpu"));
    Told told = expect(ann).told(ALERT);

    for (String name : List.of("acceptUrl", "resolveUrl")) {
      for (String method : List.of("GET", "HEAD", "GET")) {
        api().send(api().request(path(told, name)).method(method, BodyPublishers.noBody()));
      }
    }

    alert().isPending();
    nobodyIsTold();
  }

  @Test
  void a_link_to_resolve_resolves_for_its_user() {
    ecs.receives(threshold("cpu"));
    String link = path(expect(ann).told(ALERT), "resolveUrl");

    click(link);

    alert().isResolved();
    assertThat(alert().json().path("resolvedBy").path("id").asLong()).isEqualTo(ann.id);
    assertThat(click(link).text()).contains("Resolved already");
  }

  @Test
  void a_link_expires() {
    ecs.receives(threshold("cpu"));
    String link = path(expect(ann).told(ALERT), "acceptUrl");

    let(hours(25)).pass();

    assertThat(api().send(api().request(link).GET()).status()).isEqualTo(410);
    assertThat(click(link).status()).isEqualTo(410);
    alert().isPending();
  }

  @Test
  void a_link_that_was_tampered_with_is_not_valid() {
    ecs.receives(threshold("cpu"));
    SeenAlert first = alert();
    String link = path(expect(ann).told(ALERT), "acceptUrl");
    ecs.receives(threshold("disk"));
    SeenAlert second = alertAbout("disk");
    expect(ann).told(ALERT, about("disk"));

    String forged = link.replace("/act/" + first.id + "-", "/act/" + second.id + "-");

    assertThat(forged).isNotEqualTo(link);
    assertThat(click(forged).status()).isEqualTo(404);
    second.isPending();
  }

  @Test
  void a_link_for_an_alert_that_is_over_says_so() {
    ecs.receives(threshold("cpu"));
    String link = path(expect(ann).told(ALERT), "acceptUrl");
    alert().isResolvedBy(ann);

    assertThat(api().send(api().request(link).GET()).text()).contains("Resolved already");
    assertThat(click(link).text()).contains("Resolved already");
    alert().isResolved();
  }

  private static String path(Told told, String name) {
    String url = told.json().path(name).asText();
    assertThat(url).startsWith(Product.BASE_URL + "/act/");
    return url.substring(Product.BASE_URL.length());
  }

  private Reply click(String link) {
    Reply reply =
        api()
            .send(
                api()
                    .request(link)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.noBody()));
    settle();
    return reply;
  }
}
