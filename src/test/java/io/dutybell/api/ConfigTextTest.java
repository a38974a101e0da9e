package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.document.DocumentReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How the texts of a configuration document are written. */
class ConfigTextTest {

  private static final String TEXTS =
      """
      # The configuration of Dutybell; docs/configuration.md explains it.

      teams:
        - name: plain
        - name: "1.5"
        - name: "+49 30 1234"
        - name: ".5"
        - name: "2026-01-05T09:00"
        - name: 203.0.113.0/24
        - name: 192.0.2.1
        - name: "192.0.2.1/x"
        - name: "Yes"
        - name: "off"
        - name: "~"
        - name: "null"
        - name: yes and no
        - name: '# no comment'
        - name: 'a: b'
        - name: ''
        - name: ' spaces '
        - name: 值班
        - name: |-
              {{a}}
              two lines
        - name: |
              with an end
        - name: |-
              one

              three
        - name: "ends in a space \\n or a tab\\t"
        - name: "\\abell"
      """;

  @Test
  void a_text_is_quoted_where_it_could_be_taken_for_something_else() {
    String text =
        written(
            "plain",
            "1.5",
            "+49 30 1234",
            ".5",
            "2026-01-05T09:00",
            "203.0.113.0/24",
            "192.0.2.1",
            "192.0.2.1/x",
            "Yes",
            "off",
            "~",
            "null",
            "yes and no",
            "# no comment",
            "a: b",
            "",
            " spaces ",
            "值班",
            "{{a}}\ntwo lines",
            "with an end\n",
            "one\n\nthree",
            "ends in a space \n or a tab\t",
            "\u0007bell");

    assertThat(text).isEqualTo(TEXTS);
  }

  @Test
  void whatever_is_written_is_read_as_it_was() {
    Random random = new Random(4);
    String[] parts = {
      "a", "1", ".", "-", ":", " ", "\n", "'", "\"", "#", "{", "}", "\\", "值", "\t"
    };
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int j = random.nextInt(8); j >= 0; j--) {
        name.append(parts[random.nextInt(parts.length)]);
      }
      names.add(name.toString());
    }

    JsonNode read = DocumentReader.read(written(names.toArray(String[]::new))).root();

    assertThat(read.path("teams")).hasSize(names.size());
    for (int i = 0; i < names.size(); i++) {
      assertThat(read.at("/teams/" + i + "/name").textValue()).isEqualTo(names.get(i));
    }
  }

  private static String written(String... names) {
    List<JsonNode> teams = new ArrayList<>();
    for (String name : names) {
      ObjectNode team = JsonNodeFactory.instance.objectNode();
      teams.add(team.put("name", name));
    }
    Map<ConfigSection, List<JsonNode>> sections = new LinkedHashMap<>();
    sections.put(ConfigSection.TEAMS, teams);
    return ConfigText.of(sections);
  }
}
