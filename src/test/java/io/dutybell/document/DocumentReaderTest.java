package io.dutybell.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DocumentReaderTest {

  @Test
  void every_value_has_its_place() {
    Document document =
        DocumentReader.read("\uFEFFa:\n  - b: {c: 1, \"d.e\": x}\n    f: [x, y]\n  - g\n");

    assertThat(document.mistakes()).isEmpty();
    assertThat(document.root())
        .hasToString("{\"a\":[{\"b\":{\"c\":1,\"d.e\":\"x\"},\"f\":[\"x\",\"y\"]},\"g\"]}");
    assertThat(document.place("a")).isEqualTo(new Place(1, 1));
    assertThat(document.place("a[0].b")).isEqualTo(new Place(2, 5));
    assertThat(document.place("a[0].b.c")).isEqualTo(new Place(2, 9));
    assertThat(document.place("a[0].f[1]")).isEqualTo(new Place(3, 12));
    assertThat(document.place("a[1]")).isEqualTo(new Place(4, 5));
    for (String missing : new String[] {"a[0].z", "a[0].z.y[3].x", "a[0].[", "a[0]."}) {
      assertThat(document.place(missing)).as(missing).isEqualTo(new Place(2, 5));
    }
    assertThat(document.place("a[99999999999]")).isEqualTo(new Place(1, 1));
    assertThat(document.place("nothing")).isEqualTo(Place.START);
  }

  @Test
  void values_are_those_of_yaml_1_2() {
    Document document =
        DocumentReader.read(
            "[yes, no, 09:00, 2026-11-22, 0x1F, 007, 1e3, ~, null, true, \"1\", .inf, 12345678901234567890]");

    assertThat(document.root())
        .hasToString(
            "[\"yes\",\"no\",\"09:00\",\"2026-11-22\",31,7,1000.0,null,null,true,\"1\",\".inf\",12345678901234567890]");
  }

  @Test
  void the_other_mistakes_are_found_behind_the_first() {
    Document document = DocumentReader.read("a: !x 1\nb: &y [2]\nc: *y\na: 3\n? [k]\n: v\n");

    assertThat(document.mistakes())
        .extracting(mistake -> mistake.place().line() + " " + mistake.path())
        .containsExactly("1 a", "2 b", "3 c", "4 a", "5 ");
    assertThat(document.root().path("a").asText()).isEqualTo("1");
  }

  @Test
  void a_text_that_ends_too_early_has_the_place_where_it_went_wrong() {
    Document document = DocumentReader.read("a: 1\nb: [2,\nc: 3\n");

    assertThat(document.root().isMissingNode()).isTrue();
    assertThat(document.mistakes()).hasSize(1);
    assertThat(document.mistakes().get(0).sentence()).startsWith("line 4, column");
  }

  @Test
  void a_word_that_is_nearly_right_is_guessed() {
    java.util.List<String> known = java.util.List.of("visibility", "name", "members");

    assertThat(Spelling.nearest("visbility", known)).contains("visibility");
    assertThat(Spelling.nearest("Name", known)).contains("name");
    assertThat(Spelling.nearest("colour", known)).isEmpty();
    assertThat(Spelling.nearest("x", known)).isEmpty();
    assertThat(Spelling.nearest("visbility".repeat(1000), known)).isEmpty();
  }
}
