package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Calls as ilert's Go client does: the same headers on every call, an exact status expected of
 * each, and errors read from {@code status}, {@code code} and {@code message}.
 */
final class IlertClient {

  private final Api api;
  private final String authorization;

  private IlertClient(Api api, String authorization) {
    this.api = api;
    this.authorization = authorization;
  }

  static IlertClient withToken(Api api, String token) {
    return new IlertClient(api, "Bearer " + token);
  }

  /** With a username, an organisation and a password. */
  static IlertClient withPassword(Api api, String username, String organisation, String password) {
    String pair = username + "@" + organisation + ":" + password;
    return new IlertClient(
        api, "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  JsonNode get(String path) {
    return expect(200, call("GET", path, null)).json();
  }

  JsonNode create(String path, Object json) {
    return expect(201, call("POST", path, json)).json();
  }

  /** A search that is a POST. */
  JsonNode search(String path, Object json) {
    return expect(200, call("POST", path, json)).json();
  }

  JsonNode update(String path, Object json) {
    return expect(200, call("PUT", path, json)).json();
  }

  /** An action without a body. */
  JsonNode act(String path) {
    return expect(200, call("PUT", path, null)).json();
  }

  void delete(String path) {
    assertThat(expect(204, call("DELETE", path, null)).body()).isEmpty();
    notFound(path);
  }

  /** What the Go client takes for gone. */
  void notFound(String path) {
    JsonNode error = expect(404, call("GET", path, null)).json();
    assertThat(error.path("status").asInt()).isEqualTo(404);
    assertThat(error.path("code").asText()).isEqualTo("NOT_FOUND");
    assertThat(error.path("message").asText()).isNotBlank();
  }

  Reply call(String method, String path, Object json) {
    HttpRequest.Builder request =
        api.request(path)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .header("User-Agent", "ilert-go/v3.11.3")
            .header("Accept-Encoding", "gzip")
            .method(method, Api.body(json));
    return api.send(
        authorization == null ? request : request.header("Authorization", authorization));
  }

  private static Reply expect(int status, Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    return reply;
  }

  /**
   * Makes, reads, replaces and reads a resource as a plan of Terraform does, and says that a second
   * plan would find no difference: every field that was sent comes back as it was sent.
   *
   * @param writeOnly fields that are never shown
   * @return the resource's path
   */
  String applied(
      String path, Map<String, Object> first, Map<String, Object> second, String... writeOnly) {
    String id = create(path, first).path("id").asText();
    String one = path.replaceAll("\\?.*", "") + "/" + id;
    comesBack("", tree(first), get(one), writeOnly);
    update(one, second);
    comesBack("", tree(second), get(one), writeOnly);
    return one;
  }

  private static JsonNode tree(Object json) {
    return Reply.JSON.valueToTree(json);
  }

  private static void comesBack(String at, JsonNode sent, JsonNode shown, String... writeOnly) {
    if (sent.isObject()) {
      sent.fieldNames()
          .forEachRemaining(
              name -> {
                if (!List.of(writeOnly).contains(name)) {
                  comesBack(at + "/" + name, sent.get(name), shown.path(name), writeOnly);
                }
              });
    } else if (sent.isArray()) {
      assertThat(shown.size()).as(at + " of " + shown).isEqualTo(sent.size());
      for (int i = 0; i < sent.size(); i++) {
        comesBack(at + "/" + i, sent.get(i), shown.get(i), writeOnly);
      }
    } else {
      assertThat(shown.asText()).as(at).isEqualTo(sent.asText());
    }
  }
}
