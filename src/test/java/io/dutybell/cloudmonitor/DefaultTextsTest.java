package io.dutybell.cloudmonitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.event.Event;
import io.dutybell.event.EventScope;
import io.dutybell.event.Json;
import io.dutybell.event.Language;
import io.dutybell.event.Receipt;
import io.dutybell.event.State;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Dutybell writes about CloudMonitor's events by itself, and what they offer to templates. */
class DefaultTextsTest {

  private static final CloudMonitorReader READER = new CloudMonitorReader();

  static Stream<Arguments> samples() {
    return Payloads.index().stream()
        .filter(line -> !line[4].startsWith("none"))
        .map(line -> Arguments.of(line[0], line));
  }

  private static Receipt receipt(String file, String contentType) {
    return contentType.contains("method GET")
        ? Payloads.receipt("GET", null, Payloads.text(file).strip(), new byte[0])
        : Payloads.receipt("POST", contentType, null, Payloads.bytes(file));
  }

  private static Event read(String file, Language language) {
    String type =
        Payloads.index().stream().filter(l -> l[0].equals(file)).findFirst().orElseThrow()[1];
    return READER.read(receipt(file, type), language, true).get(0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void every_sample_has_texts_in_both_languages_that_say_the_same(String file, String[] line) {
    Event.Content english = read(file, Language.EN).content();
    Event.Content chinese = read(file, Language.ZH).content();

    assertThat(english.summary()).matches("\\[(CRITICAL|WARN|INFO|ALERT|OK|NO DATA)] .+");
    assertThat(chinese.summary()).matches("\\[(严重|警告|信息|告警|已恢复|无数据)] .+");
    assertThat(chinese.summary()).doesNotContain(" on ");
    assertThat(chinese.details().lines().count()).isEqualTo(english.details().lines().count());
    assertThat(chinese.details()).isNotEqualTo(english.details());
    assertThat(chinese.links().stream().map(link -> link.href()))
        .containsExactlyElementsOf(english.links().stream().map(link -> link.href()).toList());
    assertThat(chinese.alertKey()).isEqualTo(english.alertKey());
    assertThat(chinese.idempotency()).isEqualTo(english.idempotency());
    assertThat(chinese.customDetails()).isEqualTo(english.customDetails());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void every_sample_links_to_a_page_on_which_to_look_next(String file, String[] line) {
    assertThat(read(file, Language.EN).content().links()).as(file).isNotEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void every_field_that_was_sent_can_be_had_as_it_came(String file, String[] line)
      throws Json.NotJson {
    Event event = read(file, Language.EN);

    Map<String, Object> scope = EventScope.of(event, "prod");

    assertThat(scope)
        .containsEntry("sourceName", "prod")
        .containsEntry("alertKey", event.content().alertKey())
        .containsEntry("summary", event.content().summary())
        .containsEntry("state", event.content().state().name());
    @SuppressWarnings("unchecked")
    Map<String, Object> raw = (Map<String, Object>) scope.get("raw");
    String sent = new String(Payloads.bytes(file), StandardCharsets.UTF_8).strip();
    if (sent.startsWith("{") && event.content().variant() != io.dutybell.event.Variant.ARMS) {
      JsonNode json = Json.parse(sent).value();
      assertThat(raw.keySet())
          .containsExactlyInAnyOrderElementsOf(
              json.properties().stream()
                  .filter(field -> !field.getValue().isNull())
                  .map(Map.Entry::getKey)
                  .toList());
    } else if (sent.contains("alertName=")) {
      assertThat(raw).isEqualTo(Form.decode(Payloads.bytes(file)));
    }
    assertThat(scope.keySet())
        .containsAll(raw.keySet().stream().filter(n -> isHere(raw, n)).toList());
  }

  private static boolean isHere(Map<String, Object> raw, String name) {
    boolean isOwn = List.of("severity", "priority", "alertKey", "episode").contains(name);
    return !isOwn && io.dutybell.event.Text.present(String.valueOf(raw.get(name))) != null;
  }

  @Test
  void a_threshold_callback_offers_its_fields_and_what_was_made_of_them() {
    Map<String, Object> scope =
        EventScope.of(read("09-life-1-warn-first.form", Language.EN), "prod");

    assertThat(scope)
        .containsEntry("alertState", "ALERT")
        .containsEntry("curValue", "91.5")
        .containsEntry("value", "91.5")
        .containsEntry("valueWithUnit", "91.5 %")
        .containsEntry("severity", "WARN")
        .containsEntry("ruleName", "ECS CPU 使用率过高")
        .containsEntry("instanceId", "i-bp1test000000000001")
        .containsEntry("instance", "prod-web-01 (i-bp1test000000000001)")
        .containsEntry("eventType", "ALERT")
        .containsEntry("dimensions", Map.of("instanceId", "i-bp1test000000000001"))
        .containsEntry("occurredAt", "2026-01-01T01:03:02.114Z")
        .doesNotContainKey("preTriggerLevel");
    assertThat((Map<?, ?>) scope.get("raw")).extracting("preTriggerLevel").isEqualTo("null");
  }

  @Test
  void nested_fields_stay_nested_in_forms_too() {
    Map<String, Object> scope =
        EventScope.of(read("64-eventsub-get-json-query.form", Language.EN), "prod");

    assertThat(scope).extractingByKey("alert").extracting("dedupId").isEqualTo("test-id");
    assertThat(scope).extractingByKey("userInfo").extracting("nickName").isEqualTo("test");
  }

  @Test
  void each_event_of_a_body_has_its_own_fields_and_those_around_it() {
    String body =
        "{\"status\":\"firing\",\"externalURL\":\"https://arms.example.com\",\"alerts\":["
            + "{\"status\":\"firing\",\"labels\":{\"alertname\":\"a\"},\"fingerprint\":\"1\"},"
            + "{\"status\":\"resolved\",\"labels\":{\"alertname\":\"b\"},\"fingerprint\":\"2\"}]}";

    List<Event> events =
        READER.read(
            Payloads.receipt(
                "POST", "application/json", null, body.getBytes(StandardCharsets.UTF_8)),
            Language.EN,
            true);

    assertThat(events).hasSize(2);
    for (int i = 0; i < 2; i++) {
      Map<String, Object> scope = EventScope.of(events.get(i), "prod");
      assertThat(scope)
          .containsEntry("labels", Map.of("alertname", i == 0 ? "a" : "b"))
          .containsEntry("status", i == 0 ? "firing" : "resolved")
          .containsEntry("externalURL", "https://arms.example.com")
          .doesNotContainKey("alerts");
    }
  }

  @Test
  void a_summary_in_chinese_names_what_the_english_one_does() {
    assertThat(read("09-life-1-warn-first.form", Language.ZH).content().summary())
        .isEqualTo(
            "[警告] (Agent)Host.cpu.total 91.5 % >= 80，资源：prod-web-01 (i-bp1test000000000001) – ECS"
                + " CPU 使用率过高");
    assertThat(read("09-life-1-warn-first.form", Language.ZH).content().details().lines())
        .contains("规则名称 (alertName): ECS CPU 使用率过高", "当前值 (curValue): 91.5");
    assertThat(read("13-life-5-ok.form", Language.ZH).content().state()).isEqualTo(State.OK);
  }

  @Test
  void nothing_is_kept_of_the_fields_unless_somebody_wants_them() {
    assertThat(Payloads.read(Payloads.bytes("09-life-1-warn-first.form")).get(0).sent()).isNull();
  }
}
