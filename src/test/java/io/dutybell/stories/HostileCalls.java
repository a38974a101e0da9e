package io.dutybell.stories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.api.Described.Operation;
import io.dutybell.api.ExampleCalls;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Calls that are wrong in one to three places, made of the examples of the OpenAPI document. */
final class HostileCalls {

  /** Texts, each a JSON literal. */
  private static final List<String> LITERALS = new ArrayList<>();

  static {
    for (String text :
        List.of(
            "",
            " ",
            "\\u0000",
            "a\\u0000b",
            "\\ud800",
            "\\udc00x",
            "\\uffff",
            "\ud83d\udea8\ud83d\udea8",
            "\\u202egnp.exe",
            "\\r\\nX-Header: 1",
            "' or 1=1 --",
            "\\\"; drop table users; --",
            "<script>alert(1)</script>",
            "${env:PATH}",
            "${sys:user.home}",
            "{{dutybell.admin.token}}",
            "{{?name}}",
            "#bean:api",
            "#class:java.io.File",
            "../../../../etc/passwd",
            "%00%2F%zz",
            "0",
            "-1",
            "1",
            "9223372036854775808",
            "0000-01-01T00:00:00Z",
            "-9999-01-01T00:00",
            "+9999999-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "2026-02-30T00:00:00Z",
            "2026-11-22T24:00",
            "2026-11-22T15:06:00+18:00",
            "1970-01-01T00:00:00-18:00",
            "UTC+18:00",
            "GMT-18:00",
            "+18:00",
            "Etc/GMT+12",
            "America/Scoresbysund",
            "PT0S",
            "PT-1H",
            "P366D",
            "PT999999999999999H",
            "PT0.000000001S",
            "P1M",
            "24:00",
            "23:59:59.999999999",
            "ADMIN",
            "admin",
            "RESOLVED",
            "http://127.0.0.1:1/",
            "file:///etc/passwd",
            "ana@example.org",
            "log")) {
      LITERALS.add('"' + text + '"');
    }
    LITERALS.addAll(
        List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "-1",
            "1",
            "1.0",
            "1e0",
            "1e999",
            "-1e999",
            "1e-999",
            "0.1",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "1" + "0".repeat(500),
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "[1,1]",
            "[\"a\",\"a\"]",
            "[{\"id\":1},{\"id\":1}]",
            "{\"id\":null}",
            "{\"id\":0}",
            "{\"id\":-1}",
            "{\"id\":\"1\"}",
            "{\"id\":1,\"id\":2}",
            "{\"\":\"\"}",
            "{\"\\u0000\":\"\\u0000\"}",
            "{\"\\ud800\":\"x\"}",
            nested("[", "]", 25),
            nested("[", "]", 40),
            nested("[", "]", 5_000),
            nested("{\"a\":", "}", 25).replace(":}", ":1}"),
            nested("{\"a\":", "}", 40).replace(":}", ":1}"),
            '"' + "x".repeat(201) + '"',
            '"' + "x".repeat(70_000) + '"',
            '"' + "\ud83d\udea8".repeat(10_000) + '"',
            "[" + "1,".repeat(20_000) + "1]",
            "[" + "{},".repeat(5_000) + "{}]"));
  }

  /** Segments of a path and values of a query, as they are sent. */
  private static final List<String> ENCODED =
      List.of(
          "",
          "%",
          "%0",
          "%zz",
          "%00",
          "%2F",
          "%2e%2e",
          "..",
          ".",
          "%ff",
          "%ed%a0%80",
          "%F0%9F%9A%A8",
          "0",
          "-1",
          "1",
          "01",
          "1.0",
          "+1",
          "%201",
          "1%20",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999",
          "NaN",
          "null",
          "true",
          "%27%20or%201=1--",
          "$%7Benv:PATH%7D",
          "%7B%7Bdutybell.admin.token%7D%7D",
          "%3Cscript%3E",
          "%0d%0aX-Header:1",
          ";a=b",
          "1;x",
          "ana",
          "root",
          "name",
          "current",
          "count",
          "stream",
          "a%26b",
          "2026-11-22T15:06:00Z",
          "2026-11-22T15:06:00+08:00",
          "0000-01-01T00:00:00Z",
          "%2B9999999-01-01T00:00:00Z",
          "-9999-01-01T00:00:00Z",
          "9999-12-31T23:59:59Z",
          "2026-02-30",
          "PT1H",
          "PT-1H",
          "PT99999999999999999H",
          "HIGH",
          "high",
          "PENDING",
          "100000000",
          "101",
          "%E4%B8%AD",
          "\u4e2d",
          "x".repeat(501),
          "x".repeat(3_000),
          "%41".repeat(1_000));

  private static final List<String> NAMES =
      List.of(
          "id",
          "",
          "%00",
          "%zz",
          "start-index",
          "max-results",
          "from",
          "until",
          "include",
          "user-id",
          "x",
          "CamelHttpPath",
          "CamelHttpMethod",
          "body",
          "name",
          "%5B%5D",
          "a%5Bb%5D",
          "__proto__");

  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/json; charset=utf-16",
          "application/json;charset=nonsense",
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "multipart/form-data",
          "application/xml",
          "application/problem+json",
          "",
          "/",
          ";",
          "application/json\u00e9");

  private static final List<String> HEADERS =
      List.of(
          "Accept: text/html",
          "Accept: nonsense",
          "Accept-Encoding: gzip",
          "Accept-Language: \u4e2d",
          "X-HTTP-Method-Override: DELETE",
          "X-Forwarded-For: ' or 1=1 --",
          "X-Forwarded-For: 999.999.999.999",
          "If-Match: \"nonsense",
          "If-None-Match: *",
          "Range: bytes=0-1",
          "Content-Encoding: gzip",
          "Origin: https://evil.example.org",
          "Cookie: a=b; a=c",
          "CamelHttpUri: http://127.0.0.1:1/",
          "dutybell-remote-address: 1.2.3.4",
          "Last-Event-ID: -1",
          "Authorization: Bearer",
          "Authorization: Basic %%%",
          "Upgrade: websocket",
          "Content-Language: x".repeat(200));

  private static final List<String> METHODS =
      List.of(
          "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get");

  private static final List<String> BROKEN =
      List.of(
          "",
          " ",
          "{",
          "}",
          "{}",
          "[]",
          "null",
          "nonsense",
          "\"",
          "{\"a\":}",
          "{}{}",
          "{\"a\":1,}",
          "a=b&c=%zz",
          "\ufeff{}",
          "{\"name\":\"a\" \"b\"}",
          "--x\r\n\r\n--x--",
          "\u0000",
          "NaN",
          "'a'",
          "/* */{}");

  private final ExampleCalls examples;
  private final List<Operation> operations;
  private final Random random;
  private final Map<String, String> keys;

  /**
   * @param keys the integration keys for the paths that need one
   */
  HostileCalls(
      ExampleCalls examples, List<Operation> operations, Map<String, String> keys, long seed) {
    this.examples = examples;
    this.operations = operations;
    this.keys = keys;
    this.random = new Random(seed);
  }

  private static String nested(String open, String close, int depth) {
    return open.repeat(depth) + close.repeat(depth);
  }

  /** The next one. The calls depend on the seed alone. */
  RawCall next() {
    Operation operation = any(operations);
    String method = operation.method();
    String path = path(operation);
    String query = random.nextInt(3) == 0 ? ExampleCalls.query(operation) : "";
    List<String> headers = new ArrayList<>();
    String authorization = "Authorization: Bearer " + Api.TOKEN;
    String type = "application/json";
    byte[] body = body(operation, false);
    // Unchanged, these would leave nothing to be tried on.
    int attacks = method.equals("DELETE") || operation.id().equals("resolve-alert") ? 0b00001 : 0;
    for (int i = random.nextInt(3); i >= 0; i--) {
      attacks |= 1 << random.nextInt(5);
    }
    if (operation.id().equals("change-sending")) {
      // Nothing may be sent while the calls are made.
      attacks &= 0b11011;
      body = "{\"paused\":true}".getBytes(StandardCharsets.UTF_8);
    }
    if ((attacks & 0b00001) != 0) {
      path = hostilePath(path);
    }
    if ((attacks & 0b00010) != 0) {
      query = hostileQuery(operation, query);
    }
    if ((attacks & 0b00100) != 0) {
      body = body(operation, true);
    }
    if ((attacks & 0b01000) != 0) {
      String header = any(HEADERS);
      authorization = header.startsWith("Authorization") ? header : authorization;
      if (!header.startsWith("Authorization")) {
        headers.add(header);
      }
      type = random.nextBoolean() ? any(TYPES) : type;
    }
    if ((attacks & 0b10000) != 0 && random.nextInt(3) == 0 && !method.equals("DELETE")) {
      method = any(METHODS);
      if (method.equals("DELETE")) {
        path = path + "/" + any(ENCODED);
      }
    }
    headers.add(authorization);
    headers.add("Content-Type: " + type);
    return new RawCall(method, path + query, headers, body);
  }

  private String path(Operation operation) {
    String path = examples.path(operation, "");
    String key = keys.get(operation.path());
    return key == null ? path : path.substring(0, path.lastIndexOf('/') + 1) + key;
  }

  private String hostilePath(String path) {
    String[] segments = path.split("/");
    return switch (random.nextInt(8)) {
      case 0 -> path + "/";
      case 1 -> path + "/" + any(ENCODED);
      case 2 -> "/" + path;
      case 3 -> path + "/../" + any(ENCODED);
      default -> {
        int last = segments.length - 1;
        segments[Math.max(Math.min(2, last), last - random.nextInt(3))] = any(ENCODED);
        yield String.join("/", segments);
      }
    };
  }

  private String hostileQuery(Operation operation, String query) {
    List<JsonNode> known = operation.parametersIn("query");
    StringBuilder text = new StringBuilder(query.isEmpty() ? "?" : query + "&");
    for (int i = random.nextInt(4); i >= 0; i--) {
      String name =
          known.isEmpty() || random.nextInt(4) == 0 ? any(NAMES) : any(known).path("name").asText();
      text.append(name).append(random.nextInt(8) == 0 ? "" : "=" + any(ENCODED)).append('&');
    }
    if (random.nextInt(10) == 0) {
      text.append("x=1&".repeat(60));
    }
    return text.toString();
  }

  private byte[] body(Operation operation, boolean hostile) {
    List<JsonNode> bodies = new ArrayList<>(examples.bodies(operation).values());
    if (bodies.isEmpty() && !hostile) {
      return new byte[0];
    }
    if (hostile && (bodies.isEmpty() || random.nextInt(8) == 0)) {
      return (random.nextBoolean() ? any(BROKEN) : any(LITERALS)).getBytes(StandardCharsets.UTF_8);
    }
    JsonNode body = any(bodies).deepCopy();
    String text = withKey(body).toString();
    for (int i = hostile ? 1 + random.nextInt(2) : 0; i > 0; i--) {
      text = replaced(text, i);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private JsonNode withKey(JsonNode body) {
    for (String name : List.of("integrationKey", "apiKey")) {
      if (body.has(name)) {
        ((ObjectNode) body).put(name, keys.get(""));
      }
    }
    return body;
  }

  /** One value somewhere in it is another one, or there twice, or a field more. */
  private String replaced(String text, int mark) {
    JsonNode body = Reply.parsed(text);
    if (body == null) {
      return text;
    }
    String placeholder = "placeholder-" + mark;
    List<Runnable> places = new ArrayList<>();
    collect(body, placeholder, places);
    if (places.isEmpty()) {
      return any(LITERALS);
    }
    any(places).run();
    String literal = any(LITERALS);
    String found = '"' + placeholder + '"';
    return body.toString().replace(found, literal);
  }

  private static void collect(JsonNode node, String placeholder, List<Runnable> places) {
    if (node instanceof ObjectNode object) {
      object
          .fieldNames()
          .forEachRemaining(
              name -> {
                places.add(() -> object.put(name, placeholder));
                collect(object.get(name), placeholder, places);
              });
      places.add(() -> object.put("further", placeholder));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        places.add(() -> array.set(index, placeholder));
        collect(array.get(i), placeholder, places);
      }
      places.add(() -> array.add(placeholder));
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
