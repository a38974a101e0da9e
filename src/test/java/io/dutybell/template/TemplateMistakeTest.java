package io.dutybell.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class TemplateMistakeTest {

  private static TemplateMistake mistake(String template) {
    TemplateMistake mistake =
        catchThrowableOfType(TemplateMistake.class, () -> Template.parse(template));
    assertThat(mistake).as(template).isNotNull();
    return mistake;
  }

  @Test
  void a_mistake_has_its_place_and_says_what_would_be_right() {
    String[][] mistakes = {
      {"{{ a", "1:1", "The tag is not closed: }} is missing"},
      {"ab\n {{{ a }}", "2:8", "\"}\" cannot stand here, where }}}"},
      {"{{", "1:1", "The tag is not closed: }} is missing"},
      {"{{! a", "1:1", "The tag is not closed: }} is missing"},
      {"{{}}", "1:3", "A name is missing here"},
      {"{{# }}", "1:5", "A name is missing here"},
      {"{{ a. }}", "1:6", "A name is missing here"},
      {"{{ a b }}", "1:6", "\"b\" cannot stand here, where }}"},
      {"{{ a | upper }}", "1:6", "\"|\" cannot stand here"},
      {"😀😀{{ a\n= }}", "2:1", "\"=\" cannot stand here"},
      {"{{ a.upperCase( }}", "1:17", "\"}\" cannot stand here, where )"},
      {"{{ a.join(\"x }}", "1:1", "\" is missing"},
      {"{{ a.join('x' }}", "1:15", "\"}\" cannot stand here, where )"},
      {"{{ a[0 }}", "1:8", "\"}\" cannot stand here, where ]"},
      {"{{ a[b] }}", "1:5", "[\"odd key\"]"},
      {"{{ [0] }}", "1:4", "A place needs its list before it"},
      {"{{ a[-1] }}", "1:5", "counted from 0"},
      {"{{ a[12345678] }}", "1:5", "at most six digits"},
      {"{{ a\u0000 }}", "1:5", "U+0000 cannot stand here"},
      {"{{#a}} x", "1:1", "The section {{#a}} is not closed: {{/a}} is missing"},
      {"{{ ^ a.b }} x", "1:1", "{{ /a.b }} is missing"},
      {"x {{/a}}", "1:3", "{{/a}} closes a section, but none is open here"},
      {"{{#a}}{{#b}}{{/a}}{{/b}}", "1:13", "{{/a}} does not close {{#b}}; write {{/b}} first"},
      {"{{#a}}{{#a}}{{/b}}", "1:13", "{{/b}} does not close {{#a}}"},
      {"{{#a.trim()}}{{/a.join()}}", "1:14", "does not close"},
      {"{{#.}}{{/a}}", "1:7", "does not close"},
      {"{{> part }}", "1:3", "cannot include other templates"},
      {"{{< part }}", "1:3", "cannot include other templates"},
      {"{{$ block }}", "1:3", "There are no blocks"},
      {"{{= x =}}", "1:4", "New delimiters are two words"},
      {"{{= == y =}}", "1:4", "New delimiters are two words"},
      {"{{= <% %> }}", "1:1", "=}} is missing"},
      {"{{ upperCase() }}", "1:4", "needs a value before it, such as summary.upperCase"},
      {"{{ a.uppercase() }}", "1:6", "There is no function uppercase; write upperCase"},
      {"{{ a.shout() }}", "1:6", "There is no function shout; there are lowerCase, upperCase"},
      {"{{ a.upperCase(1) }}", "1:6", "upperCase takes no arguments, as in upperCase()"},
      {"{{ a.substring() }}", "1:6", "substring takes 1 to 2 arguments, as in substring(0, 8)"},
      {"{{ a.splitTakeAt(' ') }}", "1:6", "splitTakeAt takes 2 arguments, as in"},
      {"{{ a.splitTakeAt(' ', '0') }}", "1:23", "Argument 2 of splitTakeAt must be a whole number"},
      {"{{ a.splitTakeAt(' ', -1) }}", "1:23", "Argument 2 of splitTakeAt must be a whole number"},
      {"{{ a.splitTakeAt('', 0) }}", "1:18", "Argument 1 of splitTakeAt must not be empty"},
      {"{{ a.replaceAll('', 'b') }}", "1:17", "Argument 1 of replaceAll must not be empty"},
      {"{{ a.substring(3, 2) }}", "1:19", "must not be before argument 1"},
      {"{{ a.substring(99999999999) }}", "1:16", "a whole number from 0 to 1000000"},
      {"{{ a.round(21) }}", "1:12", "a whole number from 0 to 20"},
      {"{{ a.formatUnixMs('M', 'Mars') }}", "1:24", "must be a time zone, such as"},
      {"{{ a.regexTake('(') }}", "1:16", "missing closing )"},
      {"{{ a.regexTake('(?=a)') }}", "1:16", "RE2"},
      {"{{ a.regexTake('a', 1) }}", "1:21", "a whole number from 0 to 0"},
      {"{{ a.regexReplaceAll('a', '$1') }}", "1:27", "names group $1"},
    };
    for (String[] expected : mistakes) {
      TemplateMistake mistake = mistake(expected[0]);
      assertThat(mistake.line() + ":" + mistake.column()).as(expected[0]).isEqualTo(expected[1]);
      assertThat(mistake).as(expected[0]).hasMessageContaining(expected[2]);
      assertThat(mistake.sentence())
          .isEqualTo(
              "line "
                  + mistake.line()
                  + ", column "
                  + mistake.column()
                  + ": "
                  + mistake.getMessage());
    }
  }

  @Test
  void a_mistake_can_be_stored_and_sent_whatever_the_template_holds() {
    assertThat(mistake("{{#\uD83D}}").getMessage())
        .contains("{{#\uFFFD}}")
        .doesNotContain("\uD83D");
    assertThat(mistake("{{a \uDE00}}").getMessage()).contains("U+DE00");
    assertThat(mistake("{{#" + "a".repeat(9_000) + "}}").getMessage().length()).isLessThan(300);
    assertThat(mistake("{{a." + "b".repeat(9_000) + "()}}").getMessage().length())
        .isLessThan(1_500);
  }

  @Test
  void what_is_too_long_or_nested_too_deeply_is_a_mistake() {
    Template.parse("a".repeat(Template.MAX_LENGTH));
    assertThat(mistake("a".repeat(Template.MAX_LENGTH + 1))).hasMessageContaining("at most 10000");

    int deep = Template.MAX_NESTING;
    Template.parse("{{#a}}".repeat(deep) + "{{/a}}".repeat(deep));
    TemplateMistake mistake = mistake("{{#a}}".repeat(deep + 1) + "{{/a}}".repeat(deep + 1));
    assertThat(mistake.column()).isEqualTo(deep * 6 + 1);
    assertThat(mistake).hasMessageContaining("32 deep");
  }

  @Test
  void a_regular_expression_that_would_take_much_room_is_a_mistake() {
    for (String regex :
        new String[] {
          "(x{1000}){1000}",
          "((((x{1000}){1000}){1000}){1000})",
          "(a|b|c|d|e|f){200}",
          "a{501}",
          "x{1,1000}",
          "((((((a{9}){9}){9}){9}){9}){9}){9}",
          "(((a{9,}){9,}){9,}){9,}",
          "(?:(?P<n>a{99}){99}){99}"
        }) {
      assertThat(mistake("{{ a.regexTake('" + regex + "') }}"))
          .as(regex)
          .hasMessageContaining("more than 500 instructions");
    }
    assertThat(mistake("{{ a.regexTake('" + "a".repeat(201) + "') }}"))
        .hasMessageContaining("more than 200 characters");
    for (String regex :
        new String[] {
          "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
          "(\\d{1,3}\\.){3}\\d{1,3}",
          "([0-9a-f]{2}:){5}[0-9a-f]{2}",
          "[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){0,2}",
          "(".repeat(95) + "a" + ")".repeat(95)
        }) {
      Template.parse("{{ a.regexTake('" + regex + "', 0) }}");
    }
  }
}
