package io.dutybell.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenericReaderTest {

  private static final UUID ID = UUID.fromString("0192f0c0-0000-7000-8000-000000000001");

  private final GenericReader reader = new GenericReader();

  private GenericReader.Result validate(String body) {
    return reader.validate(body.getBytes(StandardCharsets.UTF_8));
  }

  private Event.Content read(String body) {
    Receipt receipt =
        new Receipt(
            ID,
            7,
            Format.GENERIC,
            Instant.parse("2026-11-22T12:00:00Z"),
            "POST",
            null,
            null,
            "203.0.113.9",
            null,
            body.getBytes(StandardCharsets.UTF_8));
    return reader.read(receipt).get(0).content();
  }

  @Test
  void an_alert_needs_a_key_a_type_and_a_summary() {
    assertThat(validate("{\"integrationKey\":\" k \",\"eventType\":\"ALERT\",\"summary\":\"s\"}"))
        .isEqualTo(new GenericReader.Right("k", null, null));
    assertThat(
            validate("{\"apiKey\":\"k\",\"eventType\":\"RESOLVE\",\"alertKey\":\"a\",\"odd\":1}"))
        .isEqualTo(new GenericReader.Right("k", "a", null));
  }

  @Test
  void every_missing_field_is_named() {
    assertThat(validate("{}"))
        .isEqualTo(
            new GenericReader.Wrong(
                List.of(
                    "integrationKey is required: the integration key of an alert source, as text.",
                    "eventType is required: ALERT, ACCEPT or RESOLVE.")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"summary\":\" \";summary is required: a text that is not blank, for the eventType ALERT.",
        "\"summary\":5;summary must be a text.",
        "\"details\":{};details must be a text.",
        "\"alertKey\":5;alertKey must be a text.",
        "\"routingKey\":[];routingKey must be a text.",
        "\"priority\":\"MIDDLE\";priority must be one of HIGH, LOW.",
        "\"severity\":\"odd\";severity must be one of CRITICAL, WARN, INFO, or a number from 1 (worst) to 5.",
        "\"severity\":6;severity must be one of CRITICAL, WARN, INFO, or a number from 1 (worst) to 5.",
        "\"links\":{};links must be an array.",
        "\"links\":[{\"href\":\"javascript:alert(1)\"}];links[0].href must be an http or https URL.",
        "\"links\":[{\"href\":\"https://x/\",\"text\":5}];links[0].text must be a text.",
        "\"images\":[5];images[0] must be an object.",
        "\"images\":[{\"src\":\"https://x/\",\"alt\":[]}];images[0].alt must be a text.",
        "\"\":[1],\"images\":{};images must be an array.",
        "\"labels\":{\"a\":[]};labels.a must be a text.",
        "\"customDetails\":[];customDetails must be an object.",
        "\"comments\":[{}];comments[0].content must be a text.",
        "\"logs\":[5];logs[0] must be a text or an object."
      })
  void a_wrong_field_is_named_with_what_is_right(String field, String mistake) {
    String summary = field.startsWith("\"summary\"") ? "" : "\"summary\":\"s\",";

    assertThat(validate("{\"apiKey\":\"k\",\"eventType\":\"ALERT\"," + summary + field + "}"))
        .isEqualTo(new GenericReader.Wrong(List.of(mistake)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|The body must be a JSON object; it is empty.",
        "[]|The body must be a JSON object.",
        "{\"a\":|The body must be a JSON object; it breaks off at byte 5.",
        "{\"a\":x}|The body must be a JSON object; it stops being JSON near byte 7.",
        "{} {}|The body goes on after the JSON object, at byte 4."
      })
  void a_body_that_is_no_json_object_says_where(String body, String mistake) {
    assertThat(validate(body)).isEqualTo(new GenericReader.Wrong(List.of(mistake)));
  }

  @Test
  void a_full_event_keeps_everything() {
    Event.Content content =
        read(
            "{\"apiKey\":\"k\",\"eventType\":\"ALERT\",\"summary\":\"Disk\\nfull\",\"details\":\"a\\nb\","
                + "\"alertKey\":\"disk\",\"priority\":\"LOW\",\"severity\":2,\"routingKey\":\"db\","
                + "\"images\":[{\"src\":\"https://x/i.png\",\"alt\":\"i\"}],"
                + "\"links\":[{\"href\":\"https://x/\",\"text\":\"Run book\"}],"
                + "\"labels\":{\"env\":\"prod\"},\"customDetails\":{\"n\":5,\"deep\":{\"a\":[1.5,true]}},"
                + "\"comments\":[\"one\",{\"content\":\"two\",\"creator\":\"x\"}],\"logs\":[\"l\"]}");

    assertThat(content.variant()).isEqualTo(Variant.GENERIC);
    assertThat(content.state()).isEqualTo(State.FIRING);
    assertThat(content.summary()).isEqualTo("Disk full");
    assertThat(content.details()).isEqualTo("a\nb");
    assertThat(content.alertKey()).isEqualTo("disk");
    assertThat(content.priority()).isEqualTo(Priority.LOW);
    assertThat(content.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(content.routingKey()).isEqualTo("db");
    assertThat(content.images()).containsExactly(new Image("https://x/i.png", null, "i"));
    assertThat(content.links()).containsExactly(new Link("Run book", "https://x/"));
    assertThat(content.comments()).containsExactly("one", "two");
    assertThat(content.customDetails())
        .containsEntry("n", 5L)
        .containsEntry("labels", Map.of("env", "prod"))
        .containsEntry("logs", List.of("l"));
    assertThat(content.idempotency()).isNull();
    assertThat(content.occurredAt()).isNull();
  }

  @Test
  void an_event_without_a_key_takes_the_receipts_id() {
    assertThat(read("{\"eventType\":\"ALERT\",\"summary\":\"s\"}").alertKey())
        .isEqualTo(ID.toString());
  }

  @Test
  void a_long_key_is_the_same_before_and_after_storing() {
    String body =
        "{\"apiKey\":\"k\",\"eventType\":\"RESOLVE\",\"alertKey\":\"" + "a".repeat(2_000) + "\"}";

    GenericReader.Right right = (GenericReader.Right) validate(body);

    assertThat(right.alertKey()).hasSize(600).isEqualTo(read(body).alertKey());
    assertThat(read(body).state()).isEqualTo(State.OK);
  }

  @Test
  void what_was_stored_and_cannot_be_read_is_unrecognised() {
    assertThat(read("{").state()).isEqualTo(State.UNRECOGNISED);
    assertThat(read("{\"eventType\":\"ODD\"}").state()).isEqualTo(State.UNRECOGNISED);
  }

  @Test
  void a_key_that_is_too_long_to_be_one_is_not_looked_for() {
    byte[] body = ("{\"apiKey\":\"" + "k".repeat(201) + "\"}").getBytes(StandardCharsets.UTF_8);

    assertThat(reader.withoutKey(body, "k".repeat(200))).isNotEqualTo(body);
    assertThat(reader.withoutKey(body, "k".repeat(201))).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"apiKey\":\"secret\",\"x\":\"secretsecret\"};{\"apiKey\":\"******\",\"x\":\"************\"}",
        "{\"apiKey\":\"s\\u0065cret\",\"x\":\"\\u0041\"};{\"apiKey\":\"***********\",\"x\":\"\\u0041\"}",
        "{\"x\":1};{\"x\":1}"
      })
  void the_key_is_masked_wherever_it_stands(String body, String stored) {
    byte[] masked = reader.withoutKey(body.getBytes(StandardCharsets.UTF_8), "secret");

    assertThat(new String(masked, StandardCharsets.UTF_8)).isEqualTo(stored);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"integrationKey\":\"k3y\",\"apiKey\":\"other\",\"eventType\":\"ALERT\",\"summary\":\"other\"};"
            + "{\"integrationKey\":\"***\",\"apiKey\":\"*****\",\"eventType\":\"ALERT\",\"summary\":\"other\"}",
        "{\"integrationKey\":\"k3y\",\"apiKey\":\"other-other-other-other\",\"eventType\":\"ALERT\",\"summary\":\"of other-other-other-other\"};"
            + "{\"integrationKey\":\"***\",\"apiKey\":\"***********************\",\"eventType\":\"ALERT\",\"summary\":\"of ***********************\"}",
        "{\"apiKey\" : \"k3y\",\"eventType\":\"RESOLVE\",\"api\\u004bey\":\"again\",\"apiKey\":[\"list\"]};"
            + "{\"apiKey\" : \"***\",\"eventType\":\"RESOLVE\",\"api\\u004bey\":\"*****\",\"apiKey\":[\"****\"]}",
        "{\"apiKey\":\"k3y\",\"eventType\":\"RESOLVE\",\"customDetails\":{\"apiKey\":\"theirs\",\"x\":[\"a\",\"apiKey\",\"b\"]}};"
            + "{\"apiKey\":\"***\",\"eventType\":\"RESOLVE\",\"customDetails\":{\"apiKey\":\"theirs\",\"x\":[\"a\",\"apiKey\",\"b\"]}}"
      })
  void what_stands_in_the_fields_of_the_key_is_masked_whatever_it_is(String body, String stored) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    GenericReader.Right right = (GenericReader.Right) reader.validate(bytes);

    byte[] masked = reader.withoutKeys(bytes, right);

    assertThat(new String(masked, StandardCharsets.UTF_8)).isEqualTo(stored);
  }
}
