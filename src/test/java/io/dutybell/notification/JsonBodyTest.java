package io.dutybell.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

  private static final Map<String, Object> PAYLOAD =
      Map.of(
          "version",
          1,
          "subject",
          "say \"hi\" \\ \n 你好 😀 </script>",
          "alert",
          Map.of("id", 12L, "nested", Map.of("a", List.of(1, "b", true))),
          "list",
          List.of(Map.of("n", 1), Map.of("n", 2)));

  @Test
  void without_a_template_the_payload_is_the_body() {
    assertThat(JsonBody.fill(null, Map.of("version", 1)))
        .isEqualTo(new JsonBody.Filled("{\"version\":1}", null));
    assertThat(JsonBody.fill(" ", Map.of("version", 1)).json()).isEqualTo("{\"version\":1}");
  }

  @Test
  void values_are_written_as_json_with_two_braces_and_with_three() {
    String expected =
        "{\"a\": \"say \\\"hi\\\" \\\\ \\n 你好 😀 </script>\", \"b\": {\"a\":[1,\"b\",true]}, \"c\": 12}";

    assertThat(
            fill("{\"a\": \"{{subject}}\", \"b\": {{alert.nested}}, \"c\": {{alert.id}}}").json())
        .isEqualTo(expected);
    assertThat(
            fill("{\"a\": \"{{{subject}}}\", \"b\": {{&alert.nested}}, \"c\": {{{alert.id}}}}")
                .json())
        .isEqualTo(expected);
  }

  @Test
  void sections_loop_and_missing_values_are_empty() {
    JsonBody.Filled filled =
        fill(
            "{\"l\": [{{#list}}{{n}}{{^-last}},{{/-last}}{{/list}}], \"m\": \"{{no.such}}{{nor}}\"}");

    assertThat(filled).isEqualTo(new JsonBody.Filled("{\"l\": [1,2], \"m\": \"\"}", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": {{subject}}}",
        "{\"a\": ",
        "{{#list}}",
        "{\"a\": 1} trailing",
        "{{> /etc/passwd}}",
        "not json"
      })
  void a_template_that_cannot_be_used_sends_the_payload_and_says_so(String template) {
    JsonBody.Filled filled = fill(template);

    assertThat(filled.problem()).startsWith("The body template could not be used");
    assertThat(filled.json()).contains("\"version\":1", "\"templateProblem\":\"The body template");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{subject.class}}",
        "{{subject.getBytes}}",
        "{{subject.length}}",
        "{{alert.class.classLoader}}",
        "{{list.size}}",
        "{{alert.entrySet}}"
      })
  void a_template_reaches_data_and_never_code(String expression) {
    assertThat(fill("{\"a\": \"" + expression + "\"}").json()).isEqualTo("{\"a\": \"\"}");
  }

  @Test
  void a_template_that_grows_without_measure_is_stopped() {
    Map<String, Object> payload = Map.of("l", Collections.nCopies(1_000, "x"), "version", 1);
    JsonBody.Filled filled =
        JsonBody.fill("[\"{{#l}}{{#l}}{{#l}}xxxxxxxxxx{{/l}}{{/l}}{{/l}}\"]", payload);

    assertThat(filled.problem()).contains("more than 262144 characters");
  }

  private static JsonBody.Filled fill(String template) {
    return JsonBody.fill(template, PAYLOAD);
  }
}
