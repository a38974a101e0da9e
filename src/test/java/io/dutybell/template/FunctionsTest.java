package io.dutybell.template;

import static io.dutybell.template.Scopes.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionsTest {

  private static String of(String call, String value) {
    return rendered("({{ x." + call + " }})", "{'x': " + value + "}");
  }

  @Test
  void texts_change_their_case_and_lose_space_around_them() {
    assertThat(of("lowerCase()", "'Gavin BELSON ÄÖ'")).isEqualTo("(gavin belson äö)");
    assertThat(of("upperCase()", "'Gavin ß ı'")).isEqualTo("(GAVIN SS I)");
    assertThat(of("trim()", "' a b\\n'")).isEqualTo("(a b)");
  }

  @Test
  void a_part_of_a_text_is_counted_in_characters() {
    assertThat(of("substring(3)", "'Test result'")).isEqualTo("(t result)");
    assertThat(of("substring(5, 8)", "'Test result'")).isEqualTo("(res)");
    assertThat(of("substring(1, 2)", "'😀😁😂'")).isEqualTo("(😁)");
    assertThat(of("substring(1)", "'😀😁😂'")).isEqualTo("(😁😂)");
    assertThat(of("substring(2, 99)", "'abc'")).isEqualTo("(c)");
    assertThat(of("substring(7, 9)", "'abc'")).isEqualTo("()");
    assertThat(of("substring(0, 0)", "'abc'")).isEqualTo("()");
  }

  @Test
  void character_sequences_are_replaced_as_they_are() {
    assertThat(of("replaceAll('Gavin B', 'Richard H')", "'Gavin B owns; Gavin B'"))
        .isEqualTo("(Richard H owns; Richard H)");
    assertThat(of("replaceAll('.', '$1')", "'a.b.'")).isEqualTo("(a$1b$1)");
    assertThat(of("replaceAll(\"aa\", \"a\")", "'aaaa'")).isEqualTo("(aa)");
    assertThat(of("replaceAll(a\\ b,\"-\")", "'1a b2'")).isEqualTo("(1-2)");
    assertThat(of("replaceAll('}}', ')')", "'{{}}'")).isEqualTo("({{))");
  }

  @Test
  void a_text_is_split_and_one_part_taken() {
    assertThat(of("splitTakeAt(\" \", 0)", "'a b  c'")).isEqualTo("(a)");
    assertThat(of("splitTakeAt(' ',2)", "'a b  c'")).isEqualTo("()");
    assertThat(of("splitTakeAt( ' ' , 3 )", "'a b  c'")).isEqualTo("(c)");
    assertThat(of("splitTakeAt(' ', 4)", "'a b  c'")).isEqualTo("()");
    assertThat(of("splitTakeAt('Belson, ', 1)", "'Gavin Belson, Richard, Russ'"))
        .isEqualTo("(Richard, Russ)");
    assertThat(of("splitTakeAt('x', 0)", "'abc'")).isEqualTo("(abc)");
  }

  @Test
  void texts_are_taken_or_dropped_by_what_they_begin_with_contain_end_with_or_are() {
    String[][] holding = {
      {"startsWith", "ab"}, {"equals", "abc"}, {"endsWith", "bc"}, {"contains", "b"}
    };
    for (String[] function : holding) {
      String yes = "('" + function[1] + "', 'new')";
      String no = "('X', 'new')";
      assertThat(of(function[0] + "Take" + yes, "'abc'")).as(function[0]).isEqualTo("(new)");
      assertThat(of(function[0] + "Take" + no, "'abc'")).as(function[0]).isEqualTo("(abc)");
      assertThat(of(function[0] + "TakeOrDrop" + yes, "'abc'")).as(function[0]).isEqualTo("(new)");
      assertThat(of(function[0] + "TakeOrDrop" + no, "'abc'")).as(function[0]).isEqualTo("()");
      assertThat(of(function[0] + "Else" + yes, "'abc'")).as(function[0]).isEqualTo("(abc)");
      assertThat(of(function[0] + "Else" + no, "'abc'")).as(function[0]).isEqualTo("(new)");
      assertThat(of(function[0] + "ElseOrDrop" + yes, "'abc'")).as(function[0]).isEqualTo("()");
      assertThat(of(function[0] + "ElseOrDrop" + no, "'abc'")).as(function[0]).isEqualTo("(new)");
    }
    assertThat(of("equalsTake('a', 'new')", "'ab'")).isEqualTo("(ab)");
    assertThat(of("startsWithTake('b', 'new')", "'ab'")).isEqualTo("(ab)");
    assertThat(of("endsWithTake('a', 'new')", "'ab'")).isEqualTo("(ab)");
  }

  @Test
  void times_are_written_in_ilerts_styles() {
    assertThat(of("formatUnixMs()", "1674950737000")).isEqualTo("(Jan 29, 2023, 12:05:37 AM)");
    assertThat(of("formatUnixMs('S')", "1674950737000")).isEqualTo("(1/29/23, 12:05 AM)");
    assertThat(of("formatUnixMs('L')", "1674950737000"))
        .isEqualTo("(January 29, 2023 at 12:05:37 AM UTC)");
    assertThat(of("formatUnixMs('F')", "1674950737000"))
        .isEqualTo("(Sunday, January 29, 2023 at 12:05:37 AM Coordinated Universal Time)");
    assertThat(of("formatUnixMs('X')", "1674950737000")).isEqualTo("(Jan 29, 2023, 12:05:37 AM)");
    assertThat(of("formatUnixMs('I')", "'1674950737999'")).isEqualTo("(2023-01-29T00:05:37Z)");
    assertThat(of("formatUnixSec()", "1674950737")).isEqualTo("(Jan 29, 2023, 12:05:37 AM)");
    assertThat(of("formatUnixSec('S')", "1674950737.9")).isEqualTo("(1/29/23, 12:05 AM)");
    assertThat(of("formatDateString()", "'2021-05-25T21:24:56.771Z'"))
        .isEqualTo("(May 25, 2021, 9:24:56 PM)");
    assertThat(of("formatDateString('S')", "'2021-05-25T21:24:56.771Z'"))
        .isEqualTo("(5/25/21, 9:24 PM)");
  }

  @Test
  void times_are_written_in_the_zone_that_is_asked_for() {
    assertThat(of("formatUnixMs('I', 'Asia/Shanghai')", "1674950737000"))
        .isEqualTo("(2023-01-29T08:05:37+08:00)");
    assertThat(of("formatUnixSec('M', '+02:00')", "1674950737"))
        .isEqualTo("(Jan 29, 2023, 2:05:37 AM)");
  }

  @Test
  void dates_are_read_in_the_forms_that_clouds_write() {
    for (String date :
        List.of(
            "2026-11-22T02:03:04Z",
            "2026-11-22T10:03:04+08:00",
            "2026-11-22T10:03:04.000+0800",
            "2026-11-22T10:03:04+08",
            "20261122T100304.000+0800",
            "2026-11-22 02:03:04",
            "2026-11-22T02:03:04.123456789",
            " 2026-11-22T02:03:04Z ")) {
      assertThat(of("formatDateString('I')", "'" + date + "'"))
          .as(date)
          .isEqualTo("(2026-11-22T02:03:04Z)");
    }
    assertThat(of("formatDateString('I')", "'2026-11-22'")).isEqualTo("(2026-11-22T00:00:00Z)");
    assertThat(of("formatDateString('I')", "'2026-11-22T02:03'"))
        .isEqualTo("(2026-11-22T02:03:00Z)");
  }

  @Test
  void what_is_no_time_stays_as_it_is() {
    for (String function : List.of("formatUnixMs()", "formatUnixSec('F')", "formatDateString()")) {
      for (String value :
          List.of(
              "'soon'", "true", "1e30", "-1e999999", "[1]", "'+999999999-12-31T23:59:59Z'", "''")) {
        assertThat(of(function, value)).as(function + value).isEqualTo(of("trim()", value));
      }
    }
  }

  @Test
  void lists_are_joined() {
    assertThat(of("join()", "['PiedPiper', 'Hooli', null, 3.0]"))
        .isEqualTo("(PiedPiper, Hooli, 3.0)");
    assertThat(of("join('- ')", "['PiedPiper', 'Hooli']")).isEqualTo("(PiedPiper- Hooli)");
    assertThat(of("join(-)", "['a', 'b']")).isEqualTo("(a-b)");
    assertThat(of("join()", "[]")).isEqualTo("()");
    assertThat(of("join()", "'a'")).isEqualTo("(a)");
    String companies =
        "[{'name': 'A', 'ceo': 'x'}, {'name': 'B'}, 'C', {'name': null, 'ceo': 'y'}]";
    for (String name : List.of("joinFromObjectArr", "joinFromObjectArray")) {
      assertThat(of(name + "('name')", companies)).isEqualTo("(A\nB)");
      assertThat(of(name + "('ceo', '+')", companies)).isEqualTo("(x+y)");
      assertThat(of(name + "('ceo')", "'a'")).isEqualTo("()");
    }
  }

  @Test
  void the_fields_of_an_object_can_be_looped_over() {
    assertThat(
            rendered(
                "{{#o.entries()}}{{key}}={{value}}{{^value}}?{{/value}};{{/o}}",
                "{'o': {'b': 1, 'a': 'x', 'n': null}}"))
        .isEqualTo("b=1;a=x;n=?;");
    assertThat(
            rendered(
                "{{#o.entries()}}{{#value}}{{.}}{{/value}}{{/o.entries()}}",
                "{'o': {'a': [1, 2]}}"))
        .isEqualTo("12");
    assertThat(rendered("{{#o.entries()}}x{{/o}}{{^o.entries()}}none{{/o}}", "{'o': 'a'}"))
        .isEqualTo("none");
    assertThat(rendered("{{o.entries()[1].key}}", "{'o': {'a': 1, 'b': 2}}")).isEqualTo("b");
  }

  @Test
  void numbers_are_rounded_half_up() {
    assertThat(of("round()", "97.5")).isEqualTo("(98)");
    assertThat(of("round(1)", "97.25")).isEqualTo("(97.3)");
    assertThat(of("round(2)", "'97.256 '")).isEqualTo("(97.26)");
    assertThat(of("round(2)", "3")).isEqualTo("(3.00)");
    assertThat(of("round()", "-0.5")).isEqualTo("(-1)");
    assertThat(of("round()", "'n/a'")).isEqualTo("(n/a)");
    assertThat(of("round()", "1e999999999")).isEqualTo("(1E+999999999)");
    assertThat(of("round(3)", "[1]")).isEqualTo("([1])");
  }

  @Test
  void nothing_is_replaced_by_a_default_and_by_nothing_else() {
    assertThat(of("default('none')", "null")).isEqualTo("(none)");
    assertThat(of("default('none')", "''")).isEqualTo("(none)");
    assertThat(of("default('none')", "0")).isEqualTo("(0)");
    assertThat(of("default(none)", "false")).isEqualTo("(false)");
    assertThat(of("y.default('none')", "{}")).isEqualTo("(none)");
    assertThat(of("y.upperCase().default(0)", "{}")).isEqualTo("(0)");
    assertThat(of("containsTakeOrDrop('a', 'b').default('none')", "'x'")).isEqualTo("(none)");
    for (String name : Functions.names()) {
      for (String arguments : List.of("()", "('a')", "('a', 'b')", "(1)", "(1, 2)", "('a', 1)")) {
        if (!name.equals("default")) {
          try {
            assertThat(of(name + arguments, "null")).as(name).isEqualTo("()");
          } catch (TemplateMistake e) {
            assertThat(e).hasMessageContaining(name);
          }
        }
      }
    }
  }

  @Test
  void regular_expressions_find_parts_of_texts() {
    assertThat(of("regexTake('[0-9]+')", "'i-42 and 43'")).isEqualTo("(42)");
    assertThat(of("regexTake(\"id=(\\d+)\")", "'id=7;id=8'")).isEqualTo("(7)");
    assertThat(of("regexTake(\"(\\w)=(\\d+)\", 2)", "'id=7'")).isEqualTo("(7)");
    assertThat(of("regexTake(\"(\\w)=(\\d+)\", 0)", "'id=7'")).isEqualTo("(d=7)");
    assertThat(of("regexTake('(a)|b')", "'b'")).isEqualTo("()");
    assertThat(of("regexTake('x')", "'abc'")).isEqualTo("()");
    assertThat(of("regexTake('(?i)ERROR: (.*)')", "'x error: 磁盘 😀'")).isEqualTo("(磁盘 😀)");
    assertThat(of("regexReplaceAll(\"\\s+\", ' ')", "'a  b\\n\\nc'")).isEqualTo("(a b c)");
    assertThat(of("regexReplaceAll('(a)(b)?', '[$1$2$$$0]')", "'abac'"))
        .isEqualTo("([ab$ab][a$a]c)");
    assertThat(of("regexReplaceAll('x*', '-')", "'😀b'")).isEqualTo("(-😀-b-)");
    assertThat(of("regexReplaceAll('x*', '-')", "'abc'")).isEqualTo("(-a-b-c-)");
    assertThat(of("regexReplaceAll('a*', '-')", "'baac'")).isEqualTo("(-b--c-)");
    assertThat(of("regexReplaceAll('^a|b$', '-')", "'aabb'")).isEqualTo("(-ab-)");
  }

  @Test
  void the_first_url_is_found_without_what_ends_the_sentence() {
    assertThat(of("extractUrl()", "'See (https://a.example/x?y=1#z). Or http://b.example'"))
        .isEqualTo("(https://a.example/x?y=1#z)");
    assertThat(of("extractUrl()", "'HTTP://a.example, 磁盘'")).isEqualTo("(HTTP://a.example)");
    assertThat(of("extractUrl()", "'ftp://a.example'")).isEqualTo("()");
  }

  @Test
  void texts_become_parts_of_urls() {
    assertThat(of("urlEncode()", "'a b&c=d/磁+'")).isEqualTo("(a%20b%26c%3Dd%2F%E7%A3%81%2B)");
  }

  @Test
  void functions_are_applied_one_after_the_other() {
    assertThat(of("splitTakeAt(' ', 1).upperCase().replaceAll(\"B\", \"(}})\")", "'a b'"))
        .isEqualTo("((}}))");
    assertThat(rendered("{{#list}}{{.upperCase()}}{{/list}}", "{'list': ['a', 'b']}"))
        .isEqualTo("AB");
    assertThat(rendered("{{#x.containsTakeOrDrop('a', 'b')}}{{.}}{{/x}}", "{'x': 'ca'}"))
        .isEqualTo("b");
  }

  @Test
  void functions_on_text_see_other_values_as_they_would_be_written() {
    assertThat(of("replaceAll('.', ',')", "97.30")).isEqualTo("(97,30)");
    assertThat(of("upperCase()", "true")).isEqualTo("(TRUE)");
    assertThat(of("upperCase()", "[{'a': 'b'}]")).isEqualTo("([{\"A\":\"B\"}])");
  }
}
