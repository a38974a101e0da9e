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
}
