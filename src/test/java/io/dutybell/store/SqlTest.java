package io.dutybell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SqlTest {

  private static final String SOURCE =
      """
      -- newest first
      select a::text from t
      where 1 = 1
        and id = :id      -- when id
        and name = :name  -- when name
      limit :count
      """;

  @Test
  void optional_lines_stand_in_the_statement_only_when_asked_for() {
    Sql none = Sql.parse("t", Sql.choose("t", SOURCE, Set.of()));
    Sql one = Sql.parse("t", Sql.choose("t", SOURCE, Set.of("name")));

    assertThat(none.positions()).isEqualTo(Map.of("count", List.of(1)));
    assertThat(one.positions()).isEqualTo(Map.of("name", List.of(1), "count", List.of(2)));
    assertThat(one.text()).contains("name = ?").contains("a::text").doesNotContain("--", "id =");
  }

  @Test
  void a_part_that_the_statement_does_not_have_is_a_mistake() {
    assertThatThrownBy(() -> Sql.choose("t", SOURCE, Set.of("age"))).hasMessageContaining("age");
  }

  @Test
  void a_line_stands_there_once_for_each_number_of_its_part() {
    String source =
        """
        select 1 -- when one
        union all select :id# -- for each further
        order by 1
        """;

    Sql three = Sql.parse("t", Sql.choose("t", source, Set.of("one", "further-1", "further-2")));

    assertThat(three.text().lines().map(String::strip))
        .containsExactly("select 1", "union all select ?", "union all select ?", "order by 1");
    assertThat(three.positions()).isEqualTo(Map.of("id1", List.of(1), "id2", List.of(2)));
    assertThat(Sql.choose("t", source, Set.of())).doesNotContain("union");
    assertThat(Sql.isRepeated(Set.of("one", "further-1"))).isTrue();
    assertThat(Sql.isRepeated(Set.of("one", "by-source"))).isFalse();
    assertThatThrownBy(() -> Sql.choose("t", source, Set.of("further-2")))
        .as("the first is missing")
        .hasMessageContaining("further-2");
  }

  @Test
  void a_name_that_stands_twice_is_bound_twice() {
    Sql sql = Sql.parse("t", "select :now where at <= :now and id = :id");

    assertThat(sql.text()).isEqualTo("select ? where at <= ? and id = ?");
    assertThat(sql.positions()).isEqualTo(Map.of("now", List.of(1, 2), "id", List.of(3)));
  }

  @Test
  void casts_and_comments_hold_no_parameters() {
    Sql sql = Sql.parse("t", "-- why :this\nselect id::text, :name::text from t");

    assertThat(sql.text()).isEqualTo("select id::text, ?::text from t");
    assertThat(sql.positions()).isEqualTo(Map.of("name", List.of(1)));
  }

  @Test
  void a_text_that_looks_like_a_replacement_of_a_pattern_is_left_alone() {
    String source = "select '$1 \\\\' -- when money";

    assertThat(Sql.choose("t", source, Set.of("money"))).isEqualTo("select '$1 \\\\' ");
  }

  @Test
  void a_database_s_own_form_comes_before_the_common_one() {
    assertThat(Sql.load("alert_keys/insert-missing", Dialect.H2, Set.of()).text())
        .isNotEqualTo(Sql.load("alert_keys/insert-missing", Dialect.POSTGRESQL, Set.of()).text());
    assertThat(Sql.load("users/delete", Dialect.H2, Set.of()))
        .isEqualTo(Sql.load("users/delete", Dialect.POSTGRESQL, Set.of()));
  }

  @Test
  void a_missing_file_is_a_mistake_that_names_it() {
    assertThatThrownBy(() -> Sql.load("users/dance", Dialect.H2, Set.of()))
        .hasMessageContaining("/sql/users/dance.sql");
  }
}
