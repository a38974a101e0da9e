package io.dutybell.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.escalation.EscalationRule;
import io.dutybell.event.Priority;
import io.dutybell.source.Grouping;
import io.dutybell.source.NoData;
import io.dutybell.source.SourceSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredJsonTest {

  @Test
  void settings_are_read_as_they_were_written() {
    SourceSettings settings =
        new SourceSettings(
            Grouping.TIME_WINDOW,
            Duration.ofMinutes(15),
            Priority.LOW,
            NoData.ALERT,
            Duration.ofHours(4),
            Duration.ofMinutes(30),
            List.of("10.0.0.0/8"),
            600);

    assertThat(StoredJson.settings(StoredJson.ofSettings(settings))).isEqualTo(settings);
    assertThat(StoredJson.settings(StoredJson.ofSettings(SourceSettings.defaults())))
        .isEqualTo(SourceSettings.defaults());
  }

  @Test
  void what_a_later_version_wrote_has_its_default() {
    assertThat(StoredJson.settings("{}")).isEqualTo(SourceSettings.defaults());
    assertThat(
            StoredJson.settings(
                "{\"grouping\":\"CONTENT_OF_TOMORROW\",\"acceptTimeout\":7,\"autoResolutionTimeout\":\"soon\",\"new\":[{}]}"))
        .isEqualTo(SourceSettings.defaults());
  }

  @Test
  void rules_are_read_as_they_were_written() {
    List<EscalationRule> rules =
        List.of(
            new EscalationRule(List.of(2L, 1L), List.of(4L, 3L), Duration.ofMinutes(5)),
            new EscalationRule(List.of(), Duration.ofHours(24)));

    assertThat(StoredJson.rules(StoredJson.ofRules(rules))).isEqualTo(rules);
    assertThat(StoredJson.rules("[{\"schedules\":[1]}]"))
        .containsExactly(new EscalationRule(List.of(), List.of(1L), Duration.ofMinutes(30)));
    assertThat(StoredJson.params(StoredJson.ofParams(Map.of("a", "\""))))
        .isEqualTo(Map.of("a", "\""));
  }
}
