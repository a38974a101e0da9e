package io.dutybell.template;

import static io.dutybell.template.Scopes.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the public specification of Mustache says of plain text, without escaping for HTML. */
class MustacheTest {

  private static final String NOTHING = "{}";

  @Test
  void text_without_tags_stays_as_it_is() {
    assertThat(rendered("Line {1} of { 2 }\r\n  }} \n", NOTHING))
        .isEqualTo("Line {1} of { 2 }\r\n  }} \n");
  }

  @Test
  void a_value_is_filled_in_however_its_tag_is_written() {
    for (String tag :
        new String[] {"{{x}}", "{{ x }}", "{{{x}}}", "{{{ x }}}", "{{&x}}", "{{ & x }}"}) {
      assertThat(rendered("<" + tag + ">", "{'x': 'a & b < c'}")).as(tag).isEqualTo("<a & b < c>");
    }
  }

  @Test
  void space_around_a_value_stays_even_when_nothing_else_is_on_the_line() {
    assertThat(rendered("| {{x}} |", "{'x': '-'}")).isEqualTo("| - |");
    assertThat(rendered("  {{x}}\n", "{'x': '-'}")).isEqualTo("  -\n");
    assertThat(rendered("  {{{x}}}\n", "{'x': '-'}")).isEqualTo("  -\n");
    assertThat(rendered("  {{x}}\n", NOTHING)).isEqualTo("  \n");
  }

  @Test
  void values_of_each_kind_are_written_as_in_json() {
    assertThat(rendered("{{x}}", "{'x': 85}")).isEqualTo("85");
    assertThat(rendered("{{x}}", "{'x': 1.210}")).isEqualTo("1.210");
    assertThat(rendered("{{x}}", "{'x': 10000000.0}")).isEqualTo("10000000.0");
    assertThat(rendered("{{x}}", "{'x': 1e7}")).isEqualTo("10000000");
    assertThat(rendered("{{x}}", "{'x': 12345678901234567890123}"))
        .isEqualTo("12345678901234567890123");
    assertThat(rendered("{{x}}", "{'x': 0.1234567890123456789}"))
        .isEqualTo("0.1234567890123456789");
    assertThat(rendered("{{x}}", "{'x': 1e-999999}")).isEqualTo("1E-999999");
    assertThat(rendered("{{x}} {{y}}", "{'x': true, 'y': false}")).isEqualTo("true false");
    assertThat(rendered("({{x}})", "{'x': null}")).isEqualTo("()");
    assertThat(rendered("({{x}})", NOTHING)).isEqualTo("()");
    assertThat(rendered("{{x}}", "{'x': [1, 'a\\nb', null, {'k': [], 'l': {}, 'm': 2.50}]}"))
        .isEqualTo("[1,\"a\\nb\",null,{\"k\":[],\"l\":{},\"m\":2.50}]");
  }

  @Test
  void numbers_that_are_doubles_have_no_exponent() {
    assertThat(
            Template.parse("{{x}} {{y}} {{z}}")
                .render(java.util.Map.of("x", 1.0E7, "y", 97.3, "z", 0.1f))
                .text())
        .isEqualTo("10000000 97.3 0.1");
    assertThat(
            Template.parse("{{x}} {{y}}")
                .render(
                    java.util.Map.of(
                        "x", Double.NaN, "y", java.util.List.of(Double.POSITIVE_INFINITY)))
                .text())
        .isEqualTo("NaN [\"Infinity\"]");
  }

  @Test
  void dotted_names_lead_into_objects() {
    String event = "{'a': {'b': {'c': 'x', 'n': null}}, 'c': 'wrong'}";
    assertThat(rendered("{{a.b.c}}", event)).isEqualTo("x");
    assertThat(rendered("{{#a}}{{b.c}}{{/a}}", event)).isEqualTo("x");
    assertThat(rendered("({{a.b.n}})({{a.x.c}})({{x.b.c}})({{a.b.c.d}})", event))
        .isEqualTo("()()()()");
    assertThat(rendered("{{#a}}{{#b}}{{c}}{{/b}}{{/a}}", event)).isEqualTo("x");
  }

  @Test
  void the_first_name_is_looked_up_outwards_and_the_others_only_in_what_it_leads_to() {
    assertThat(rendered("{{#a}}{{b.c}}{{/a}}", "{'a': {'b': {}}, 'b': {'c': 'wrong'}}")).isEmpty();
    assertThat(rendered("{{#a}}{{x}}{{b}}{{/a}}", "{'a': {'b': 1}, 'x': 2, 'b': 3}"))
        .isEqualTo("21");
    assertThat(rendered("{{#a}}({{x}}){{/a}}", "{'a': {'x': null}, 'x': 2}")).isEqualTo("()");
  }

  @Test
  void the_dot_is_the_value_of_the_section_around() {
    assertThat(rendered("{{#x}}<{{.}}>{{/x}}", "{'x': ['a', 2, 3.50, true]}"))
        .isEqualTo("<a><2><3.50><true>");
    assertThat(rendered("{{#x}}{{#.}}{{.}}{{/.}};{{/x}}", "{'x': [[1, 2], [3]]}"))
        .isEqualTo("12;3;");
    assertThat(rendered("{{#x}}{{#.}}{{n}}{{/.}}{{/x}}", "{'x': [{'n': 1}, {'n': 2}]}"))
        .isEqualTo("12");
    assertThat(rendered("{{#x}}{{.[1]}}{{/x}}", "{'x': [[1, 2], [3, 4]]}")).isEqualTo("24");
    assertThat(rendered("{{.}}", "{'x': 1}")).isEqualTo("{\"x\":1}");
    assertThat(rendered("{{#x}}{{.n}}({{.y}}){{/x}}", "{'x': {'n': 1}, 'y': 2}")).isEqualTo("1()");
  }

  @Test
  void a_section_is_rendered_for_what_counts_as_true() {
    for (String yes : new String[] {"true", "0", "1", "'0'", "'false'", "' '", "{'a': null}"}) {
      assertThat(rendered("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "{'x': " + yes + "}"))
          .as(yes)
          .isEqualTo("yes");
    }
    for (String no : new String[] {"false", "null", "''", "[]", "{}"}) {
      assertThat(rendered("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "{'x': " + no + "}"))
          .as(no)
          .isEqualTo("no");
    }
    assertThat(rendered("{{#x}}yes{{/x}}{{^x}}no{{/x}}", NOTHING)).isEqualTo("no");
    assertThat(rendered("{{#a.b}}yes{{/a.b}}{{^a.b}}no{{/a.b}}", "{'a': {'b': true}}"))
        .isEqualTo("yes");
    assertThat(rendered("{{#a.b}}yes{{/a.b}}{{^a.b}}no{{/a.b}}", "{'a': {}}")).isEqualTo("no");
  }

  @Test
  void a_list_is_a_loop_over_its_items() {
    String event = "{'list': [{'n': 1}, {'n': 2}, {'n': 3}], 'n': 9}";
    assertThat(rendered("{{#list}}{{n}};{{/list}}", event)).isEqualTo("1;2;3;");
    assertThat(rendered("{{#list}}{{m}}{{n}}{{/list}}", "{'list': [{}, null, 'x'], 'n': 9}"))
        .isEqualTo("999");
    assertThat(rendered("{{^list}}none{{/list}}", event)).isEmpty();
  }

  @Test
  void an_object_is_looked_into_first() {
    assertThat(rendered("{{#o}}Hi {{name}}{{/o}}", "{'o': {'name': 'Joe'}, 'name': 'Ann'}"))
        .isEqualTo("Hi Joe");
  }

  @Test
  void sections_may_be_nested_and_repeated() {
    assertThat(
            rendered("{{#b}}first{{/b}} {{two}} {{#b}}third{{/b}}", "{'b': true, 'two': 'second'}"))
        .isEqualTo("first second third");
    assertThat(rendered("|A {{#b}}B {{#b}}C{{/b}} D{{/b}} E|", "{'b': true}"))
        .isEqualTo("|A B C D E|");
    assertThat(rendered("|A {{#b}}B {{#b}}C{{/b}} D{{/b}} E|", "{'b': false}")).isEqualTo("|A  E|");
    assertThat(rendered("|A {{^b}}B {{^b}}C{{/b}} D{{/b}} E|", "{'b': false}"))
        .isEqualTo("|A B C D E|");
    assertThat(
            rendered(
                "{{#a}}{{one}}{{#b}}{{one}}{{two}}{{#c}}{{one}}{{two}}{{three}}{{/c}}{{/b}}{{/a}}",
                "{'a': {'one': 1}, 'b': {'two': 2}, 'c': {'three': 3}}"))
        .isEqualTo("112123");
  }

  @Test
  void tags_of_sections_and_comments_that_stand_alone_take_their_line_with_them() {
    for (String tags :
        new String[] {
          "{{#b}}%n{{/b}}", "{{#b}}%n{{/ b }}", "  {{# b }}  %n\t{{/b}} \t", "{{^n}}%n{{/n}}"
        }) {
      for (String newline : new String[] {"\n", "\r\n"}) {
        String template =
            ("| This%n" + tags.replace("%n", "%n|%n") + "%n| A Line").replace("%n", newline);
        assertThat(rendered(template, "{'b': true}"))
            .as(template)
            .isEqualTo("| This%n|%n| A Line".replace("%n", newline));
      }
    }
    assertThat(rendered("Begin.\n{{! alone }}\nEnd.", NOTHING)).isEqualTo("Begin.\nEnd.");
    assertThat(rendered("Begin.\n  {{!\n several\n lines }}  \nEnd.", NOTHING))
        .isEqualTo("Begin.\nEnd.");
    assertThat(rendered("  {{! first line }}\n!", NOTHING)).isEqualTo("!");
    assertThat(rendered("!\n  {{! last line }}", NOTHING)).isEqualTo("!\n");
    assertThat(rendered("{{#b}}\n/\n  {{/b}}", "{'b': true}")).isEqualTo("/\n");
    assertThat(rendered("|\r\n{{#b}}\r\n{{/b}}\r\n|", "{'b': true}")).isEqualTo("|\r\n|");
  }

  @Test
  void tags_with_something_else_on_their_line_leave_it_as_it_is() {
    assertThat(rendered(" | {{#b}}\t|\t{{/b}} | \n", "{'b': true}")).isEqualTo(" | \t|\t | \n");
    assertThat(rendered(" {{#b}}YES{{/b}}\n {{#b}}GOOD{{/b}}\n", "{'b': true}"))
        .isEqualTo(" YES\n GOOD\n");
    assertThat(rendered(" | {{#b}} {{! x }}\n {{/b}} | \n", "{'b': true}"))
        .isEqualTo(" |  \n  | \n");
    assertThat(rendered("12{{! comment }}34 {{!x}}\n", NOTHING)).isEqualTo("1234 \n");
    assertThat(rendered("{{#b}}{{/b}}\n", "{'b': true}")).isEqualTo("\n");
  }

  @Test
  void comments_say_nothing() {
    assertThat(rendered("12{{!\n  a\n  b\n}}34", NOTHING)).isEqualTo("1234");
    assertThat(rendered("({{! x }})", "{'! x ': 1, '! x': 2, 'x': 3, '!x': 4}")).isEqualTo("()");
    assertThat(rendered("{{! {{ }}{{!'\"( }}|", NOTHING)).isEqualTo("|");
  }

  @Test
  void delimiters_can_be_changed() {
    assertThat(rendered("{{=<% %>=}}(<%text%>) {{text}}", "{'text': 'Hey!'}"))
        .isEqualTo("(Hey!) {{text}}");
    assertThat(rendered("({{=[ ]=}}[text])", "{'text': 'Hey!'}")).isEqualTo("(Hey!)");
    assertThat(rendered("{{= | | =}}|text||={{ }}=|{{text}}", "{'text': 1}")).isEqualTo("11");
    assertThat(rendered("{{=@ -=}}@text-{{", "{'text': 1}")).isEqualTo("1{{");
    assertThat(rendered("{{#s}}{{=| |=}}|x||={{ }}=|{{x}}{{/s}}", "{'s': [{'x': 1}, {'x': 2}]}"))
        .isEqualTo("1122");
    assertThat(rendered("Begin.\n  {{=@ @=}} \nEnd.", NOTHING)).isEqualTo("Begin.\nEnd.");
    assertThat(rendered(" | {{=@ @=}}\n", NOTHING)).isEqualTo(" | \n");
    assertThat(rendered("{{=<% %>=}}<%{x}%><%&x%><%#x%>y<%/x%><%!c%>", "{'x': '<'}"))
        .isEqualTo("<<y");
  }
}
