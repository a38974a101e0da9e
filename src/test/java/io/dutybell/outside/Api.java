package io.dutybell.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The product's REST API, as a script would use it. */
public final class Api {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 100;

  /** An alert source that was made, with the user who is told about its alerts. */
  public record Source(long id, String key, long policyId) {

    /** Where CloudMonitor posts to. */
    public String path() {
      return "/api/v1/events/alibaba-cloud/" + key;
    }
  }

  private final RunningProduct product;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public Api(RunningProduct product) {
    this.product = product;
  }

  /**
   * Makes a user, a contact, a policy that does not escalate within the hour, and a source.
   *
   * @param name tells these from others
   * @param connector the notifier of the contact
   * @param target the address of the contact
   */
  public Source makeSource(String name, String connector, String target) {
    long user =
        post(
                "/api/users",
                """
                {"firstName": "Ada", "lastName": "Duty", "email": "%s@example.com"}"""
                    .formatted(name))
            .path("id")
            .asLong();
    post(
        "/api/users/" + user + "/contacts/channels",
        """
        {"connector": {"id": "%s"}, "target": "%s"}"""
            .formatted(connector, target));
    String rule =
        """
        {"users": [{"id": %d}], "escalationTimeout": 60}"""
            .formatted(user);
    long policy =
        post(
                "/api/escalation-policies",
                """
                {"name": "%s", "escalationRules": [%s, %s], "repeating": false}"""
                    .formatted(name, rule, rule))
            .path("id")
            .asLong();
    JsonNode source =
        post(
            "/api/alert-sources",
            """
            {"name": "%s", "integrationType": "ALIBABACLOUD", "escalationPolicy": {"id": %d}}"""
                .formatted(name, policy));
    return new Source(source.path("id").asLong(), source.path("integrationKey").asText(), policy);
  }

  /** All alerts of a source. */
  public List<JsonNode> alerts(long source) {
    return all("/api/alerts?alert-source=" + source);
  }

  /** All events of a source. */
  public List<JsonNode> events(long source) {
    return all("/api/alert-sources/" + source + "/events?");
  }

  /** All notifications of an alert. */
  public List<JsonNode> notifications(long alert) {
    return all("/api/alerts/" + alert + "/notifications?");
  }

  private List<JsonNode> all(String path) {
    List<JsonNode> found = new ArrayList<>();
    while (true) {
      JsonNode page = get(path + "&start-index=" + found.size() + "&max-results=" + PAGE);
      page.forEach(found::add);
      if (page.size() < PAGE) {
        return found;
      }
    }
  }

  /** Reads a resource. */
  public JsonNode get(String path) {
    return call(HttpRequest.newBuilder().GET(), path);
  }

  /** Makes a resource. */
  public JsonNode post(String path, String json) {
    return call(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)),
        path);
  }

  private JsonNode call(HttpRequest.Builder request, String path) {
    try {
      HttpResponse<String> response =
          http.send(
              request
                  .uri(URI.create(product.url(path)))
                  .header("Authorization", "Bearer " + RunningProduct.ADMIN_TOKEN)
                  .timeout(Duration.ofSeconds(20))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            path + " answered " + response.statusCode() + ": " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new IllegalStateException(path + " was not answered: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
