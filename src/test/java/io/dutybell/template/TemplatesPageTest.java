package io.dutybell.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/templates.md shows is what happens. */
class TemplatesPageTest {

  private static final Path PAGE = Path.of("docs/templates.md");
  private static final Pattern CODE = Pattern.compile("`(.*)`");

  /**
   * A shown template.
   *
   * @param event the JSON of the last event before it on the page
   * @param gives what it makes, or null
   * @param mistake how the sentence about it begins, or null
   */
  private record Example(String event, String template, String gives, String mistake) {}

  @Test
  void every_example_gives_what_the_page_says() throws IOException {
    List<Example> examples = examples(Files.readString(PAGE));

    assertThat(examples).hasSizeGreaterThan(60);
    for (Example example : examples) {
      if (example.mistake() == null) {
        assertThat(Scopes.json(example.template(), example.event()))
            .as(example.template())
            .isEqualTo(example.gives());
      } else {
        TemplateMistake mistake =
            catchThrowableOfType(TemplateMistake.class, () -> Template.parse(example.template()));
        assertThat(mistake.sentence()).as(example.template()).startsWith(example.mistake());
      }
    }
  }

  @Test
  void every_function_is_named_and_shown() throws IOException {
    String page = Files.readString(PAGE);
    List<Example> examples = examples(page);
    for (String name : Functions.names()) {
      assertThat(page).containsPattern("`" + name + "[(`]");
      assertThat(examples)
          .as(name)
          .anyMatch(example -> example.template().contains("." + name + "("));
    }
  }

  @Test
  void every_limit_is_named() throws IOException {
    String limits = Files.readString(PAGE).replaceFirst("(?s).*## Limits", "");
    for (int limit :
        new int[] {
          Template.MAX_LENGTH,
          Template.MAX_NESTING,
          Template.MAX_REGEX_LENGTH,
          Template.MAX_REGEX_SIZE,
          Template.MAX_OUTPUT,
          Template.MAX_STEPS,
          Work.CHARACTERS
        }) {
      assertThat(limits)
          .containsPattern("[ |]" + String.format(Locale.ROOT, "%,d", limit) + "[ ,]");
    }
  }

  private static List<Example> examples(String page) {
    List<Example> examples = new ArrayList<>();
    String event = "{}";
    String template = "";
    int shown = -1;
    boolean isMistake = false;
    for (String block : page.split("\n\n")) {
      String inside = block.replaceFirst("^```\\w*\n", "").replaceFirst("\n```$", "");
      if (block.startsWith("```json\n")) {
        event = inside;
      } else if (block.startsWith("```mustache\n")) {
        template = inside;
      } else if (block.startsWith("```text\n")) {
        examples.add(new Example(event, template, inside, null));
      } else if (block.startsWith("|")) {
        for (String row : block.split("\n")) {
          List<String> cells = cells(row);
          if (cells.contains("example")) {
            shown = cells.indexOf("example");
            isMistake = cells.get(shown + 1).equals("mistake");
          } else if (shown >= 0 && !row.startsWith("|--")) {
            String code = code(cells.get(shown));
            String result = cells.get(shown + 1);
            examples.add(
                isMistake
                    ? new Example(event, code, null, result)
                    : new Example(event, code, result.equals("nothing") ? "" : code(result), null));
          }
        }
        shown = -1;
      }
    }
    return examples;
  }

  private static List<String> cells(String row) {
    List<String> cells = new ArrayList<>();
    for (String cell : row.substring(1).split("(?<!\\\\)\\|")) {
      cells.add(cell.replace("\\|", "|").strip());
    }
    return cells;
  }

  private static String code(String cell) {
    Matcher code = CODE.matcher(cell);
    assertThat(code.matches()).as(cell).isTrue();
    return code.group(1);
  }
}
