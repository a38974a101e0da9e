package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ExampleCalls.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** How every error of the API looks. */
public final class ErrorShape {

  private static final Pattern INSIDES =
      Pattern.compile("Exception|\\tat |\\b(java|org|io|com)\\.[a-z]+\\.[a-z]|SQLSTATE|jdbc:");

  private ErrorShape() {}

  /** What is wrong with an answer that refuses a call; empty when it is as it should be. */
  public static List<String> mistakes(String call, Sent sent) {
    List<String> mistakes = new ArrayList<>();
    if (!sent.type().startsWith("application/json")) {
      mistakes.add(call + " is refused with " + sent);
      return mistakes;
    }
    JsonNode json = sent.json();
    Set<String> names = new TreeSet<>();
    json.fieldNames().forEachRemaining(names::add);
    if (json.path("code").asText().equals("INVALID_CONFIGURATION")) {
      // A document has all of its mistakes listed.
      names.remove("errors");
    }
    if (!names.equals(Set.of("code", "message", "status"))
        || json.path("status").intValue() != sent.status()
        || !json.path("code").asText().matches("[A-Z][A-Z_]+")
        || json.path("message").asText().isBlank()) {
      mistakes.add(call + " is refused in another form: " + sent);
    }
    if (INSIDES.matcher(json.path("message").asText()).find()) {
      mistakes.add(call + " shows what is inside: " + sent);
    }
    return mistakes;
  }
}
