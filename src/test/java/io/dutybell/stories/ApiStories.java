package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The API with all of the product behind it. */
class ApiStories extends Story {

  @Test
  void an_event_with_deeply_nested_details_is_shown_among_the_others() {
    Person ann = user("Ann").withWebhook();
    Source scripts = source("Scripts", policy("Ops").level(hours(1), ann)).forGenericEvents();
    String deep = "[".repeat(90) + "1" + "]".repeat(90);

    Reply reply =
        api()
            .call(
                "POST",
                "/api/events",
                "{\"integrationKey\":\"%s\",\"eventType\":\"ALERT\",\"summary\":\"deep\",\"customDetails\":{\"d\":%s}}"
                    .formatted(scripts.key(), deep));
    assertThat(reply.status()).isEqualTo(202);

    expect(ann).told(ALERT, about("deep"));
    assertThat(alertAbout("deep").json().at("/customDetails/d").toString()).isEqualTo(deep);
  }

  @Test
  void a_body_that_is_too_large_is_refused_in_the_same_words_however_large_it_is() {
    for (int size : List.of(262_145, 2_000_000)) {
      Reply reply = api().call("POST", "/api/users", " ".repeat(size));

      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.json().path("code").asText()).isEqualTo("PAYLOAD_TOO_LARGE");
      assertThat(reply.message()).contains("262144");
    }
  }
}
