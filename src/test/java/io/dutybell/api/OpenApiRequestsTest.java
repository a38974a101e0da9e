package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.api.Described.Operation;
import io.dutybell.api.ExampleCalls.Sent;
import io.dutybell.api.SchemaVariants.Variant;
import io.dutybell.event.GenericReader;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the OpenAPI document says of requests is what the API checks: what its schemas call wrong is
 * refused with the name of the field and changes nothing, and what they call right is not refused
 * for its form. Every operation is tried, also one that is described in a new file.
 */
class OpenApiRequestsTest {

  /**
   * What is wrong with a value of the right form: it names what there is not, or does not fit to
   * another value. No schema can say this, or none that people would like to read.
   */
  private static final Pattern BEYOND_FORM =
      Pattern.compile(
          "is not (the id of|a contact of)|is neither the id|there is no|which is no alert source"
              + "|must be the id of a (resource|connector)|must be an IANA time zone"
              + "|must be an email address|must be a telephone number|must be a country code"
              + "|must be the http or https URL|must be an ISO 639 code|must be an address or range"
              + "|needs at least one|belongs to (RECURRING|STATIC)|cannot change|does not fit"
              + "|is required with alertPriorityRule|CloudMonitor accepts nothing|, the type of the connector|^target is longer"
              + "|^frequency must be .* 1 to 9|^(type|alertGroupingWindow) must be one of"
              + "|^(integrationType|type|connector|connectorId|contact|target|username"
              + "|triggerTypes|params\\.host|.*\\.dayOfWeek) is required");

  private Database database;
  private ApiServer server;
  private Described described;
  private ExampleCalls calls;
  private final List<String> wrong = new ArrayList<>();

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    described = Described.of(server.send(server.bare("/api/openapi.yaml")).text());
    calls = new ExampleCalls(described, this::exchange, OpenApiExamplesTest::isElsewhere);
    server.alerts.store(1, "PENDING", "disk full", ApiServer.NOW);
    assertThat(calls.furnish((request, sent) -> {})).isEmpty();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
      database.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_body_is_refused_exactly_when_the_document_calls_it_wrong(Dialect dialect)
      throws Exception {
    start(dialect);
    int refused = 0;
    int taken = 0;
    List<Runnable> right = new ArrayList<>();
    for (Operation operation : calls.operations(o -> o.json().has("requestBody"))) {
      String before = state();
      for (Map.Entry<String, JsonNode> example : calls.bodies(operation).entrySet()) {
        String path = calls.path(operation, example.getKey());
        Predicate<JsonNode> fits = described.request(schema(operation));
        for (Variant variant :
            SchemaVariants.of(described, schema(operation), example.getValue())) {
          String body = variant.value().toString();
          if (fits.test(variant.meant())) {
            right.add(() -> isTaken(operation, path, body));
            taken++;
          } else {
            refused++;
            isRefused(operation, path, body, variant.field(), variant.outer());
          }
        }
      }
      if (!isDocument(operation)) {
        wrongAsAWhole(operation);
      }
      if (!state().equals(before)) {
        wrong.add(operation + " changed something with a body that it should have refused");
      }
    }
    right.forEach(Runnable::run);

    assertThat(wrong).isEmpty();
    assertThat(refused).isGreaterThan(1_000);
    assertThat(taken).isGreaterThan(500);
  }

  private JsonNode schema(Operation operation) {
    return described
        .resolved(operation.json().path("requestBody"))
        .at("/content/application~1json/schema");
  }

  /** Whether its body may be YAML, as which almost any text can be read. */
  private boolean isDocument(Operation operation) {
    return described
        .resolved(operation.json().path("requestBody"))
        .path("content")
        .has("application/yaml");
  }

  private void wrongAsAWhole(Operation operation) {
    boolean required = operation.json().at("/requestBody/required").asBoolean();
    String path = calls.path(operation, "");
    for (String body : List.of("[7]", "7", "\"text\"", "true", "{", "{}}", "nonsense", "")) {
      if (required || !body.isEmpty()) {
        isRefused(operation, path, body, "");
      }
    }
    Reply form =
        server.send(
            server
                .request(path)
                .setHeader("Content-Type", "text/plain")
                .method(operation.method(), BodyPublishers.ofString("{}")));
    if (form.status() != 415) {
      wrong.add(operation + " takes text/plain: " + form.status() + " " + form.text());
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_query_parameter_is_refused_when_the_document_calls_it_wrong(Dialect dialect)
      throws Exception {
    start(dialect);
    String before = state();
    int refused = 0;
    for (Operation operation : calls.operations(o -> !o.parametersIn("query").isEmpty())) {
      String path = calls.path(operation, "");
      JsonNode body = calls.bodies(operation).values().stream().findFirst().orElse(null);
      for (JsonNode parameter : operation.parametersIn("query")) {
        String name = parameter.path("name").asText();
        JsonNode schema = described.resolved(parameter.path("schema"));
        for (String value : wrongValues(schema.has("items") ? schema.path("items") : schema)) {
          refused++;
          String query = "?" + name + "=" + ExampleCalls.encoded(value);
          isRefused(operation, path + query, body == null ? null : body.toString(), name);
        }
        if (parameter.path("required").asBoolean()) {
          isRefused(operation, path, null, name);
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(refused).isGreaterThan(300);
    assertThat(state()).isEqualTo(before);
  }

  private static List<String> wrongValues(JsonNode schema) {
    List<String> values = new ArrayList<>();
    switch (schema.path("type").asText()) {
      case "integer" ->
          values.addAll(List.of("x", "1.5", "1e3", "0x10", "+1", "99999999999999999999"));
      case "boolean" -> values.addAll(List.of("maybe", "1", "TRUE"));
      default -> {}
    }
    switch (schema.path("format").asText()) {
      case "date-time" ->
          values.addAll(List.of("yesterday", "2026-13-01T00:00:00Z", "2026-11-22", "1700000000"));
      case "duration" -> values.addAll(List.of("15M", "P", "24", "PT"));
      default -> {}
    }
    if (schema.has("pattern")) {
      values.addAll(List.of("yesterday", "2026-11-22", "1700000000"));
    }
    if (schema.has("enum")) {
      values.add("NO_SUCH_WORD");
      String word = schema.path("enum").path(0).asText();
      String lower = word.toLowerCase(Locale.ROOT);
      if (!schema.path("x-any-case").asBoolean()) {
        values.add(lower.equals(word) ? word.toUpperCase(Locale.ROOT) : lower);
      }
    }
    if (schema.has("minimum")) {
      values.add(String.valueOf(schema.path("minimum").longValue() - 1));
    }
    if (schema.has("maximum")) {
      values.add(String.valueOf(schema.path("maximum").longValue() + 1));
    }
    if (schema.has("maxLength")) {
      values.add("x".repeat(schema.path("maxLength").intValue() + 1));
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_path_that_names_nothing_is_refused_by_every_operation(Dialect dialect) throws Exception {
    start(dialect);
    String before = state();
    int refused = 0;
    for (Operation operation : calls.operations(o -> !o.parametersIn("path").isEmpty())) {
      String good = calls.path(operation, "");
      String[] template = operation.path().split("/");
      String[] segments = good.split("/");
      JsonNode body = calls.bodies(operation).values().stream().findFirst().orElse(null);
      for (int i = 0; i < template.length; i++) {
        if (template[i].startsWith("{")) {
          for (String value :
              List.of("nothing", "-1", "1.5", "0", "9223372036854775808", "%00", "1%20", "1%3B")) {
            String[] other = segments.clone();
            other[i] = value;
            refused++;
            isRefused(
                operation, String.join("/", other), body == null ? null : body.toString(), "");
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(refused).isGreaterThan(500);
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void a_generic_event_is_refused_exactly_when_the_document_calls_it_wrong() {
    described = Described.of((String) new OpenApi().show(null).body());
    JsonNode media =
        described.document.at("/components/requestBodies/GenericEvent/content/application~1json");
    Predicate<JsonNode> fits = described.request(media.path("schema"));
    for (JsonNode example : described.examples(media).values()) {
      for (Variant variant : SchemaVariants.of(described, media.path("schema"), example)) {
        GenericReader.Result checked =
            new GenericReader()
                .validate(variant.value().toString().getBytes(StandardCharsets.UTF_8));
        if (fits.test(variant.value()) != (checked instanceof GenericReader.Right)) {
          wrong.add(variant.field() + " " + variant.value() + " " + checked);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  private Sent exchange(String method, String path, String body) {
    HttpRequest.Builder request =
        server.bare(path).header("Authorization", "Bearer " + ApiServer.TOKEN);
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    Reply reply =
        server.send(
            request.method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    return new Sent(
        reply.status(),
        reply.response().headers().firstValue("Content-Type").orElse(""),
        reply.text());
  }

  private void isTaken(Operation operation, String path, String body) {
    Sent sent = exchange(operation.method(), path, body);
    if (sent.status() >= 500 || !sent.type().startsWith("application/json")) {
      wrong.add(operation + " " + body + " fails: " + sent);
    } else if (sent.status() == 400
        && !BEYOND_FORM.matcher(sent.json().path("message").asText()).find()) {
      wrong.add(operation + " refuses " + body + ": " + sent.text());
    }
  }

  private void isRefused(Operation operation, String path, String body, String... fields) {
    Sent sent = exchange(operation.method(), path, body);
    String call = operation.method() + " " + path + " " + body;
    if (sent.status() < 400 || sent.status() >= 500) {
      wrong.add(call + " is answered " + sent.status() + " " + sent.text());
    } else if (!operation.method().equals("HEAD")) {
      wrong.addAll(ErrorShape.mistakes(call, sent));
      if (Stream.of(fields).noneMatch(sent.text()::contains)) {
        wrong.add(call + " is refused without naming " + fields[0] + ": " + sent.text());
      }
    }
  }

  /** What any change leaves a trace in. */
  private String state() {
    return server.get("/api/audit-log?max-results=1").text()
        + server.get("/api/alerts/1").text()
        + server.get("/api/alerts/1/log-entries?max-results=100").text();
  }
}
