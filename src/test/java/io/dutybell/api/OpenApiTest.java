package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.Described.Operation;
import io.dutybell.cloudmonitor.CloudMonitorReader;
import io.dutybell.event.Format;
import io.dutybell.event.GenericReader;
import io.dutybell.event.Receipt;
import io.dutybell.event.State;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The OpenAPI document agrees with the routes and with itself. */
class OpenApiTest {

  private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");
  private static final Pattern SERVED = Pattern.compile("platform-http:(.+)");

  private final String text = (String) new OpenApi().show(null).body();
  private final Described described = Described.of(text);

  @Test
  void every_route_is_described_and_nothing_else() throws Exception {
    Set<String> routes = new TreeSet<>(Set.of("GET " + AlertFeed.PATH));
    for (Path file : routeFiles()) {
      for (Object item : (List<?>) Described.parse(Files.readString(file))) {
        Map<?, ?> entry = (Map<?, ?>) item;
        if (entry.get("rest") instanceof Map<?, ?> rest) {
          addOperations(rest, routes);
        } else if (entry.get("route") instanceof Map<?, ?> route) {
          addServed((Map<?, ?>) route.get("from"), routes);
        }
      }
    }

    assertThat(described.operations().stream().map(Operation::toString))
        .containsExactlyInAnyOrderElementsOf(routes);
  }

  @Test
  void an_operation_has_the_id_of_its_route() throws Exception {
    Set<String> routeIds = new TreeSet<>();
    for (Path file : routeFiles()) {
      for (Object item : (List<?>) Described.parse(Files.readString(file))) {
        if (((Map<?, ?>) item).get("route") instanceof Map<?, ?> route) {
          routeIds.add(String.valueOf(route.get("id")));
        }
      }
    }
    // One route takes three methods, and one operation is answered beside the routes.
    routeIds.addAll(Set.of("receive-callback-get", "receive-callback-head", "stream-alerts"));

    List<String> ids = described.operations().stream().map(Operation::id).toList();

    assertThat(ids).doesNotHaveDuplicates().isSubsetOf(routeIds);
  }

  @Test
  void every_parameter_of_a_path_is_described_and_nothing_else() {
    for (Operation operation : described.operations()) {
      Set<String> inPath = new TreeSet<>();
      Matcher matcher = PARAMETER.matcher(operation.path());
      while (matcher.find()) {
        inPath.add(matcher.group(1));
      }

      List<JsonNode> parameters = operation.parametersIn("path");

      assertThat(parameters)
          .as(operation.toString())
          .extracting(p -> p.path("name").asText())
          .containsExactlyInAnyOrderElementsOf(inPath);
      assertThat(parameters).allMatch(p -> p.path("required").asBoolean());
    }
  }

  @Test
  void every_reference_leads_somewhere_and_every_component_is_used() {
    Set<String> references = new TreeSet<>();
    described.document.findValues("$ref").forEach(ref -> references.add(ref.asText()));
    Set<String> components = new TreeSet<>();
    for (Map.Entry<String, JsonNode> kind : described.document.path("components").properties()) {
      if (!kind.getKey().equals("securitySchemes")) {
        kind.getValue()
            .fieldNames()
            .forEachRemaining(name -> components.add("#/components/" + kind.getKey() + "/" + name));
      }
    }

    assertThat(references).containsExactlyElementsOf(components);
  }

  @Test
  void every_operation_has_what_a_reader_needs() {
    Set<String> tags = new HashSet<>();
    described.document.path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
    for (Operation operation : described.operations()) {
      JsonNode json = operation.json();
      String name = operation.toString();

      assertThat(json.path("summary").asText()).as(name).matches("\\p{Lu}.*\\.");
      assertThat(json.path("tags")).as(name).hasSize(1);
      assertThat(tags).as(name).contains(json.path("tags").path(0).asText());
      assertThat(json.path("responses").fieldNames())
          .as(name)
          .toIterable()
          .anyMatch(status -> status.startsWith("2"))
          .anyMatch(status -> status.startsWith("4") || json.has("security"));
      for (JsonNode parameter : operation.parameters()) {
        assertThat(parameter.path("description").asText()).as(name + " " + parameter).endsWith(".");
        assertThat(parameter.has("schema")).as(name + " " + parameter).isTrue();
      }
      for (JsonNode response : json.path("responses")) {
        assertThat(described.resolved(response).path("description").asText())
            .as(name)
            .endsWith(".");
      }
    }
  }

  @Test
  void an_operation_without_a_caller_says_so_and_every_other_one_can_refuse_its_caller() {
    for (Operation operation : described.operations()) {
      boolean needsCaller = !operation.json().has("security");

      assertThat(operation.json().path("responses").has("401"))
          .as(operation.toString())
          .isEqualTo(needsCaller);
    }
  }

  @Test
  void every_body_has_an_example_and_every_example_fits_its_schema() {
    List<String> wrong = new ArrayList<>();
    for (Operation operation : described.operations()) {
      JsonNode body = described.resolved(operation.json().path("requestBody"));
      check(operation + " request", body.path("content"), false, wrong);
      for (Map.Entry<String, JsonNode> e : operation.json().path("responses").properties()) {
        JsonNode response = described.resolved(e.getValue());
        if (e.getKey().startsWith("2")) {
          check(operation + " " + e.getKey(), response.path("content"), true, wrong);
        }
      }
      for (JsonNode parameter : operation.parameters()) {
        for (JsonNode example : described.examples(parameter).values()) {
          described
              .mistakes(parameter.path("schema"), example, false)
              .forEach(m -> wrong.add(operation + " parameter " + parameter.path("name") + m));
        }
      }
    }
    described
        .document
        .path("components")
        .path("responses")
        .properties()
        .forEach(e -> e.getValue().path("content").forEach(c -> fits(e.getKey(), c, true, wrong)));

    assertThat(wrong).isEmpty();
  }

  private void check(String where, JsonNode content, boolean inAnswer, List<String> wrong) {
    for (JsonNode media : content) {
      if (described.examples(media).isEmpty()) {
        wrong.add(where + " has no example");
      }
      fits(where, media, inAnswer, wrong);
    }
  }

  private void fits(String where, JsonNode media, boolean inAnswer, List<String> wrong) {
    described
        .examples(media)
        .forEach(
            (name, value) ->
                described
                    .mistakes(media.path("schema"), value, inAnswer)
                    .forEach(mistake -> wrong.add(where + " " + name + mistake)));
  }

  @Test
  void the_examples_of_events_are_accepted() {
    JsonNode generic =
        described
            .document
            .at("/components/requestBodies/GenericEvent/content")
            .path("application/json");
    for (JsonNode example : described.examples(generic).values()) {
      assertThat(new GenericReader().validate(example.toString().getBytes(StandardCharsets.UTF_8)))
          .as(example.toString())
          .isInstanceOf(GenericReader.Right.class);
    }
    JsonNode callback =
        described
            .document
            .path("paths")
            .path("/api/v1/events/alibaba-cloud/{integrationKey}")
            .at("/post/requestBody/content");
    JsonNode form = callback.path("application/x-www-form-urlencoded").path("example");
    JsonNode json = callback.path("application/json").path("example");

    assertThat(stateOf(encoded(form), "application/x-www-form-urlencoded")).isEqualTo(State.FIRING);
    assertThat(stateOf(json.toString(), "application/json")).isEqualTo(State.OK);
  }

  private static State stateOf(String body, String contentType) {
    Receipt receipt =
        new Receipt(
            new UUID(1, 2),
            1,
            Format.CLOUDMONITOR,
            ApiServer.NOW,
            "POST",
            contentType,
            null,
            "203.0.113.7",
            null,
            body.getBytes(StandardCharsets.UTF_8));
    return new CloudMonitorReader().read(receipt).get(0).content().state();
  }

  private static String encoded(JsonNode form) {
    return form.properties().stream()
        .map(
            e ->
                e.getKey() + "=" + URLEncoder.encode(e.getValue().asText(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  @Test
  void a_parser_of_others_understands_all_of_it() {
    SwaggerParseResult result = new OpenAPIV3Parser().readContents(text);

    assertThat(result.getMessages()).isEmpty();
    assertThat(result.isOpenapi31()).isTrue();
    assertThat(result.getOpenAPI().getPaths().keySet())
        .containsExactlyElementsOf(
            described.operations().stream().map(Operation::path).distinct().toList());
  }

  @Test
  void a_parser_of_others_finds_what_is_wrong() {
    String wrong = text.replace("operationId: list-teams", "operationID: list-teams");

    assertThat(new OpenAPIV3Parser().readContents(wrong).getMessages())
        .anyMatch(message -> message.contains("operationID"));
  }

  @Test
  void nothing_is_left_of_how_the_document_is_put_together() {
    assertThat(text)
        .startsWith("openapi: 3.1.0\n")
        .doesNotContain("x-common")
        .doesNotContain("&id");
  }

  @Test
  void two_files_that_describe_the_same_thing_are_refused() {
    TreeMap<String, String> files = new TreeMap<>();
    files.put("common.yaml", "paths: {}\nx-common-responses: {}\n");
    files.put("one.yaml", "paths:\n  /a: {}\n");
    files.put("two.yaml", "paths:\n  /a: {}\n");

    assertThatThrownBy(() -> OpenApi.assembled(files))
        .hasMessageContaining("two.yaml")
        .hasMessageContaining("/paths//a");
  }

  private static List<Path> routeFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("routes"))) {
      return files.filter(f -> f.toString().endsWith(".camel.yaml")).toList();
    }
  }

  private static void addOperations(Map<?, ?> rest, Set<String> routes) {
    for (String method : List.of("get", "post", "put", "delete", "head", "patch")) {
      if (rest.get(method) instanceof List<?> operations) {
        for (Object operation : operations) {
          Object path = ((Map<?, ?>) operation).get("path");
          routes.add(
              method.toUpperCase(Locale.ROOT)
                  + " "
                  + rest.get("path")
                  + (path == null ? "" : path));
        }
      }
    }
  }

  private static void addServed(Map<?, ?> from, Set<String> routes) {
    Matcher matcher = SERVED.matcher(String.valueOf(from.get("uri")));
    if (matcher.matches()) {
      Map<?, ?> parameters = (Map<?, ?>) from.get("parameters");
      for (String method : String.valueOf(parameters.get("httpMethodRestrict")).split(",")) {
        routes.add(method + " " + matcher.group(1));
      }
    }
  }
}
