package io.dutybell.template;

import static io.dutybell.template.Scopes.rendered;
import static io.dutybell.template.Scopes.scope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Templates and events that want more than they get. */
class HostileTemplateTest {

  private static final int TEMPLATES = Integer.getInteger("dutybell.fuzz.templates", 5_000);
  private static final long SEED = Long.getLong("dutybell.fuzz.seed", 20_261_122L);

  /** Much more than any of it takes, even on a machine that is busy with something else. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static RenderedText inTime(String template, Map<String, Object> scope) {
    Template read = Template.parse(template);
    RenderedText rendered = assertTimeoutPreemptively(SOON, () -> read.render(scope));
    assertThat(rendered.text().length()).isLessThanOrEqualTo(Template.MAX_OUTPUT);
    return rendered;
  }

  private static void assertStopped(String template, Map<String, Object> scope) {
    RenderedText rendered = inTime(template, scope);
    assertThat(rendered.cut()).as(template).isTrue();
    assertThat(rendered.text()).endsWith("…");
  }

  @Test
  void random_templates_and_events_do_nothing_but_what_is_promised() {
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < TEMPLATES; i++) {
      String source = new RandomTemplate(random).text();
      Map<String, Object> scope = RandomScope.object(random, 4);
      try {
        Template template = Template.parse(source);
        read++;
        RenderedText rendered = template.render(scope);
        assertThat(rendered.text().length()).isLessThanOrEqualTo(Template.MAX_OUTPUT);
        assertThat(isStorable(rendered.text())).as(source).isTrue();
        assertThat(template.render(scope)).as(source).isEqualTo(rendered);
      } catch (TemplateMistake e) {
        assertThat(e.getMessage()).isNotBlank();
        assertThat(isStorable(e.getMessage())).as(source).isTrue();
        assertThat(e.line()).isBetween(1, source.length() + 1);
        assertThat(e.column()).isBetween(1, source.length() + 1);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + SEED + ", template " + i + ": " + source, e);
      }
    }
    assertThat(read).as("templates without a mistake").isGreaterThan(TEMPLATES / 5);
  }

  @Test
  void random_regular_expressions_are_refused_or_work() {
    String[] parts = {
      "a",
      "b",
      ".",
      "(",
      ")",
      "(?:",
      "(?P<n>",
      "(?i)",
      "[",
      "]",
      "[^",
      "-",
      "*",
      "+",
      "?",
      "{2}",
      "{3,}",
      "{0,9}",
      "{1000}",
      "|",
      "^",
      "$",
      "\\\\b",
      "\\d",
      "\\W",
      "\\pL",
      "\\p{Greek}",
      "\\P{",
      "\\Q",
      "\\E",
      "\\x{10FFFF}",
      "\\x",
      "\\C",
      "\\1",
      "[[:alpha:]]",
      "😀",
      "\uD83D",
      "\u0000",
      "\n",
      "é",
      "\\z",
      "\\A",
      "(?s)",
      "(?U)",
      "(?m)",
      "(?-i)",
      "[a-",
      "a-z]",
      "\\8"
    };
    Random random = new Random(SEED);
    Map<String, Object> scope = Map.of("x", "ab\nAB-磁盘 😀 \uD83D" + "ab ".repeat(300) + "é1");
    int read = 0;
    for (int i = 0; i < TEMPLATES; i++) {
      StringBuilder regex = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        regex.append(parts[random.nextInt(parts.length)]);
      }
      String function = i % 2 == 0 ? "regexTake('%s', 0)" : "regexReplaceAll('%s', '<$0>')";
      String source = "{{x." + String.format(function, regex) + "}}";
      try {
        Template template = Template.parse(source);
        read++;
        template.render(scope);
      } catch (TemplateMistake e) {
        assertThat(isStorable(e.getMessage())).as(source).isTrue();
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + SEED + ", expression " + i + ": " + source, e);
      }
    }
    assertThat(read).as("expressions without a mistake").isGreaterThan(TEMPLATES / 10);
  }

  private static boolean isStorable(String text) {
    return text.indexOf(0) < 0
        && text.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  @Test
  void loops_in_loops_end() {
    Map<String, Object> many = Map.of("a", Collections.nCopies(1_000, "x"));
    int deep = Template.MAX_NESTING;
    assertStopped("{{#a}}".repeat(deep) + "{{.}}" + "{{/a}}".repeat(deep), many);
    assertStopped("{{#a}}".repeat(deep) + "{{/a}}".repeat(deep), many);
    assertStopped("{{#a}}".repeat(deep) + "{{missing}}" + "{{/a}}".repeat(deep), many);
    assertStopped("{{#a}}{{#a}}{{^b}}{{/b}}{{/a}}{{/a}}", many);
    assertStopped("{{#a}}{{#a}}{{x.default('')}}{{/a}}{{/a}}", many);
  }

  @Test
  void long_texts_are_not_read_again_and_again() {
    Map<String, Object> scope = new HashMap<>();
    scope.put("text", "a".repeat(262_144));
    scope.put("list", Collections.nCopies(10_000, "x"));
    scope.put(
        "object",
        scope("{'k': " + "[".repeat(90) + "'" + "b".repeat(200_000) + "'" + "]".repeat(90) + "}"));
    for (String call :
        List.of(
            "text.upperCase()",
            "text.replaceAll('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')",
            "text.splitTakeAt('b', 0)",
            "text.regexTake('(a|b)*c')",
            "text.regexTake('(x+x+)+y')",
            "text.regexReplaceAll('a.*b|a', '')",
            "text.regexReplaceAll('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')",
            "text.extractUrl()",
            "text.urlEncode()",
            "object.upperCase()",
            "list.join('" + "y".repeat(5_000) + "')",
            "object.entries()")) {
      assertStopped(
          "{{#list}}{{#list}}{{^"
              + call
              + ".equalsTakeOrDrop('z', '')}}{{/"
              + call.substring(0, call.indexOf('.'))
              + "}}{{/list}}{{/list}}",
          scope);
    }
  }

  @Test
  void a_function_on_a_long_text_is_done_once() {
    Map<String, Object> scope = Map.of("text", "a".repeat(262_143) + "b");
    assertThat(inTime("{{text.upperCase().substring(262140)}}", scope))
        .isEqualTo(new RenderedText("AAAB", false));
    assertThat(inTime("{{text.regexTake('a(b)')}}", scope)).isEqualTo(new RenderedText("b", false));
    assertThat(inTime("{{text.regexReplaceAll('a+', '')}}", scope))
        .isEqualTo(new RenderedText("b", false));
  }

  @Test
  void what_is_nested_without_end_is_written_down_to_a_depth() {
    List<Object> deep = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      deep = new ArrayList<>(List.of(deep));
    }
    String text = inTime("{{deep}}", Map.of("deep", deep)).text();
    assertThat(text).startsWith("[[[").contains("[null]").endsWith("]]]").hasSize(200 + 4 + 200);

    Map<String, Object> around = new LinkedHashMap<>();
    around.put("x", around);
    around.put("y", List.of(around, around));
    assertStopped("{{x}}", around);
    assertStopped("{{x.upperCase()}}", around);
    assertThat(inTime("{{#x}}{{#x}}{{#y}}{{x.x.x.z}}.{{/y}}{{/x}}{{/x}}", around).text())
        .isEqualTo("..");
  }

  @Test
  void a_result_that_is_too_long_is_cut_between_characters_as_people_see_them() {
    int max = Template.MAX_OUTPUT;
    assertThat(inTime("{{x}}", Map.of("x", "a".repeat(max))))
        .isEqualTo(new RenderedText("a".repeat(max), false));
    assertThat(inTime("{{x}}", Map.of("x", "a".repeat(max + 1))))
        .isEqualTo(new RenderedText("a".repeat(max - 1) + "…", true));
    assertThat(inTime("{{x}}b", Map.of("x", "a".repeat(max))))
        .isEqualTo(new RenderedText("a".repeat(max - 1) + "…", true));
    for (String character :
        List.of("😀", "👩‍👩‍👧‍👦", "🇨🇳", "e\u0301", "\u1100\u1161\u11A8", "\r\n", "磁")) {
      for (int before = 0; before < character.length(); before++) {
        String start = "a".repeat(before);
        String text = inTime("{{x}}", Map.of("x", start + character.repeat(max + 1))).text();
        int left = text.length() - before - 1;
        assertThat(text).as(character).startsWith(start + character).endsWith(character + "…");
        assertThat(left % character.length()).as(character + before).isZero();
        assertThat(text.length()).isGreaterThan(max - character.length() - 1);
      }
    }
    String marks = inTime("{{x}}", Map.of("x", "e" + "\u0301".repeat(2 * max))).text();
    assertThat(marks).hasSize(max).endsWith("\u0301…");
  }

  @Test
  void halves_of_characters_and_nul_do_not_get_through() {
    Map<String, Object> scope = new HashMap<>();
    scope.put("high", "\uD83D");
    scope.put("low", "\uDE00");
    scope.put("nul", "\u0000");
    scope.put("both", "😀");
    scope.put("\uD83D", "odd");
    assertThat(
            inTime("{{high}}|{{low}}|{{nul}}|{{high}}{{low}}|\uD83D|{{low}}{{high}}", scope).text())
        .isEqualTo("\uFFFD|\uFFFD|\uFFFD|😀|\uFFFD|\uFFFD\uFFFD");
    assertThat(inTime("{{both.replaceAll('\uDE00', '')}}", scope).text()).isEqualTo("\uFFFD");
    assertThat(inTime("{{both.splitTakeAt('\uD83D', 1)}}", scope).text()).isEqualTo("\uFFFD");
    assertThat(inTime("{{\uD83D}}{{high.urlEncode()}}", scope).text()).isEqualTo("odd%3F");
    assertThat(inTime("{{high.regexReplaceAll('.', 'x')}}", scope).text()).isEqualTo("x");
  }

  @Test
  void nothing_but_the_event_can_be_seen() {
    String event = "{'x': 'text', 'list': [1], 'o': {}}";
    for (String tag :
        List.of(
            "class",
            "x.class",
            "x.getClass",
            "x.length",
            "x.bytes",
            "x.toString",
            "list.size",
            "list.length",
            "list.empty",
            "o.size",
            "o.empty",
            "o.entrySet",
            "java",
            "System.getenv",
            "PATH",
            "env.PATH",
            "user.home",
            "this",
            "@root",
            "-index",
            "list.1",
            "list[1]")) {
      assertThat(rendered("({{" + tag + "}})", event)).as(tag).isEqualTo("()");
    }
  }

  @Test
  void a_template_can_be_rendered_by_many_threads_at_once() {
    Template template = Template.parse("{{#l}}{{.}}-{{x.regexTake(\"(\\d+)\")}};{{/l}}");
    List<String> texts =
        IntStream.range(0, 2_000)
            .parallel()
            .mapToObj(i -> template.render(Map.of("l", List.of(1, 2), "x", "n" + i)).text())
            .toList();
    assertThat(texts)
        .isEqualTo(IntStream.range(0, 2_000).mapToObj(i -> "1-" + i + ";2-" + i + ";").toList());
  }

  @Test
  void nine_thousand_tags_are_read_and_rendered() {
    int tags = Template.MAX_LENGTH / "{{x}}".length();
    assertThat(inTime("{{x}}".repeat(tags), Map.of("x", "y")).text()).isEqualTo("y".repeat(tags));
    int sections = Template.MAX_LENGTH / "{{#x}}{{/x}}".length();
    assertThat(inTime("{{#x}}{{/x}}".repeat(sections), Map.of("x", "y")).text()).isEmpty();
    String path = "x" + ".x".repeat(4_000);
    assertThat(inTime("{{" + path + "}}", Map.of("x", "y")).text()).isEmpty();
    String calls = "x" + ".trim()".repeat(1_400);
    assertThat(inTime("{{" + calls + "}}", Map.of("x", "y")).text()).isEqualTo("y");
  }
}
