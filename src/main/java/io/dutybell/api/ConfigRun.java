package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.configuration.InUse;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.SourceStore;
import io.dutybell.configuration.TeamStore;
import io.dutybell.document.Document;
import io.dutybell.document.Mistake;
import io.dutybell.store.StoreFailure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What happens while a document is applied: what was changed, what is wrong, and how one thing
 * after the other is tried. Everything happens in one transaction; what fails in it is taken back
 * alone, so that the rest can be looked at too.
 */
final class ConfigRun {

  private static final int MOST_MISTAKES = 200;
  private static final int LONGEST_MESSAGE = 1_000;

  final ConfigTools tools;
  final Document document;
  final Caller caller;
  final boolean isPruning;
  final ConfigNames names;
  final ConfigSecrets secrets;
  final ConfigJson json;
  final List<ConfigChange> changes = new ArrayList<>();
  private final ConfigTrail trail;
  private final Set<Mistake> mistakes;
  private final ConfigParts parts;
  private ConfigReader reader;

  /** There are so many mistakes that the rest is not looked at. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooMany() {
      super(null, null, false, false);
    }
  }

  /**
   * What was done.
   *
   * @param answer the answer of the resource
   * @param item the thing afterwards
   * @param change null when it is as it was
   */
  record Done(Answer answer, ConfigItem item, ConfigChange change) {}

  ConfigRun(
      ConfigTools tools,
      LiveConfiguration live,
      Document document,
      Caller caller,
      boolean isPruning) {
    this.tools = tools;
    this.document = document;
    this.caller = caller;
    this.isPruning = isPruning;
    this.names = new ConfigNames(this::standIn);
    this.secrets = new ConfigSecrets(tools.box(), tools.environment());
    this.json = new ConfigJson(names, this::mistake);
    this.trail = new ConfigTrail(tools.auditLog(), caller);
    this.mistakes = new LinkedHashSet<>(document.mistakes());
    this.parts = new ConfigParts(tools, live);
  }

  /** The resources as the transaction sees them now. */
  ConfigParts parts() {
    return parts;
  }

  /** Reads what is there now. */
  ConfigReader reader() {
    if (reader == null) {
      reader = new ConfigReader(parts, caller);
    }
    return reader;
  }

  /** What was read is no longer so. */
  private void startOver() {
    reader = null;
  }

  /** All mistakes so far, in the order of the document. */
  List<Mistake> mistakes() {
    return mistakes.stream().sorted(Mistake.IN_ORDER).toList();
  }

  boolean hasMistakes() {
    return !mistakes.isEmpty();
  }

  void mistake(String path, String message) {
    mistake(path, message, false);
  }

  private void mistake(String path, String message, boolean isConflict) {
    String said =
        message.length() <= LONGEST_MESSAGE
            ? message
            : message.substring(0, message.offsetByCodePoints(0, LONGEST_MESSAGE / 2)) + "…";
    mistakes.add(new Mistake(document.place(path), path, said, isConflict));
    if (mistakes.size() >= MOST_MISTAKES) {
      throw new TooMany();
    }
  }

  /**
   * Tries to make or to change something. When the resource refuses it, each field that it refuses
   * is a mistake.
   *
   * @param path where it stands in the document
   * @param body what the resource is given; is changed while mistakes are looked for
   * @param attempt makes or changes it and says what came of it
   * @return null when it cannot be done
   */
  Done attempt(String path, ObjectNode body, Function<ObjectNode, Done> attempt) {
    ConfigRepair repair = new ConfigRepair(body, names::anyOf);
    while (true) {
      String field;
      try {
        Done done = tools.configurations().part(() -> attempt.apply(body), this::isKept);
        if (done.change() == null) {
          startOver();
        } else {
          reader = null;
          changes.add(done.change());
        }
        return done;
      } catch (Problem e) {
        field = e.field();
        refused(path, field == null ? "" : repair.original(field), e, body);
      } catch (SourceStore.Missing e) {
        field = e.field();
        refused(path, field, e, body);
      } catch (InUse | TeamStore.Missing | StoreFailure e) {
        field = null;
        refused(path, "", e, body);
      }
      startOver();
      if (field == null || !repair.repair(field)) {
        return null;
      }
    }
  }

  private boolean isKept(Done done) {
    if (done.change() != null && done.answer() != null) {
      trail.note(done.answer());
    }
    return done.change() != null;
  }

  private void refused(String path, String field, RuntimeException why, JsonNode body) {
    Map<?, ?> answer = (Map<?, ?>) Errors.answer(why).body();
    String message = String.valueOf(answer.get("message"));
    String at = field.isEmpty() ? path : Document.at(path, inDocument(field));
    // A field that was put right is refused a second time when it is required.
    boolean isKnown = mistakes.stream().anyMatch(m -> m.path().equals(at));
    if (!isKnown || field.isEmpty()) {
      mistake(at, holdsSecret(message, body) ? field + " cannot be used" : message);
    }
  }

  /** A reference stands where its id would; connectors have another word. */
  private static String inDocument(String field) {
    String reference = field.endsWith(".id") ? field.substring(0, field.length() - 3) : field;
    return reference.equals("connectorId") ? "connector" : reference;
  }

  /** A sentence of a notifier or a database could repeat what was set. */
  private static boolean holdsSecret(String message, JsonNode body) {
    for (var field : body.properties()) {
      JsonNode value = field.getValue();
      boolean isSecret = Secrets.isName(field.getKey()) && value.asText().length() > 3;
      if (isSecret && message.contains(value.asText()) || holdsSecret(message, value)) {
        return true;
      }
    }
    return false;
  }

  /** Deletes something that the document does not list. */
  void delete(
      String path,
      String resource,
      String name,
      ConfigItem item,
      Function<ConfigParts, Answer> call) {
    try {
      tools
          .configurations()
          .part(
              () ->
                  new Done(
                      call.apply(parts),
                      item,
                      new ConfigChange(
                          ConfigChange.Action.DELETED, resource, name, item.id(), List.of())),
              done -> {
                changes.add(done.change());
                return isKept(done);
              });
    } catch (Problem | InUse | StoreFailure e) {
      startOver();
      Map<?, ?> answer = (Map<?, ?>) Errors.answer(e).body();
      mistake(
          path,
          "\"" + name + "\" is not listed and cannot be deleted: " + answer.get("message"),
          true);
    }
  }

  /** Something that a reference may lead to; everything is taken back in the end. */
  private String standIn(ConfigSection section) {
    String body =
        switch (section) {
          case USERS -> "{\"username\":\"stand-in\"}";
          case TEAMS -> "{\"name\":\"stand-in\"}";
          case SUPPORT_HOURS -> "{\"name\":\"stand-in\",\"supportDays\":{}}";
          case SCHEDULES -> "{\"name\":\"stand-in\",\"type\":\"STATIC\"}";
          case ESCALATION_POLICIES ->
              "{\"name\":\"stand-in\",\"escalationRules\":[{\"escalationTimeout\":5,\"users\":[{\"id\":"
                  + names.anyOf(ConfigSection.USERS)
                  + "}]}]}";
          case ALERT_SOURCES ->
              "{\"name\":\"stand-in\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":"
                  + names.anyOf(ConfigSection.ESCALATION_POLICIES)
                  + "}}";
          default -> null;
        };
    if (section == ConfigSection.CONNECTORS) {
      return parts.notifiers.connectorsById().keySet().stream().findFirst().orElse(null);
    }
    if (body == null) {
      return null;
    }
    try {
      String id =
          tools
              .configurations()
              .part(
                  () -> {
                    Call call = ConfigParts.call(Map.of(), Body.stored(body), caller);
                    Answer made = parts.of(section).add().apply(call);
                    return Body.tree(made.body()).path("id").asText();
                  },
                  made -> true);
      names.put(section, "stand-in", id);
      return id;
    } catch (Problem | InUse | SourceStore.Missing | TeamStore.Missing | StoreFailure e) {
      startOver();
      return null;
    }
  }
}
