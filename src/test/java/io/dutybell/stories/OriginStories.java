package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Calls that a page of another site makes in somebody's browser. */
class OriginStories extends Story {

  @Test
  void no_other_site_is_allowed_to_read_or_to_call() throws Exception {
    HttpResponse<String> asked =
        answer("OPTIONS", "/api/users", "Access-Control-Request-Method", "POST");
    HttpResponse<String> read = answer("GET", "/api/users", "Accept", "*/*");
    HttpResponse<String> document = answer("GET", "/api/openapi.yaml", "Accept", "*/*");
    HttpResponse<String> sent = answer("OPTIONS", "/api/events", "Accept", "*/*");

    assertThat(asked.statusCode()).isEqualTo(405);
    assertThat(read.statusCode()).isEqualTo(401);
    assertThat(document.statusCode()).isEqualTo(200);
    assertThat(sent.statusCode()).isEqualTo(405);
    for (HttpResponse<String> answer : List.of(asked, read, document, sent)) {
      assertThat(answer.headers().map().keySet())
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    }
  }

  private HttpResponse<String> answer(String method, String path, String header, String value)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://elsewhere.example.org")
                .header(header, value)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
