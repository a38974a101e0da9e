package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Callbacks that come through a reverse proxy of ours. */
class TrustedProxyStories extends Story {

  @Override
  Product product() {
    return Product.start(
        database,
        Map.of(
            "dutybell.trusted.proxies", "127.0.0.1/32, 10.0.0.0/8", "dutybell.ingest.port", "0"));
  }

  @Override
  void release(Product used) {
    used.close();
  }

  @Test
  void the_sender_is_who_the_proxy_says_and_nobody_before_it() {
    Person ann = user("Ann").withWebhook();
    Source ecs =
        source("ECS", policy("Ops").level(hours(1), ann))
            .with("ipAllowList", List.of("47.74.206.0/26"));

    assertThat(from(ecs, "47.74.206.9")).isEqualTo(202);
    assertThat(from(ecs, "47.74.206.9, 10.1.2.3")).isEqualTo(202);
    assertThat(from(ecs, "47.74.206.9, 203.0.113.5")).isEqualTo(403);
    assertThat(from(ecs, "203.0.113.5")).isEqualTo(403);
    assertThat(from(ecs, "dead.beef")).isEqualTo(403);
    assertThat(from(ecs, "")).isEqualTo(403);
    settle();

    assertThat(ecs.events())
        .hasSize(2)
        .allMatch(event -> event.path("remoteAddress").asText().equals("47.74.206.9"));
    expect(ann).told(ALERT);
  }

  private int from(Source source, String forwardedFor) {
    return api()
        .send(source.request(api(), threshold("cpu")).header("X-Forwarded-For", forwardedFor))
        .status();
  }
}
