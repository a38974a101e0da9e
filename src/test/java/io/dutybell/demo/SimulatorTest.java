package io.dutybell.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import io.dutybell.cloudmonitor.CloudMonitorReader;
import io.dutybell.event.Event;
import io.dutybell.event.Format;
import io.dutybell.event.Receipt;
import io.dutybell.event.Severity;
import io.dutybell.event.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SimulatorTest {

  private static final Instant START = Instant.parse("2026-11-22T15:06:00Z");

  private final Script script = new Script(new Random(1));

  @Test
  void the_first_minute_tells_of_a_problem_that_gets_worse_a_second_one_and_an_event() {
    List<Event.Content> said = read(script.firstMinute());

    assertThat(said)
        .extracting(Event.Content::state, Event.Content::severity, Event.Content::oneShot)
        .containsExactly(
            tuple(State.FIRING, Severity.WARN, false),
            tuple(State.FIRING, Severity.CRITICAL, false),
            tuple(State.FIRING, Severity.CRITICAL, false),
            tuple(State.FIRING, Severity.CRITICAL, false),
            tuple(State.OK, Severity.CRITICAL, false),
            tuple(State.FIRING, Severity.INFO, true),
            tuple(State.OK, Severity.CRITICAL, false));
    String cpu = said.get(0).alertKey();
    String site = said.get(2).alertKey();
    assertThat(said.stream().map(Event.Content::alertKey))
        .containsExactly(cpu, cpu, site, cpu, site, said.get(5).alertKey(), cpu)
        .doesNotContainNull();
    assertThat(said.get(6).episode()).isEqualTo(said.get(0).episode());
    assertThat(said.stream().map(Event.Content::idempotency)).doesNotHaveDuplicates();
    assertThat(said.get(0).summary()).contains("91.5 % >= 90").contains("prod-web-01");
    assertThat(said.get(2).summary()).contains("shop").contains("https://shop.example.com/");
    assertThat(said).allMatch(content -> content.note() == null && content.occurredAt() != null);
  }

  @Test
  void the_first_minute_fits_into_a_minute_and_leaves_time_to_escalate() {
    List<Script.Step> steps = script.firstMinute();

    Duration all = steps.stream().map(Script.Step::pause).reduce(Duration.ZERO, Duration::plus);
    Duration open = all.minus(steps.get(0).pause());

    assertThat(all).isLessThan(Duration.ofMinutes(1));
    assertThat(open).isGreaterThan(ExampleConfiguration.FIRST_LEVEL.multipliedBy(2));
  }

  @Test
  void later_problems_begin_and_end_and_are_never_the_same_episode() {
    List<Event.Content> said = new ArrayList<>();
    for (int number = 0; number < 4; number++) {
      said.addAll(read(script.later(number)));
    }

    for (int i = 0; i < said.size(); i += 2) {
      assertThat(said.get(i).state()).isEqualTo(State.FIRING);
      assertThat(said.get(i + 1).state()).isEqualTo(State.OK);
      assertThat(said.get(i + 1).alertKey()).isEqualTo(said.get(i).alertKey());
      assertThat(said.get(i + 1).episode()).isEqualTo(said.get(i).episode());
    }
    assertThat(said.get(6).alertKey()).as("in turn").isEqualTo(said.get(0).alertKey());
    assertThat(said.get(6).episode()).isNotEqualTo(said.get(0).episode());
  }

  @Test
  void callbacks_go_to_the_integration_url_one_after_the_other_and_never_run_out()
      throws IOException {
    List<String> calls = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type"));
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/in/key");
    try (Simulator simulator = new Simulator(url, script, () -> START)) {
      for (int i = 0; i < 10; i++) {
        simulator.sendNext();
      }
    } finally {
      server.stop(0);
    }

    assertThat(calls).hasSize(10).allMatch(call -> call.startsWith("POST /in/key application/"));
  }

  @Test
  void a_program_that_does_not_answer_does_not_end_the_simulation() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    URI gone = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/in/key");
    server.start();
    server.stop(0);
    List<Instant> asked = new ArrayList<>();
    try (Simulator simulator =
        new Simulator(
            gone,
            script,
            () -> {
              asked.add(START);
              return START;
            })) {
      simulator.sendNext();
      simulator.sendNext();
    }

    assertThat(asked).as("it went on to the second callback").hasSize(2);
  }

  private static List<Event.Content> read(List<Script.Step> steps) {
    List<Event.Content> said = new ArrayList<>();
    Instant at = START;
    for (Script.Step step : steps) {
      at = at.plus(step.pause());
      Callback callback = step.callback().apply(at);
      Receipt receipt =
          new Receipt(
              new UUID(1, said.size()),
              1,
              Format.CLOUDMONITOR,
              at,
              "POST",
              callback.contentType(),
              null,
              "127.0.0.1",
              null,
              callback.body().getBytes(StandardCharsets.UTF_8));
      List<Event> events = new CloudMonitorReader().read(receipt);
      assertThat(events).hasSize(1);
      said.add(events.get(0).content());
    }
    return said;
  }
}
