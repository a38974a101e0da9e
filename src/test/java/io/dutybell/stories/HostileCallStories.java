package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.AlertFeed;
import io.dutybell.api.Described;
import io.dutybell.api.Described.Operation;
import io.dutybell.api.ErrorShape;
import io.dutybell.api.ExampleCalls;
import io.dutybell.api.ExampleCalls.Sent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Hostile calls to every operation of the OpenAPI document, so also to one that is described in a
 * new file. {@code -Ddutybell.fuzz.calls=100000} sends more of them than the few thousand of every
 * build, {@code -Ddutybell.fuzz.seed=7} others.
 */
class HostileCallStories extends Story {

  private static final int CALLS = Integer.getInteger("dutybell.fuzz.calls", 3_000);
  private static final long SEED = Long.getLong("dutybell.fuzz.seed", 42);
  private static final int MOST_MISTAKES = 20;

  private final List<String> wrong = new ArrayList<>();
  private final Map<Integer, Integer> answers = new TreeMap<>();

  @Override
  Product product() {
    return Product.start(database, Map.of("dutybell.api.calls-per-minute", "0"));
  }

  @Override
  void release(Product used) {
    used.close();
  }

  @Override
  boolean restsAtTheEnd() {
    return false;
  }

  @Test
  void no_call_fails_inside_and_all_that_it_left_behind_can_be_looked_at() {
    Described described = Described.of(api().send(api().request("/api/openapi.yaml").GET()).text());
    api().put("/api/system/sending", Api.object("paused", true));
    ExampleCalls examples =
        new ExampleCalls(
            described,
            this::call,
            o -> o.path().startsWith("/act/") || o.path().equals(AlertFeed.PATH));
    assertThat(examples.furnish((request, sent) -> {}))
        .allMatch(left -> left.startsWith("POST /api/alerts/1/"));
    String key = keyOfAnAlertSource();
    String source = "/api/v1/events/alibaba-cloud/" + key;
    raiseAlert(source, "cpu");
    settle();
    HostileCalls calls =
        new HostileCalls(
            examples,
            described.operations().stream().filter(o -> !isEndless(o)).toList(),
            Map.of(
                "",
                examples.integrationKey("API"),
                "/api/v1/events/alibaba-cloud/{integrationKey}",
                key),
            SEED);

    for (int i = 0; i < CALLS && wrong.size() < MOST_MISTAKES; i++) {
      RawCall call = calls.next();
      Reply reply = call.send(product.port());
      answers.merge(reply.status() / 100, 1, Integer::sum);
      check(call, reply);
    }
    int looked = lookAtEverything(examples);
    raiseAlert(source, "memory");
    settle();

    assertThat(wrong).isEmpty();
    assertThat(answers.keySet()).as("answers: " + answers).isSubsetOf(2, 4);
    assertThat(answers.get(2)).isGreaterThan(CALLS / 20);
    assertThat(answers.get(4)).isGreaterThan(CALLS / 5);
    assertThat(looked).isGreaterThan(30);
    assertThat(product.number("select count(*) from events where outcome is null")).isZero();
    assertThat(product.number("select count(*) from events where outcome = 'FAILED'")).isZero();
    assertThat(product.number("select count(*) from alerts where summary like '%memory%'"))
        .isEqualTo(1);
  }

  private String keyOfAnAlertSource() {
    return api()
        .post(
            "/api/alert-sources",
            Api.object(
                "name",
                "callbacks",
                "integrationType",
                "ALIBABACLOUD",
                "escalationPolicy",
                Api.object("id", 1)))
        .path("integrationKey")
        .asText();
  }

  private static boolean isEndless(Operation operation) {
    return operation.path().equals(AlertFeed.PATH);
  }

  private Sent call(String method, String path, String body) {
    Reply reply = api().call(method, path, body);
    return new Sent(reply.status(), type(reply), reply.text());
  }

  private static String type(Reply reply) {
    String type = reply.header("Content-Type");
    return type == null ? "" : type;
  }

  private void raiseAlert(String path, String rule) {
    Reply reply =
        api()
            .send(
                api()
                    .request(path)
                    .header("Content-Type", Callback.FORM)
                    .POST(
                        java.net.http.HttpRequest.BodyPublishers.ofString(
                            "alertName="
                                + rule
                                + "&alertState=ALERT&triggerLevel=CRITICAL&ruleId="
                                + rule)));
    assertThat(reply.status()).isEqualTo(202);
  }

  private void check(RawCall call, Reply reply) {
    String type = type(reply);
    if (reply.status() >= 500) {
      wrong.add(call + " is answered " + reply);
    } else if (call.method().equals("HEAD")) {
      if (reply.body().length > 0) {
        wrong.add(call + " is answered with a body: " + reply);
      }
    } else if (reply.status() >= 400 && !type.startsWith("text/html")) {
      wrong.addAll(
          ErrorShape.mistakes(call.toString(), new Sent(reply.status(), type, reply.text())));
    } else if (type.startsWith("text/html") && !call.target().contains("/act/")) {
      wrong.add(call + " is answered with HTML: " + reply);
    }
  }

  /** Shows every thing of every list, by its id and by its name. */
  private int lookAtEverything(ExampleCalls examples) {
    Set<String> paths =
        examples.operations(o -> o.method().equals("GET")).stream()
            .map(Operation::path)
            .collect(Collectors.toSet());
    int looked = 0;
    for (String path : paths) {
      if (!path.contains("{") && !path.equals("/api/users/current")) {
        JsonNode first = looked(path);
        for (int start = 0; first.isArray() && start < 10_000; start += 100) {
          JsonNode page = looked(path + "?max-results=100&start-index=" + start);
          if (page.isEmpty()) {
            break;
          }
          for (JsonNode thing : page) {
            looked++;
            if (paths.contains(path + "/{id}")) {
              looked(path + "/" + encoded(thing.path("id").asText()));
            }
            if (paths.contains(path + "/name/{name}")) {
              looked(path + "/name/" + encoded(thing.path("name").asText()));
            }
          }
        }
      }
    }
    return looked;
  }

  private JsonNode looked(String path) {
    Reply reply = api().call("GET", path, null);
    if (reply.status() != 200) {
      wrong.add("GET " + path + " is answered " + reply);
    }
    return type(reply).startsWith("application/json") ? reply.json() : Reply.parsed("{}");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
