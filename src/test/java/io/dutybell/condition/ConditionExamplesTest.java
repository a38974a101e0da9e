package io.dutybell.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of docs/conditions.md are true. */
class ConditionExamplesTest {

  private static final Path PAGE = Path.of("docs/conditions.md");
  private static final Pattern LINE = Pattern.compile("(.*?)\\s*->\\s+(.*)");

  /** A line of the page: what is written, and what comes of it. */
  record Example(String condition, String result) {}

  static Stream<Example> examples() throws IOException {
    String page = Files.readString(PAGE);
    List<Example> examples = new ArrayList<>();
    Matcher block = Pattern.compile("(?s)```text\n(.*?)```").matcher(page);
    while (block.find()) {
      for (String line : block.group(1).lines().toList()) {
        Matcher example = LINE.matcher(line);
        assertThat(example.matches()).as(line).isTrue();
        examples.add(new Example(example.group(1), example.group(2)));
      }
    }
    return examples.stream();
  }

  private static Map<String, Object> event() throws IOException {
    Matcher json = Pattern.compile("(?s)```json\n(.*?)```").matcher(Files.readString(PAGE));
    assertThat(json.find()).isTrue();
    return new ObjectMapper().readValue(json.group(1), new TypeReference<Map<String, Object>>() {});
  }

  @ParameterizedTest
  @MethodSource("examples")
  void what_the_page_says_of_a_condition_is_so(Example example) throws IOException {
    if (example.result().startsWith("line ")) {
      ConditionMistake mistake =
          catchThrowableOfType(
              ConditionMistake.class, () -> Condition.parse(example.condition(), Subject.EVENT));
      assertThat(mistake).isNotNull();
      assertThat(mistake.placed()).startsWith(example.result());
      return;
    }

    Verdict verdict =
        Condition.parse(example.condition(), Subject.EVENT).test(new SomeFacts(event()));

    assertThat(verdict).isEqualTo(example.result().equals("true") ? Verdict.HOLDS : Verdict.FAILS);
  }

  @Test
  void the_page_has_examples_of_every_operator() throws IOException {
    String all = examples().map(Example::condition).toList().toString();

    assertThat(
            Stream.of(Operator.values())
                .map(Operator::word)
                .filter(word -> !all.contains(word))
                .toList())
        .isEmpty();
  }

  @Test
  void the_first_line_of_the_page_is_a_condition() throws IOException {
    Matcher first = Pattern.compile("(?s)```\n(.*?)\n```").matcher(Files.readString(PAGE));
    assertThat(first.find()).isTrue();

    assertThat(Condition.parse(first.group(1), Subject.EVENT).test(new SomeFacts(event())))
        .isEqualTo(Verdict.HOLDS);
  }
}
