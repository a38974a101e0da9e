package io.dutybell.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.cloudmonitor.CloudMonitorReader;
import io.dutybell.event.Event;
import io.dutybell.event.Format;
import io.dutybell.event.GenericReader;
import io.dutybell.event.Language;
import io.dutybell.event.Priority;
import io.dutybell.event.Receipt;
import io.dutybell.source.SourceTexts.Mapping;
import io.dutybell.source.SourceTexts.PriorityTemplate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the templates of an alert source make of one event. */
class SourceTemplatesTest {

  private static final List<Mapping> MAPPINGS =
      List.of(
          new Mapping("critical", Priority.LOW),
          new Mapping("CRITICAL", Priority.HIGH),
          new Mapping("Info", Priority.LOW),
          new Mapping("", Priority.LOW));

  private static Event callback(String state, String name, String level) {
    String body =
        "alertName="
            + URLEncoder.encode(name, StandardCharsets.UTF_8)
            + "&alertState="
            + state
            + "&curValue=97.3&unit=%25&dimensions={instanceId=i-1}&metricName=CPU&ruleId=r-1"
            + "&timestamp=1790000000000&triggerLevel="
            + level;
    return new CloudMonitorReader()
        .read(receipt(Format.CLOUDMONITOR, body), Language.EN, true)
        .get(0);
  }

  private static Event generic(String json) {
    return new GenericReader().read(receipt(Format.GENERIC, json), true).get(0);
  }

  private static Receipt receipt(Format format, String body) {
    return new Receipt(
        new UUID(1, 2),
        7,
        format,
        Instant.parse("2026-11-22T12:00:00Z"),
        "POST",
        null,
        null,
        null,
        null,
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static SourceTemplates text(String name, String template) {
    return new SourceTemplates(
        new SourceTexts(null, Map.of(name, template), List.of(), null, null, Map.of()));
  }

  private static SourceTemplates priority(String template) {
    return new SourceTemplates(
        new SourceTexts(
            null, Map.of(), List.of(), new PriorityTemplate(template, MAPPINGS), null, Map.of()));
  }

  private static SourceTemplates link(String text, String textTemplate, String href) {
    return new SourceTemplates(
        new SourceTexts(
            null,
            Map.of(),
            List.of(new SourceTexts.Link(text, textTemplate, href)),
            null,
            null,
            Map.of()));
  }

  @Test
  void a_summary_stands_on_one_line_and_is_cut_like_every_other() {
    Event made =
        text("summaryTemplate", "{{ alertName }}\n{{ sourceName }} {{ curValue }}")
            .apply(callback("ALERT", "x".repeat(600), "WARN"), "prod");

    assertThat(made.content().summary()).hasSize(500).startsWith("xxx").endsWith("…");
    assertThat(
            text("summaryTemplate", "{{ alertName }}\n{{ sourceName }} {{ curValue }}")
                .apply(callback("ALERT", "cpu", "WARN"), "prod")
                .content()
                .summary())
        .isEqualTo("cpu prod 97.3");
    assertThat(made.fallbacks()).isEmpty();
  }

  @Test
  void a_template_without_a_text_leaves_the_default_and_says_so() {
    Event before = callback("ALERT", "cpu", "WARN");

    Event made = text("detailsTemplate", " {{ nothing }} ").apply(before, "prod");

    assertThat(made.content()).isEqualTo(before.content());
    assertThat(made.fallbacks())
        .containsExactly("detailsTemplate gave no text; the default details are used.");
  }

  @Test
  void one_that_is_no_template_leaves_the_default_and_names_the_place() {
    SourceTemplates templates = text("summaryTemplate", "a\n {{#open}} b");
    Event before = callback("ALERT", "cpu", "WARN");

    Event made = templates.apply(before, "prod");

    assertThat(made.content()).isEqualTo(before.content());
    assertThat(made.fallbacks()).hasSize(1);
    assertThat(made.fallbacks().get(0))
        .startsWith("summaryTemplate (line 2, column 2) is no template:")
        .endsWith("; the default summary is used.");
    assertThat(templates.mistakes()).hasSize(1);
  }

  @Test
  void an_alert_key_is_made_of_a_recovery_as_of_its_alert_and_of_a_blank_one_nothing() {
    SourceTemplates templates =
        text("alertKeyTemplate", "{{ alertName }} on {{ dimensions.instanceId }}");

    Event alert = templates.apply(callback("ALERT", "cpu", "WARN"), "prod");
    Event over = templates.apply(callback("OK", "cpu", "OK"), "prod");
    Event blank = text("alertKeyTemplate", "{{ x }}").apply(callback("OK", "cpu", "OK"), "prod");

    assertThat(alert.content().alertKey()).isEqualTo("cpu on i-1");
    assertThat(over.content().alertKey()).isEqualTo("cpu on i-1");
    assertThat(blank.content().alertKey()).isEqualTo("|r-1|instanceId=i-1");
    assertThat(blank.fallbacks())
        .containsExactly("alertKeyTemplate gave no text; the default alert key is used.");
  }

  @Test
  void two_long_alert_keys_are_the_same_only_if_all_of_them_is() {
    SourceTemplates templates = text("alertKeyTemplate", "{{ alertName }}");

    String one =
        templates.apply(callback("ALERT", "k".repeat(700) + "1", "WARN"), "p").content().alertKey();
    String other =
        templates.apply(callback("ALERT", "k".repeat(700) + "2", "WARN"), "p").content().alertKey();

    assertThat(one).hasSizeLessThanOrEqualTo(600).isNotEqualTo(other);
  }

  @Test
  void an_alert_key_that_had_to_be_cut_is_no_key() {
    SourceTemplates templates = text("alertKeyTemplate", "{{ alertName }}");

    Event made = templates.apply(callback("ALERT", "k".repeat(30_000), "WARN"), "p");

    assertThat(made.content().alertKey()).isEqualTo("|r-1|instanceId=i-1");
    assertThat(made.fallbacks())
        .containsExactly(
            "alertKeyTemplate reached the limits of templates; the default alert key is used.");
  }

  @Test
  void a_generic_event_keeps_the_alert_key_that_it_names() {
    SourceTemplates templates = text("alertKeyTemplate", "{{ customDetails.host }}");
    String custom = "\"eventType\":\"ALERT\",\"summary\":\"s\",\"customDetails\":{\"host\":\"h\"}";

    assertThat(templates.apply(generic("{\"alertKey\":\"own\"," + custom + "}"), "p").content())
        .extracting(Event.Content::alertKey)
        .isEqualTo("own");
    assertThat(templates.apply(generic("{" + custom + "}"), "p").content().alertKey())
        .isEqualTo("h");
    assertThat(templates.apply(generic("{\"alertKey\":\" \"," + custom + "}"), "p").content())
        .extracting(Event.Content::alertKey)
        .isEqualTo("h");
  }

  @ParameterizedTest
  @CsvSource({"CRITICAL,HIGH", "critical,LOW", "INFO,LOW", "Critical,LOW", "WARN,"})
  void a_mapping_is_found_by_its_exact_value_and_else_without_regard_to_case(
      String level, Priority expected) {
    Event made = priority("{{ raw.triggerLevel }}").apply(callback("ALERT", "cpu", level), "prod");

    assertThat(made.content().priority()).isEqualTo(expected);
    assertThat(made.fallbacks()).hasSize(expected == null ? 1 : 0);
  }

  @Test
  void a_blank_value_has_a_mapping_if_the_table_has_one_for_it() {
    assertThat(priority("{{ nothing }}").apply(callback("ALERT", "cpu", "WARN"), "prod").content())
        .extracting(Event.Content::priority)
        .isEqualTo(Priority.LOW);
  }

  @Test
  void a_priority_and_a_routing_key_that_the_event_names_itself_count() {
    Event event =
        generic(
            "{\"eventType\":\"ALERT\",\"summary\":\"s\",\"severity\":\"INFO\",\"priority\":\"HIGH\","
                + "\"routingKey\":\"own\"}");

    assertThat(priority("{{ severity }}").apply(event, "p").content().priority())
        .isEqualTo(Priority.HIGH);
    assertThat(text("routingTemplate", "{{ summary }}").apply(event, "p").content().routingKey())
        .isEqualTo("own");
  }

  @Test
  void links_of_templates_come_first_and_what_is_no_web_address_is_left_out_with_a_reason() {
    Event event = callback("ALERT", "cpu", "WARN");

    Event made = link("Runbook", null, "https://example.org/{{ alertName }}").apply(event, "prod");
    Event script = link(null, "{{ alertName }}", "javascript:{{ alertName }}").apply(event, "p");
    Event named = link("x", "Look at {{ instanceId }}", "http://a.b/").apply(event, "p");

    assertThat(made.content().links().get(0).href()).isEqualTo("https://example.org/cpu");
    assertThat(made.content().links().get(0).text()).isEqualTo("Runbook");
    assertThat(made.content().links()).hasSize(event.content().links().size() + 1);
    assertThat(script.content().links()).isEqualTo(event.content().links());
    assertThat(script.fallbacks())
        .containsExactly(
            "linkTemplates[0].hrefTemplate gave no http or https URL; the link is left out.");
    assertThat(named.content().links().get(0).text()).isEqualTo("Look at i-1");
  }

  @Test
  void a_recovery_and_what_was_not_recognised_have_nothing_made_but_the_key() {
    SourceTemplates templates = text("summaryTemplate", "mine");
    Event over = callback("OK", "cpu", "OK");
    Event strange =
        new CloudMonitorReader().read(receipt(Format.CLOUDMONITOR, "{}"), Language.EN, true).get(0);

    assertThat(templates.apply(over, "p")).isSameAs(over);
    assertThat(templates.apply(strange, "p")).isSameAs(strange);
  }

  @Test
  void what_lets_a_caller_in_is_no_part_of_the_event() {
    Event event =
        generic(
            "{\"integrationKey\":\"secret\",\"apiKey\":\"secret\",\"eventType\":\"ALERT\",\"summary\":\"s\"}");

    Event made =
        text("summaryTemplate", "{{ integrationKey }}{{ raw }}{{ apiKey }}").apply(event, "p");

    assertThat(made.content().summary()).doesNotContain("secret").contains("\"summary\"");
  }
}
