package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.store.Dialect;
import io.dutybell.stories.FakeReceiver.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The words in which stories are told. A story sees the product from outside: it sets up and looks
 * over the REST API, sends callbacks, and receives what people are told. It runs on both databases.
 * A notification that it does not expect fails it.
 *
 * <p>After every step the product comes to rest at the present instant of the clock; only {@link
 * #let} moves that.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("databases")
abstract class Story {

  static final String ALERT = "ALERT";
  static final String RAISED = "RAISED";
  static final String ACCEPTED = "ACCEPTED";
  static final String RESOLVED = "RESOLVED";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Parameter Dialect database;

  Product product;
  private int stamps;

  /** On which databases stories are told; a class whose stories need one of them hides this. */
  static List<Dialect> databases() {
    return List.of(Dialect.values());
  }

  @BeforeEach
  void begin() {
    product = product();
    product.reset("story-" + NUMBER.incrementAndGet());
  }

  @AfterEach
  void nothingUnexpectedWasSaid() {
    receiver().letGo();
    if (restsAtTheEnd()) {
      settle();
      nobodyIsTold();
      respondersFollowTheirAlerts();
    }
    release(product);
  }

  /** What lists are read from says of every alert what the alert says. */
  private void respondersFollowTheirAlerts() {
    long apart =
        product.number(
            "select count(*) from alert_responders r left join alerts a on a.id = r.alert_id and a.status = r.status"
                + " and a.priority = r.priority and a.policy_id = r.policy_id and a.source_id = r.source_id"
                + " and a.created_at = r.created_at and coalesce(a.severity, '') = coalesce(r.severity, '')"
                + " where a.id is null");
    assertThat(apart).as("rows of responders that say other than their alerts").isZero();
    if (database == Dialect.POSTGRESQL) {
      long unordered =
          product.number(
              "select count(*) from alert_responders r join alert_responders o on o.alert_id = r.alert_id"
                  + " and o.user_id < r.user_id where coalesce(o.user_id = any(r.earlier), false)"
                  + " = coalesce(r.user_id = any(o.earlier), false)"
                  + " and not coalesce(-1 = any(r.earlier), false)"
                  + " and not coalesce(-1 = any(o.earlier), false)");
      assertThat(unordered).as("two responders of an alert of whom none was first").isZero();
    }
  }

  /** The product of the story: one that many stories share, unless the story has its own. */
  Product product() {
    return Product.shared(database);
  }

  /** To be closed here when it is the story's own. */
  void release(Product used) {}

  /** Whether the story leaves a product that can come to rest. */
  boolean restsAtTheEnd() {
    return true;
  }

  Api api() {
    return product.api();
  }

  FakeReceiver receiver() {
    return product.receiver;
  }

  Instant now() {
    return product.clock.now();
  }

  void settle() {
    product.settle();
  }

  Person user(String name, Object... further) {
    return new Person(this, name, further);
  }

  Policy policy(String name) {
    return new Policy(this, name);
  }

  Rota schedule(String name) {
    return new Rota(this, name);
  }

  Source source(String name, Policy policy) {
    return new Source(this, name, policy);
  }

  /** A callback of a threshold rule, later than every one before it in the story. */
  Callback threshold(String rule) {
    return Callback.threshold(rule, now().plusMillis(stamps++));
  }

  static Duration seconds(long count) {
    return Duration.ofSeconds(count);
  }

  static Duration minutes(long count) {
    return Duration.ofMinutes(count);
  }

  static Duration hours(long count) {
    return Duration.ofHours(count);
  }

  /** {@code let(minutes(5)).pass()}. */
  Time let(Duration time) {
    return () -> {
      product.pass(time);
      settle();
    };
  }

  /** What passes. */
  interface Time {
    void pass();
  }

  /** {@code expect(ann).told(ALERT, about("cpu"))}. */
  Expectation expect(Person person) {
    return new Expectation(person.name);
  }

  /** The same for one contact of a person who has several. */
  Expectation expectOn(String contact) {
    return new Expectation(contact);
  }

  /** A notification whose summary or alert key contains this. */
  static Predicate<Told> about(String text) {
    return told ->
        told.summary().contains(text)
            || told.json().path("alert").path("alertKey").asText().contains(text);
  }

  /** What a contact is expected to have been told. */
  final class Expectation {

    private final String contact;

    Expectation(String contact) {
      this.contact = contact;
    }

    /** Takes one such notification off what came, and gives it; fails when there is none. */
    Told told(String event, Predicate<Told> which) {
      settle();
      List<Told> came = receiver().unexpected();
      Told found =
          came.stream()
              .filter(t -> t.contact().equals(contact) && t.event().equals(event) && which.test(t))
              .findFirst()
              .orElseThrow(
                  () ->
                      new AssertionError(
                          contact + " was not told " + event + " as expected, but came " + came));
      receiver().expected(found);
      return found;
    }

    Told told(String event) {
      return told(event, t -> true);
    }

    /** This contact has been told nothing that was not expected before. */
    void notTold() {
      settle();
      assertThat(receiver().unexpected())
          .as("told to " + contact)
          .noneMatch(t -> t.contact().equals(contact));
    }
  }

  /** Nobody has been told anything that was not expected before. */
  void nobodyIsTold() {
    settle();
    assertThat(receiver().unexpected()).as("told and not expected").isEmpty();
  }

  /** All alerts, oldest first. */
  List<SeenAlert> alerts() {
    List<SeenAlert> found = new ArrayList<>();
    for (JsonNode alert : api().get("/api/alerts?max-results=100")) {
      found.add(0, new SeenAlert(this, alert.path("id").asLong()));
    }
    return found;
  }

  /** The only alert there is. */
  SeenAlert alert() {
    List<SeenAlert> found = alerts();
    assertThat(found).as("alerts: " + api().get("/api/alerts")).hasSize(1);
    return found.get(0);
  }

  /** The only alert whose summary contains this. */
  SeenAlert alertAbout(String text) {
    List<SeenAlert> found =
        alerts().stream().filter(a -> a.text("summary").contains(text)).toList();
    assertThat(found).as("alerts about " + text).hasSize(1);
    return found.get(0);
  }

  void thereIsNoAlert() {
    assertThat(api().get("/api/alerts")).isEmpty();
  }
}
