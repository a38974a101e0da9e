package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.outside.FreePort;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Callbacks that come through a reverse proxy of ours. */
class TrustedProxyStories extends Story {

  private final int receivingPort = FreePort.next();

  @Override
  Product product() {
    return Product.start(
        database,
        Map.of(
            "dutybell.trusted.proxies",
            "127.0.0.1/32, 10.0.0.0/8",
            "dutybell.ingest.port",
            Integer.toString(receivingPort)));
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

  @Test
  void the_port_for_receiving_serves_nothing_else_however_the_path_is_written() {
    Source ecs = source("ECS", policy("Ops").level(hours(1), user("Ann").withWebhook()));
    Api receiving = new Api(receivingPort);

    for (String path :
        List.of(
            "/api/users",
            "/act/../api/users",
            "/act/%2e%2e/api/users",
            "/act/x/../../api/users",
            "/api/v1/events/alibaba-cloud/../../../users",
            "//api/users",
            "/")) {
      assertThat(receiving.call("GET", path, null).status()).as(path).isEqualTo(404);
    }
    assertThat(api().call("GET", "/act/../api/users", null).status()).isEqualTo(200);
    assertThat(receiving.send(receiving.request("/act/x").GET()).status()).isEqualTo(404);
    assertThat(receiving.send(ecs.request(receiving, threshold("cpu").ok())).status())
        .isEqualTo(202);
  }

  private int from(Source source, String forwardedFor) {
    return api()
        .send(source.request(api(), threshold("cpu")).header("X-Forwarded-For", forwardedFor))
        .status();
  }
}
