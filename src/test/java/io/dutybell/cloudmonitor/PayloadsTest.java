package io.dutybell.cloudmonitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.event.Event;
import io.dutybell.event.Receipt;
import io.dutybell.event.Severity;
import io.dutybell.event.State;
import io.dutybell.event.Variant;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every sample body becomes what its line of {@code payloads/index.tsv} says. */
class PayloadsTest {

  private static final Pattern LEVEL = Pattern.compile("(?i)CRITICAL|WARN|INFO");

  static Stream<Arguments> samples() {
    return Payloads.index().stream().map(line -> Arguments.of(line[0], line));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void a_sample_becomes_what_its_line_in_the_index_says(String file, String[] line) {
    Event event = read(file, line[1]);
    Event.Content content = event.content();

    assertThat(event.id()).isEqualTo(Payloads.ID);
    assertThat(event.parentId()).isNull();
    assertThat(event.type()).isNull();
    assertThat(content.variant()).isEqualTo(variant(line[2], line[3]));
    assertThat(content.state()).isEqualTo(state(line[3]));
    assertThat(content.oneShot()).isEqualTo(line[3].contains("one-shot"));
    assertThat(content.severity()).isEqualTo(severity(line[5]));
    assertKey(content.alertKey(), line[4]);
    if (content.alertKey() != null) {
      assertThat(content.summary()).doesNotContain("null").hasSizeGreaterThan(10);
      assertThat(content.details()).contains(": ");
      assertThat(content.idempotency()).isNotNull();
      assertThat(content.occurredAt()).isNotNull();
    }
  }

  private static Event read(String file, String contentType) {
    boolean inQuery = contentType.contains("method GET");
    Receipt receipt =
        inQuery
            ? Payloads.receipt("GET", null, Payloads.text(file).strip(), new byte[0])
            : Payloads.receipt("POST", contentType, null, Payloads.bytes(file));
    List<Event> events = new CloudMonitorReader().read(receipt);
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  private static Variant variant(String column, String state) {
    if (!state.startsWith("firing")
        && !state.startsWith("resolved")
        && !state.startsWith("no-data")
        && !state.startsWith("event")) {
      return Variant.UNKNOWN;
    }
    if (column.startsWith("system event")) {
      return Variant.SYSTEM_EVENT;
    }
    if (column.startsWith("event subscription")) {
      return Variant.EVENT_SUBSCRIPTION;
    }
    if (column.startsWith("CloudMonitor 2.0")) {
      return Variant.CLOUDMONITOR_2;
    }
    return column.startsWith("ARMS") ? Variant.ARMS : Variant.THRESHOLD;
  }

  private static State state(String column) {
    return switch (column.split("[ (:]")[0]) {
      case "firing", "event" -> State.FIRING;
      case "resolved" -> State.OK;
      case "no-data" -> State.NO_DATA;
      case "test" -> State.TEST;
      default -> State.UNRECOGNISED;
    };
  }

  private static Severity severity(String column) {
    Matcher level = LEVEL.matcher(column);
    return level.find() ? Severity.valueOf(level.group().toUpperCase(Locale.ROOT)) : null;
  }

  private static void assertKey(String key, String column) {
    if (column.startsWith("none")) {
      assertThat(key).isNull();
      return;
    }
    boolean fallback = column.startsWith("fallback");
    String parts = fallback ? column.substring(column.indexOf(": ") + 2) : column;
    List<String> values = new ArrayList<>();
    for (String part : parts.replaceFirst(" \\(.*\\)$", "").split(";")) {
      values.add(part.startsWith("instanceName=") ? part : part.substring(part.indexOf('=') + 1));
    }
    if (fallback) {
      assertThat(List.of(key.split("\\|"))).containsSubsequence(values);
    } else {
      assertThat(key).isEqualTo(String.join("|", values));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10-life-2-escalate-critical.form",
        "11-life-3-repeat-critical.form",
        "12-life-4-lower-warn.form",
        "13-life-5-ok.form",
        "14-retry-exact-duplicate.form",
        "21-dims-reordered.form",
        "22-dims-json-object.form",
        "24-custom-labels-english.form",
        "26-seconds-timestamp.form",
        "41-json-flat-strings.json",
        "42-json-typed-values.json"
      })
  void level_language_order_and_encoding_do_not_change_the_alert_key(String file) {
    assertThat(Payloads.file(file).alertKey())
        .isEqualTo(Payloads.file("09-life-1-warn-first.form").alertKey());
  }

  @Test
  void another_resource_of_the_same_rule_has_another_alert_key() {
    assertThat(Payloads.file("20-same-rule-second-instance.form").alertKey())
        .isNotEqualTo(Payloads.file("09-life-1-warn-first.form").alertKey());
  }

  @Test
  void a_retry_has_the_same_idempotency_and_a_change_of_level_another() {
    Event.Content first = Payloads.file("09-life-1-warn-first.form");

    assertThat(Payloads.file("14-retry-exact-duplicate.form").idempotency())
        .isEqualTo(first.idempotency());
    assertThat(Payloads.file("41-json-flat-strings.json").idempotency())
        .as("the same delivery as JSON")
        .isEqualTo(first.idempotency());
    assertThat(Payloads.file("10-life-2-escalate-critical.form").idempotency())
        .isNotEqualTo(first.idempotency());
  }

  @Test
  void a_callback_says_when_it_happened_and_in_which_episode() {
    Event.Content content = Payloads.file("09-life-1-warn-first.form");

    assertThat(content.occurredAt()).isEqualTo(Instant.parse("2026-01-01T01:03:02.114Z"));
    assertThat(content.episode()).isEqualTo("9f148c20-e6ad-11f0-8f3a-00163e2e4b9a");
    assertThat(content.value()).isEqualTo("91.5 %");
    assertThat(Payloads.file("19-insufficient-data-nodata-level.form").episode()).isNull();
  }

  @ParameterizedTest
  @MethodSource("summaries")
  void the_summary_is_built_from_what_is_there(String file, String summary) {
    assertThat(Payloads.file(file).summary()).isEqualTo(summary);
  }

  static Stream<Arguments> summaries() {
    return Stream.of(
        Arguments.of(
            "09-life-1-warn-first.form",
            "[WARN] (Agent)Host.cpu.total 91.5 % >= 80 on prod-web-01 (i-bp1test000000000001) – ECS"
                + " CPU 使用率过高"),
        Arguments.of(
            "13-life-5-ok.form",
            "[OK] (Agent)Host.cpu.total 41.7 % on prod-web-01 (i-bp1test000000000001) – ECS CPU"
                + " 使用率过高"),
        Arguments.of(
            "18-insufficient-data.form",
            "[NO DATA] (Agent)Host.cpu.total on prod-web-01 (i-bp1test000000000001) – ECS CPU"
                + " 使用率过高"),
        Arguments.of(
            "34-sitemonitor-alert.form",
            "[CRITICAL] 可用探测点百分比 50 % <= 80 on 官网"
                + " (https://www.example.com/health?a=1&b=2) – ECS CPU 使用率过高"),
        Arguments.of(
            "35-custom-metric.form",
            "[WARN] order_queue_depth 1820 > 1000 on groupId=41000001,queue=pay – ECS CPU 使用率过高"),
        Arguments.of(
            "50-event-legacy-doc.json",
            "[INFO] ECS Instance:StateChange on prod-gateway-0001 (i-j6c9pagb27uzlikj****)"),
        Arguments.of(
            "60-eventsub-doc-post-json.json",
            "[INFO] ECS CloudAssistant:FirstHeartbeat on i-testhost"),
        Arguments.of(
            "63-eventsub-metric-guess.json",
            "[WARN] CPU usage 91.5 % >= 80 on prod-web-01 (i-bp1test000000000001) – ECS CPU 使用率过高"),
        Arguments.of(
            "70-cms2-occurred.json",
            "[WARN] ECS CPU usage is high: 92.5 > 80 on api-server (i-bp1test000000000001)"),
        Arguments.of("72-cms2-recovered-minimal.json", "[OK] rule-1 on i-bp1test000000000001"),
        Arguments.of("80-arms-firing.json", "[WARN] 容器内存使用率大于80% – Pod 内存 85%"));
  }

  @Test
  void details_are_one_line_per_field_and_custom_details_have_the_same_names_in_every_variant() {
    Event.Content content = Payloads.file("24-custom-labels-english.form");

    assertThat(content.details().lines())
        .contains("alertName: ECS CPU high", "curValue: 91.5", "expression: $Average>=80")
        .noneMatch(line -> line.startsWith("preTriggerLevel"));
    assertThat(content.customDetails())
        .containsEntry("alertName", "ECS CPU high")
        .containsEntry("metric", "cpu_total")
        .containsEntry("value", "91.5")
        .containsEntry("region", "cn-hangzhou")
        .containsEntry("instanceId", "i-bp1test000000000001")
        .containsEntry("account", "1270000000000001")
        .containsEntry("dimensions", Map.of("instanceId", "i-bp1test000000000001"))
        .containsEntry("labels", Map.of("team", "sre", "env", "prod"))
        .hasSizeLessThanOrEqualTo(20);
    assertThat(Payloads.file("63-eventsub-metric-guess.json").customDetails())
        .containsEntry("metric", "cpu_total")
        .containsEntry("instanceName", "prod-web-01")
        .containsEntry("labels", Map.of("team", "sre"));
  }

  @Test
  void links_lead_to_the_console_where_the_region_is_known() {
    assertThat(Payloads.file("09-life-1-warn-first.form").links())
        .extracting(link -> link.href())
        .contains(
            "https://ecs.console.aliyun.com/server/i-bp1test000000000001/detail?regionId=cn-hangzhou");
    assertThat(Payloads.file("70-cms2-occurred.json").links())
        .extracting(link -> link.href())
        .contains("https://cmsnext.console.aliyun.com/history");
    assertThat(Payloads.file("80-arms-firing.json").links())
        .extracting(link -> link.href())
        .containsExactly("https://alerts.console.aliyun.com/#/alarm/alert/detail/2848");
    assertThat(Payloads.file("01-real-apigw-alert-info-2023.form").links())
        .extracting(link -> link.href())
        .allMatch(href -> href.startsWith("https://cloudmonitornext.console.aliyun.com/"));
  }

  @Test
  void a_body_that_breaks_off_says_where() {
    assertThat(Payloads.file("91-truncated-json.json").note())
        .isEqualTo("The body begins like JSON but breaks off at byte 50.");
  }

  @Test
  void a_form_sent_as_it_stands_reads_the_same_from_a_query() {
    String form =
        new String(Payloads.bytes("09-life-1-warn-first.form"), StandardCharsets.US_ASCII);

    Event.Content content = Payloads.readQuery("?" + form).get(0).content();

    assertThat(content).isEqualTo(Payloads.file("09-life-1-warn-first.form"));
  }
}
