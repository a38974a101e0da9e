package io.dutybell.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.event.Link;
import io.dutybell.event.Priority;
import java.time.Instant;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RenderingTest {

  private static final Messages EXAMPLE = Messages.through("email", "bob@example.com");

  @Test
  void the_text_is_in_english_and_in_the_users_time_zone() {
    assertThat(render(EXAMPLE).text())
        .isEqualTo(
            """
            An alert needs you.

            CPUUtilization 97.3 % >= 95 on prod-web-01

            Alert: #12
            Status: Pending
            Severity: Critical
            Priority: High
            Value: 97.3 %
            Alert source: Production
            Since: 2026-11-22 23:05:30 (Asia/Shanghai)
            Events: 4
            Escalation level: 2

            Accept: https://bell.example/a/accept-token
            Resolve: https://bell.example/a/resolve-token
            Open the alert: https://bell.example/alerts/12
            Console: https://cms.example/rule?id=1&x=2

            instanceId: i-bp1
            region: cn-hangzhou""");
  }

  @Test
  void the_text_is_in_chinese_for_a_chinese_user() {
    Rendered rendered =
        render(EXAMPLE.user(Messages.bob("zh-CN", "Europe/Berlin")).purpose(Purpose.RESOLVED));

    assertThat(rendered.subject())
        .isEqualTo("已恢复：[CRITICAL] CPUUtilization 97.3 % >= 95 on prod-web-01");
    assertThat(rendered.text())
        .contains("该告警已恢复。", "级别: 严重", "开始时间: 2026-11-22 16:05:30 (Europe/Berlin)");
    assertThat(rendered.html()).contains("lang=\"zh-CN\"", "查看告警");
  }

  @ParameterizedTest
  @CsvSource({"xx, Nowhere/City", "de, ''", "EN_us, UTC"})
  void an_unknown_language_is_english_and_an_unknown_zone_is_utc(String language, String zone) {
    assertThat(render(EXAMPLE.user(Messages.bob(language, zone))).text())
        .contains("An alert needs you.", "2026-11-22 15:05:30 (UTC)");
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void every_purpose_has_words_in_every_language(Purpose purpose) {
    for (String language : List.of("en", "zh")) {
      Rendered rendered =
          render(EXAMPLE.purpose(purpose).user(Messages.bob(language, "Asia/Shanghai")));
      assertThat(rendered.subject()).isNotBlank();
      assertThat(rendered.text()).contains("bell.example");
    }
  }

  @Test
  void both_languages_have_the_same_words() {
    assertThat(keys(Locale.CHINESE)).isEqualTo(keys(Locale.ENGLISH)).isNotEmpty();
  }

  @Test
  void an_empty_summary_still_says_which_alert_it_is() {
    Messages empty = EXAMPLE.alert(Messages.alert(" \n\t", ""));

    assertThat(render(empty).subject()).isEqualTo("[CRITICAL] Alert #12 from Production");
    assertThat(render(empty).text()).contains("Alert #12 from Production");
    assertThat(render(empty.user(Messages.bob("zh", "Asia/Shanghai"))).subject())
        .isEqualTo("[CRITICAL] 来自 Production 的告警 #12");
  }

  @Test
  void the_fallback_and_a_test_need_neither_user_nor_alert() {
    assertThat(render(EXAMPLE.purpose(Purpose.FALLBACK).user(null)).subject())
        .startsWith("Nobody took it: [CRITICAL] CPU");
    Rendered test = render(EXAMPLE.purpose(Purpose.TEST).alert((Message.AlertView) null));
    assertThat(test.subject()).isEqualTo("Test message from Dutybell");
    assertThat(test.text())
        .isEqualTo("This is a test. If you can read it, messages reach you here.");
    assertThat(test.payload()).containsEntry("alert", null).containsEntry("event", "TEST");
  }

  @Test
  void a_severity_that_the_summary_names_is_not_named_twice() {
    assertThat(render(EXAMPLE.alert(Messages.alert("[CRITICAL] disk full", ""))).subject())
        .isEqualTo("[CRITICAL] disk full");
  }

  @Test
  void a_subject_is_one_line_of_at_most_200_characters_cut_between_characters() {
    String subject =
        render(
                EXAMPLE.alert(
                    Messages.alert("a\r\nBcc: x\u0000\u2028\u202e" + "😀".repeat(300), "")))
            .subject();

    assertThat(subject).startsWith("[CRITICAL] a Bcc: x 😀").endsWith("😀…");
    assertThat(subject.codePointCount(0, subject.length())).isEqualTo(200);
  }

  @Test
  void a_long_text_keeps_the_links_and_is_cut_between_characters() {
    String text =
        render(EXAMPLE.alert(Messages.alert("s".repeat(5_000), "😀".repeat(20_000)))).text();

    assertThat(text.codePointCount(0, text.length())).isEqualTo(8_000);
    assertThat(text).contains("/a/accept-token", "/a/resolve-token", "/alerts/12").endsWith("😀…");
  }

  @Test
  void html_is_escaped_and_loads_nothing() {
    Message.AlertView hostile =
        new Message.AlertView(
            12,
            "<b>src</b>",
            "k",
            "<script>alert('x')</script>",
            "</pre><img src=http://evil/p.png>",
            null,
            Priority.LOW,
            "<i>",
            Instant.EPOCH,
            1,
            3,
            "\"><svg onload=1>",
            Map.of(),
            List.of(
                new Link("\"><script>", "javascript:alert(1)"),
                new Link("x", "https://ok.example/\"onclick=\"alert(1)"),
                new Link("data", "data:text/html,x")),
            "https://bell.example/alerts/12",
            0,
            "<u>eve</u>",
            "<u>eve</u>");
    String html = render(EXAMPLE.alert(hostile)).html();

    assertThat(html)
        .doesNotContain(
            "<script", "<img", "<svg", "<i>", "<b>", "<u>", "javascript:", "data:", "\"onclick")
        .contains("&lt;script&gt;", "&lt;img src");
    assertThat(html)
        .doesNotContainPattern("(?i)<(link|iframe|object|style|form|input)|url\\(|src=\"");
  }

  @Test
  void times_do_not_follow_the_machines_language() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(render(EXAMPLE).payload()).containsEntry("sentAt", "2026-11-22T15:06:00.000Z");
      assertThat(render(EXAMPLE).text()).contains("2026-11-22 23:05:30").contains("Events: 4");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static Rendered render(Messages messages) {
    return Rendering.render(messages.message());
  }

  private static Set<String> keys(Locale locale) {
    Set<String> keys = new HashSet<>();
    Enumeration<String> found =
        ResourceBundle.getBundle("templates.Notifications", locale).getKeys();
    found.asIterator().forEachRemaining(keys::add);
    return keys;
  }
}
