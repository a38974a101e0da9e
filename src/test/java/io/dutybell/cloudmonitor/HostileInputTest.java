package io.dutybell.cloudmonitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.event.Event;
import io.dutybell.event.Severity;
import io.dutybell.event.State;
import io.dutybell.event.Variant;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver of callbacks must survive, one by one. */
class HostileInputTest {

  private static final String RULE =
      "alertState=ALERT&triggerLevel=WARN&userId=1&ruleId=r&timestamp=1767229382114";
  private static final String KEYED = RULE + "&dimensions={instanceId=i-1}";

  private static final long TIME = Payloads.ID.getMostSignificantBits();

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String keyOf(String dimensions) {
    return Payloads.only(RULE + "&dimensions=" + encoded(dimensions)).alertKey();
  }

  // 1
  @ParameterizedTest
  @ValueSource(strings = {"null", "NULL", "", "  "})
  void the_word_null_and_nothing_mean_that_a_field_is_absent(String nothing) {
    Event.Content content =
        Payloads.only(KEYED + "&instanceName=" + nothing + "&transId=" + nothing);

    assertThat(content.episode()).isNull();
    assertThat(content.customDetails()).doesNotContainKey("instanceName");
    assertThat(content.details()).doesNotContain("instanceName");
  }

  @Test
  void a_rule_named_null_stays_displayable() {
    Event.Content content = Payloads.only(KEYED + "&alertName=null&metricName=cpu");

    assertThat(content.details()).contains("alertName: null");
    assertThat(content.customDetails()).containsEntry("alertName", "null");
    assertThat(content.summary()).isEqualTo("[WARN] cpu on i-1");
  }

  // 2, 3
  @ParameterizedTest
  @CsvSource({
    "%,%",
    "%zz,%zz",
    "50%,50%",
    "%4,%4",
    "a%2Bb,a+b",
    "%2525,%25",
    "a+b,a b",
    "$A>=9,$A>=9"
  })
  void a_field_is_decoded_once_and_a_percent_sign_that_begins_no_escape_is_itself(
      String sent, String read) {
    Event.Content content = Payloads.only(KEYED + "&metricName=" + sent);

    assertThat(content.customDetails()).containsEntry("metric", read);
  }

  // 4
  @Test
  void a_query_parameter_never_replaces_or_adds_a_field_of_the_body() {
    Event.Content content =
        new CloudMonitorReader()
            .read(
                Payloads.receipt(
                    "POST",
                    Payloads.FORM,
                    "alertState=OK&instanceName=spoofed",
                    KEYED.getBytes(StandardCharsets.UTF_8)))
            .get(0)
            .content();

    assertThat(content.state()).isEqualTo(State.FIRING);
    assertThat(content.details()).doesNotContain("spoofed");
  }

  // 5
  @Test
  void bytes_that_are_no_utf_8_are_replaced() {
    byte[] gbk = (KEYED + "&alertName=数据库").getBytes(Charset.forName("GBK"));

    Event.Content content = Payloads.read(gbk).get(0).content();

    assertThat(content.state()).isEqualTo(State.FIRING);
    assertThat(content.details()).contains("alertName: \uFFFD");
  }

  // 6
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n\t", "\uFEFF", "\uFEFF\n"})
  void json_is_recognised_by_its_first_character(String before) {
    assertThat(Payloads.only(before + "{\"alertState\":\"OK\",\"ruleId\":\"r\"}").state())
        .isEqualTo(State.OK);
  }

  // 7
  @Test
  void ids_that_come_as_numbers_lose_no_digit() {
    Event.Content content =
        Payloads.only(
            "{\"alertState\":\"ALERT\",\"userId\":1270000000000001,\"ruleId\":123456789012345678901,"
                + "\"curValue\":92.50,\"dimensions\":{\"port\":80,\"userId\":1270000000000001},"
                + "\"timestamp\":1.767229382114E12}");

    assertThat(content.alertKey()).isEqualTo("1270000000000001|123456789012345678901|port=80");
    assertThat(content.value()).isEqualTo("92.50");
    assertThat(content.occurredAt()).isEqualTo(Instant.parse("2026-01-01T01:03:02.114Z"));
  }

  // 8, 20
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "1767229382114,2026-01-01T01:03:02.114Z",
        "1767229382,2026-01-01T01:03:02Z",
        "2026-01-01T09:03:02+0800,2026-01-01T01:03:02Z",
        "2026-01-01T09:03:02.5+08:00,2026-01-01T01:03:02.500Z",
        "2026-02-22T07:18:15.578000000Z,2026-02-22T07:18:15.578Z",
        "20260101T090302.475+0800,2026-01-01T01:03:02.475Z",
        "20260101T090302+0800,2026-01-01T01:03:02Z",
        "20260101T010302Z,2026-01-01T01:03:02Z",
        "2026-11-22T12:04:59Z,2026-11-22T12:04:59Z",
        "2026-11-22T12:05:01Z,-",
        "0001-01-01T00:00:00Z,-",
        "2008-12-31T23:59:59Z,-",
        "1E999999999,-",
        "99999999999999999999,-",
        "0,-",
        "null,-",
        "yesterday,-"
      })
  void a_time_is_read_in_every_form_and_is_absent_when_it_cannot_be(String sent, Instant at) {
    assertThat(SourceTime.plausible(SourceTime.read(sent), Payloads.RECEIVED)).isEqualTo(at);
  }

  @Test
  void without_a_time_nothing_is_a_duplicate() {
    assertThat(Payloads.only("alertState=ALERT&ruleId=r&timestamp=null").idempotency()).isNull();
    assertThat(Payloads.only("alertState=ALERT&ruleId=r&timestamp=0").idempotency()).isNull();
    assertThat(Payloads.only("alertState=ALERT&ruleId=r&timestamp=1767229382").idempotency())
        .isNotNull();
  }

  // 9
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{b=2, a=1, userId=9};1|r|a=1,b=2",
        "{userId=9, a=1, b=2};1|r|a=1,b=2",
        "{\"b\":2,\"a\":\"1\"};1|r|a=1,b=2",
        "[{\"b\":\"2\",\"userId\":\"9\",\"a\":\"1\"}];1|r|a=1,b=2",
        "{device=/dev/vda1, instanceId=i-1};1|r|device=/dev/vda1,instanceId=i-1",
        "{url=http://x/?a=b, port=80};1|r|port=80,url=http://x/?a=b",
        "{name=a, b, c, port=80};1|r|name=a\\, b\\, c,port=80",
        "{name=a}};1|r|name=a}",
        "{userId=12****), instanceId=i-1};1|r|instanceId=i-1",
        "{instanceId=i-1;1|r|instanceId=i-1",
        "instanceId=i-1;1|r|instanceId=i-1",
        "{userId=9,instanceId=i-1};1|r|{userId=9,instanceId=i-1}",
        "{port=80, userId=9,instanceId=i-1};1|r|{port=80, userId=9,instanceId=i-1}",
        "{userId=9, 实例=a};1|r|{userId=9, 实例=a}",
        "{};1|r|",
        "[{ }];1|r|",
        "{\"broken;1|r|{\"broken",
        "no grammar;1|r|no grammar"
      })
  void dimensions_are_read_in_every_form_and_sorted(String dimensions, String key) {
    assertThat(keyOf(dimensions)).isEqualTo(key);
  }

  @Test
  void different_dimensions_never_have_the_same_key() {
    assertThat(keyOf("{a=1,b=2}")).isNotEqualTo(keyOf("{a=1, b=2}"));
    assertThat(keyOf("{\"a\":\"1,b=2\"}")).isNotEqualTo(keyOf("{\"a\":\"1\",\"b\":\"2\"}"));
  }

  @Test
  void an_alert_without_rule_and_resource_falls_back_to_names() {
    assertThat(Payloads.only(RULE + "&instanceName=web-1&dimensions={userId=1}").alertKey())
        .isEqualTo("1|r|instanceName=web-1");
    assertThat(Payloads.only(RULE + "&instanceName=web-1&dimensions={}").alertKey())
        .isEqualTo("1|r|instanceName=web-1");
    assertThat(Payloads.only(RULE).alertKey()).isEqualTo("1|r|");
    assertThat(
            Payloads.only("alertState=OK&userId=1&alertName=a|b&metricProject=p&metricName=m")
                .alertKey())
        .isEqualTo("1|a\\|b|p|m|");
  }

  // 10, 11, 15
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "ALERT,CRITICAL,-,FIRING,CRITICAL",
        "alert,warning,-,FIRING,WARN",
        "Alarm,P4,-,FIRING,INFO",
        "ALERT,2,-,FIRING,CRITICAL",
        "ALERT,null,-,FIRING,-",
        "OK,OK,WARN,OK,WARN",
        "ok,OK,null,OK,-",
        "OK,OK,OK,OK,-",
        "INSUFFICIENT_DATA,INFO,-,NO_DATA,INFO",
        "insufficient_data,NODATA,WARN,NO_DATA,INFO",
        "PENDING,CRITICAL,-,FIRING,CRITICAL",
        "-,WARN,-,FIRING,WARN",
        "PENDING,OK,-,UNRECOGNISED,-",
        "PENDING,NODATA,-,UNRECOGNISED,INFO",
        "PENDING,-,-,UNRECOGNISED,-"
      })
  void state_and_level_are_read_from_their_words(
      String word, String level, String before, State state, Severity severity) {
    Event.Content content =
        Payloads.only(
            "alertName=n&metricName=m&ruleId=r&preTriggerLevel="
                + before
                + (word == null ? "" : "&alertState=" + word)
                + (level == null ? "" : "&triggerLevel=" + level));

    assertThat(content.state()).isEqualTo(state);
    assertThat(content.severity()).isEqualTo(severity);
    assertThat(content.alertKey() == null).isEqualTo(state == State.UNRECOGNISED);
  }

  @Test
  void an_unknown_state_says_in_its_note_what_was_made_of_it() {
    assertThat(Payloads.only("alertState=ODD&triggerLevel=WARN").note())
        .isEqualTo(
            "Its alertState \"ODD\" is not known; it counts as firing because of its level"
                + " \"WARN\".");
    assertThat(Payloads.only("alertState=ODD").note()).contains("\"ODD\" is not known");
  }

  // 13
  @Test
  void a_new_episode_has_the_same_key_and_another_idempotency() {
    Event.Content one = Payloads.only(KEYED + "&transId=t-1");
    Event.Content other = Payloads.only(KEYED + "&transId=t-2");

    assertThat(other.alertKey()).isEqualTo(one.alertKey());
    assertThat(other.idempotency()).isNotEqualTo(one.idempotency());
  }

  // 16
  @ParameterizedTest
  @ValueSource(
      strings = {"", " \r\n", "\uFEFF", "$alertmanager_content", "{\"a\":[$alertmanager_content]}"})
  void an_empty_body_and_the_placeholder_of_arms_are_tests(String body) {
    assertThat(Payloads.only(body).state()).isEqualTo(State.TEST);
  }

  @Test
  void a_query_without_an_event_is_a_test() {
    assertThat(Payloads.readQuery("token=abc&lang=en").get(0).content().state())
        .isEqualTo(State.TEST);
    assertThat(Payloads.readQuery(null).get(0).content().state()).isEqualTo(State.TEST);
    assertThat(Payloads.readQuery("data=%7B%22alert").get(0).content().state())
        .isEqualTo(State.UNRECOGNISED);
    assertThat(Payloads.readQuery("data=" + encoded("{\"a\":1}")).get(0).content().note())
        .isEqualTo("The form holds JSON, but in none of the shapes that CloudMonitor sends.");
  }

  @Test
  void a_query_that_nobody_escaped_keeps_its_characters() {
    byte[] sent = (KEYED + "&alertName=数据库").getBytes(StandardCharsets.UTF_8);

    Event.Content content =
        Payloads.readQuery(new String(sent, StandardCharsets.ISO_8859_1)).get(0).content();

    assertThat(content.details()).contains("alertName: 数据库");
  }

  @Test
  void an_empty_post_is_a_test_whatever_its_query_says() {
    List<Event> events =
        new CloudMonitorReader()
            .read(Payloads.receipt("POST", Payloads.FORM, KEYED, new byte[] {'\n'}));

    assertThat(events).extracting(event -> event.content().state()).containsExactly(State.TEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"msgtype\":\"text\",\"text\":{\"content\":\"hello\"}}",
        "{}",
        "[]",
        "[1,2]",
        "hello",
        "<xml/>",
        "{\"alert\":\"x\"}",
        "{\"type\":\"ALERT\"}",
        "{\"alerts\":[]}",
        "{\"a\":1e99999999999}"
      })
  void anything_else_is_kept_as_unrecognised_with_a_reason(String body) {
    Event.Content content = Payloads.only(body);

    assertThat(content.state()).isEqualTo(State.UNRECOGNISED);
    assertThat(content.note()).endsWith(".").doesNotStartWith(CloudMonitorReader.FAULT);
  }

  // 17
  @Test
  void deep_nesting_is_refused_with_its_place() {
    assertThat(Payloads.only("[".repeat(100_000)).note())
        .startsWith("The body begins like JSON but is nested deeper than 100 levels near byte");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"curValue\":1e99999999999",
        "\"curValue\":NaN",
        "\"alertName\":\"a\nb\tc\u0000\"",
        "\"instanceName\":\"C:\\web\""
      })
  void json_that_is_not_quite_json_does_not_cost_the_alert(String field) {
    Event.Content content =
        Payloads.only("{\"alertState\":\"ALERT\",\"ruleId\":\"r\"," + field + "}");

    assertThat(content.state()).isEqualTo(State.FIRING);
    assertThat(content.alertKey()).startsWith("|r|");
  }

  @Test
  void endless_numbers_and_names_do_not_cost_the_alert() {
    String digits = "9".repeat(100_000);
    Event.Content content =
        Payloads.only(
            "{\"alertState\":\"ALERT\",\"ruleId\":"
                + digits
                + ",\"curValue\":0."
                + digits
                + ",\""
                + "n".repeat(55_000)
                + "\":1}");

    assertThat(content.state()).isEqualTo(State.FIRING);
    assertThat(content.value()).startsWith("0.999").hasSize(200);
    assertThat(content.alertKey()).hasSize(600);
  }

  // 18
  @Test
  void the_first_of_repeated_fields_wins_in_forms_and_in_json() {
    assertThat(Payloads.only("alertState=OK&alertState=ALERT&ruleId=r").state())
        .isEqualTo(State.OK);
    assertThat(Payloads.only("{\"alertState\":\"OK\",\"alertState\":\"ALERT\"}").state())
        .isEqualTo(State.OK);
  }

  @Test
  void unknown_fields_are_shown() {
    assertThat(Payloads.only(KEYED + "&newIn2030=yes").details()).contains("newIn2030: yes");
  }

  // 19
  @Test
  void hostile_text_is_data_and_the_summary_is_one_line() {
    String name = "<script>alert(1)</script>\r\nX-Evil: 1\u0000\u202Egnp.exe\u001b[31m";
    Event.Content content = Payloads.only(KEYED + "&alertName=" + encoded(name));

    assertThat(content.details())
        .contains("<script>alert(1)</script>\r\nX-Evil: 1\uFFFD\u202Egnp.exe");
    assertThat(content.summary())
        .isEqualTo("[WARN] <script>alert(1)</script> X-Evil: 1gnp.exe[31m on i-1");
  }

  @Test
  void long_texts_are_cut_between_characters() {
    String fire = "🔥".repeat(30_000);
    Event.Content content =
        Payloads.only(
            "{\"alertState\":\"ALERT\",\"alertName\":\""
                + fire
                + "\",\"ruleId\":\""
                + fire
                + "\",\"transId\":\""
                + fire
                + "\",\"curValue\":\""
                + fire
                + "\"}");

    assertThat(content.alertKey()).hasSizeLessThanOrEqualTo(600).matches("(?s).*🔥#[0-9a-f]{64}");
    assertThat(content.details()).hasSizeLessThanOrEqualTo(20_000).endsWith("🔥…");
    assertThat(content.episode()).hasSizeLessThanOrEqualTo(200).endsWith("🔥…");
    assertThat(content.value()).hasSizeLessThanOrEqualTo(200).endsWith("🔥…");
    assertThat(content.summary()).hasSizeLessThanOrEqualTo(500).contains("🔥…");
  }

  @Test
  void two_long_keys_are_the_same_only_if_all_of_them_is() {
    String same = KEYED.replace("ruleId=r", "ruleId=" + "r".repeat(1_000));

    assertThat(Payloads.only(same).alertKey()).isEqualTo(Payloads.only(same).alertKey());
    assertThat(Payloads.only(same).alertKey())
        .isNotEqualTo(Payloads.only(same.replace("i-1", "i-2")).alertKey());
  }

  @ParameterizedTest
  @CsvSource({"1%00,r,1,%00r", "1%0A,r,1%20,r", "1|r,x,1,r|x", "1%5C,r,1,%5Cr", "1%E2%80%8B,r,1,r"})
  void no_separator_makes_two_keys_the_same(
      String account, String rule, String otherAccount, String otherRule) {
    String one = "alertState=ALERT&userId=" + account + "x&ruleId=" + rule;
    String other = "alertState=ALERT&userId=" + otherAccount + "x&ruleId=" + otherRule;

    assertThat(Payloads.only(one).alertKey()).isNotEqualTo(Payloads.only(other).alertKey());
  }

  // 21
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"eventId\":\"e-1\"};content.eventId: e-1",
        "\"{\\\"eventId\\\":\\\"e-1\\\"}\";content.eventId: e-1",
        "\"{broken\";content: {broken",
        "null;name: N"
      })
  void the_content_of_a_system_event_may_be_an_object_or_text_or_broken(String value, String line) {
    Event.Content content =
        Payloads.only(
            "{\"product\":\"ECS\",\"name\":\"N\",\"level\":\"CRITICAL\",\"userId\":\"1\",\"id\":\"x\","
                + "\"content\":"
                + value
                + "}");

    assertThat(content.variant()).isEqualTo(Variant.SYSTEM_EVENT);
    assertThat(content.oneShot()).isTrue();
    assertThat(content.alertKey()).isEqualTo("1|x");
    assertThat(content.details().lines()).contains(line);
  }

  @Test
  void a_subscription_is_the_same_in_all_its_encodings() {
    String json = Payloads.text("62-eventsub-resolved.json");
    Event.Content expected = Payloads.only(json);
    assertThat(expected.state()).isEqualTo(State.OK);
    assertThat(expected.oneShot()).isFalse();

    assertThat(Payloads.only("{\"body\":" + json + "}")).isEqualTo(expected);
    assertThat(Payloads.only("body=" + encoded(json))).isEqualTo(expected);
    assertThat(Payloads.readQuery("data=" + encoded(json)).get(0).content()).isEqualTo(expected);
    assertThat(
            Payloads.only(
                "{\"body\":\"" + json.strip().replace("\\", "\\\\").replace("\"", "\\\"") + "\"}"))
        .isEqualTo(expected);
  }

  @Test
  void a_subscription_in_a_form_that_nobody_escaped_is_read_to_its_end() {
    Event.Content content =
        Payloads.only(
            "body={\"userId\":\"1\",\"alert\":{\"alertStatus\":\"TRIGGERED\",\"dedupId\":\"d\","
                + "\"eventName\":\"a&b=100%+c\",\"severity\":\"WARN\"}}");

    assertThat(content.alertKey()).isEqualTo("1|d");
    assertThat(content.summary()).contains("a&b=100%+c");
  }

  @Test
  void a_subscription_as_form_survives_broken_json_in_one_of_its_fields() {
    Event.Content content =
        Payloads.only(
            "userInfo=%7Bbroken&userId=1&batchId=b&time=1767229982000&severity=WARN&alert="
                + encoded(
                    "{\"alertStatus\":\"TRIGGERED\",\"source\":\"SYS_EVENT\",\"dedupId\":\"d\"}"));

    assertThat(content.variant()).isEqualTo(Variant.EVENT_SUBSCRIPTION);
    assertThat(content.alertKey()).isEqualTo("1|d");
    assertThat(content.oneShot()).isTrue();
    assertThat(Payloads.only("batchId=b&alert=%7Bbroken").note())
        .isEqualTo("The field alert begins like JSON but stops being JSON near byte 2.");
  }

  @Test
  void cloudmonitor_2_is_the_same_as_json_and_as_form() {
    Event.Content content =
        Payloads.only(
            "type=ALERT&status=RESOLVED&workspace=w&ruleId=r&id=e-1&severity=CRITICAL&resource="
                + encoded("{\"entity\":{\"entity_id\":\"i-1\"}}"));

    assertThat(content.variant()).isEqualTo(Variant.CLOUDMONITOR_2);
    assertThat(content.state()).isEqualTo(State.OK);
    assertThat(content.alertKey()).isEqualTo("w|r|i-1");
  }

  // several events in one body
  @Test
  void every_alert_of_an_arms_body_is_an_event_with_its_own_id() {
    List<Event> events =
        Payloads.read(
            "{\"status\":\"firing\",\"externalURL\":\"javascript:alert(1)\",\"alerts\":["
                + "{\"status\":\"firing\",\"fingerprint\":\"a\",\"labels\":{\"severity\":\"critical\"}},"
                + "{\"status\":\"resolved\",\"fingerprint\":\"b\",\"labels\":{}},"
                + "{\"labels\":{\"alertname\":\"n\",\"severity\":\"x\",\"pod\":\"p\"}}]}");

    assertThat(events)
        .extracting(event -> event.content().alertKey())
        .containsExactly("a", "b", "alertname=n,pod=p");
    assertThat(events)
        .extracting(event -> event.content().state())
        .containsExactly(State.FIRING, State.OK, State.FIRING);
    assertThat(events).extracting(Event::position).containsExactly(0, 1, 2);
    assertThat(events).extracting(Event::parentId).containsExactly(null, Payloads.ID, Payloads.ID);
    assertThat(events)
        .extracting(Event::id)
        .doesNotHaveDuplicates()
        .isSorted()
        .startsWith(Payloads.ID)
        .allMatch(id -> id.version() == 7 && id.getMostSignificantBits() == TIME);
    assertThat(events)
        .flatExtracting(event -> event.content().links())
        .extracting(link -> link.href())
        .containsOnly("https://arms.console.aliyun.com/");
  }

  @Test
  void an_odd_element_does_not_hide_the_alerts_of_an_arms_body() {
    List<Event> events =
        Payloads.read(
            "{\"status\":\"firing\",\"alerts\":[null,{\"fingerprint\":\"a\"},5,"
                + "{\"fingerprint\":\"b\",\"status\":\"resolved\"}]}");

    assertThat(events).extracting(event -> event.content().alertKey()).containsExactly("a", "b");
    assertThat(events)
        .extracting(event -> event.content().state())
        .containsExactly(State.FIRING, State.OK);
  }

  @Test
  void what_is_no_event_in_an_array_is_named_and_keeps_nothing_from_being_read() {
    List<Event> events = Payloads.read("[{\"alertState\":\"OK\"},5,{\"x\":1}]");

    assertThat(events)
        .extracting(event -> event.content().state())
        .containsExactly(State.OK, State.UNRECOGNISED);
    assertThat(events.get(1).content().note())
        .startsWith("2 of the 3 elements")
        .contains("number 2");
  }

  @Test
  void a_body_holds_a_bounded_number_of_events_and_the_last_says_how_many_were_left_out() {
    int most = CloudMonitorReader.MAX_EVENTS;

    List<Event> events =
        Payloads.read(
            "[" + "{\"alertState\":\"OK\"},".repeat(most + 4) + "{\"alertState\":\"OK\"}]");

    assertThat(events).hasSize(most);
    assertThat(events.get(most - 1).content().note())
        .isEqualTo("5 more were left out: one body may hold " + most + " events.");
  }

  @Test
  void what_follows_the_json_does_not_cost_the_alert() {
    Event.Content content = Payloads.only("{\"alertState\":\"ALERT\"}\n}");

    assertThat(content.state()).isEqualTo(State.FIRING);
    assertThat(content.note()).isEqualTo("What follows the JSON value at byte 24 was left out.");
  }
}
