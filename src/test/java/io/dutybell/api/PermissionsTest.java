package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every cell of the table in docs/permissions.md, over HTTP. */
class PermissionsTest {

  private static final List<String> ROLES = List.of("ADMIN", "USER", "RESPONDER", "STAKEHOLDER");
  private static final List<String> SCOPES = List.of("READ", "WRITE", "ADMIN", "INGEST");
  private static final Set<String> NEED_NO_TOKEN =
      Set.of("action-links.camel.yaml", "heartbeats.camel.yaml", "openapi.camel.yaml");
  private static final Pattern ROUTE = Pattern.compile("(?m)^ {6}- id: ([a-z-]+)$");

  /** An operation, its call, what each role may do with it, and the scope that a token needs. */
  private record Line(
      String operation, String method, String path, Map<String, String> cells, String scope) {}

  private Database database;
  private ApiServer server;
  private final Map<String, Long> users = new LinkedHashMap<>();
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private long somebodyElse;

  @BeforeEach
  void start() throws Exception {
    database = FreshDatabase.of(Dialect.H2);
    server = new ApiServer(database, ApiServer.TOKEN);
    for (String role : ROLES) {
      long id = user(role.toLowerCase(java.util.Locale.ROOT), role);
      users.put(role, id);
      tokens.put(role, token(id, "ADMIN"));
    }
    somebodyElse = user("somebody.else", "USER");
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @Test
  void the_table_has_a_line_for_every_operation_and_for_nothing_else() throws Exception {
    // Answered beside the routes; AlertStreamStories tries who may.
    Set<String> routes = new TreeSet<>(Set.of("stream-alerts"));
    try (Stream<Path> files = Files.list(Path.of("routes/api"))) {
      for (Path file :
          files.filter(f -> !NEED_NO_TOKEN.contains(f.getFileName().toString())).toList()) {
        Matcher matcher = ROUTE.matcher(Files.readString(file));
        while (matcher.find()) {
          routes.add(matcher.group(1));
        }
      }
    }

    assertThat(lines().stream().map(Line::operation)).containsExactlyInAnyOrderElementsOf(routes);
  }

  /** Whether the calls of a file need no API token: what is in their paths lets the caller in. */
  @Test
  void a_role_is_refused_exactly_what_the_table_refuses_it() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Line line : lines()) {
      for (String role : ROLES) {
        String cell = line.cells().get(role);
        boolean refused = isRefused(line, tokens.get(role), somebodyElse);
        if (refused == cell.equals("yes")) {
          wrong.add(line.operation() + " for " + role + " is " + (refused ? "refused" : "allowed"));
        }
        if (cell.equals("own") && isRefused(line, tokens.get(role), users.get(role))) {
          wrong.add(line.operation() + " of one's own is refused to " + role);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void a_token_is_refused_whatever_is_beyond_its_scopes() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String scope : SCOPES) {
      String token = token(users.get("ADMIN"), scope);
      for (Line line : lines()) {
        boolean within =
            scope.equals("ADMIN")
                || scope.equals(line.scope())
                || scope.equals("WRITE") && line.scope().equals("READ");
        if (isRefused(line, token, somebodyElse) == within) {
          wrong.add(line.operation() + " with scope " + scope);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void without_a_token_everything_is_refused() throws Exception {
    for (Line line : lines()) {
      Reply reply =
          server.send(
              server
                  .bare(path(line, somebodyElse))
                  .method(line.method(), BodyPublishers.ofString("{}")));

      assertThat(reply.status()).as(line.operation()).isEqualTo(401);
    }
  }

  /**
   * Nothing is really changed: the bodies are empty, so what is allowed ends with another error.
   */
  private boolean isRefused(Line line, String token, long owner) {
    String body = line.operation().equals("add-token") ? "{\"user\":{\"id\":" + owner + "}}" : "{}";
    Reply reply =
        server.send(
            server
                .bare(path(line, owner))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                    line.method(),
                    line.method().equals("GET")
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(body)));
    assertThat(reply.status()).as(line + " " + reply.text()).isNotEqualTo(401).isLessThan(500);
    return reply.status() == 403;
  }

  private String path(Line line, long owner) {
    String id = line.path().startsWith("/api/users/") ? String.valueOf(owner) : "999999";
    if (line.operation().equals("delete-user")) {
      id = "999999";
    } else if (line.operation().equals("revoke-token")) {
      id = String.valueOf(newToken(owner, "READ").path("id").asLong());
    }
    return line.path()
        .replace("{id}", id)
        .replace("{name}", "nothing")
        .replace("{kind}", line.path().contains("contacts") ? "emails" : "alerts")
        .replaceAll("\\{[a-zA-Z]+}", "999999");
  }

  private long user(String username, String role) {
    return server
        .post("/api/users", "{\"username\":\"" + username + "\",\"role\":\"" + role + "\"}")
        .json()
        .path("id")
        .asLong();
  }

  private String token(long userId, String scope) {
    return newToken(userId, scope).path("token").asText();
  }

  private JsonNode newToken(long userId, String scope) {
    return server
        .post(
            "/api/tokens",
            "{\"name\":\"test\",\"user\":{\"id\":" + userId + "},\"scopes\":[\"" + scope + "\"]}")
        .json();
  }

  private static List<Line> lines() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String text : Files.readAllLines(Path.of("docs/permissions.md"))) {
      String[] cells = text.split("\\|");
      if (cells.length == 8 && cells[2].contains("`")) {
        String[] call = cells[2].replace("`", "").strip().split(" ");
        Map<String, String> byRole = new LinkedHashMap<>();
        for (int i = 0; i < ROLES.size(); i++) {
          byRole.put(ROLES.get(i), cells[3 + i].strip());
        }
        lines.add(new Line(cells[1].strip(), call[0], call[1], byRole, cells[7].strip()));
      }
    }
    return lines;
  }
}
