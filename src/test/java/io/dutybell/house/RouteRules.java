package io.dutybell.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the files in {@code routes/} are written, so that a person who has read one can read them
 * all, and the visual editor Kaoto changes only what somebody meant to change.
 */
final class RouteRules {

  static final int MOST_STEPS = 12;
  static final int DEEPEST = 2;

  /** The verbs that ids of routes begin with; a new verb is added here. */
  private static final Set<String> VERBS =
      Set.of(
          ("accept add allow compare relay answer apply ask assign authenticate beat call change check choose claim"
                  + " clean close collect comment confirm count create deactivate decide delete"
                  + " deliver describe drop edit end escalate execute expire explain export fail fetch"
                  + " fill find follow get group handle housekeep import insert keep list load"
                  + " log look make mark measure merge move mute normalise notify open pass patch"
                  + " pause ping plan post prepare preview print process prune publish pull purge put raise"
                  + " read reassign receive recognise record recover refuse release reload"
                  + " remind remove render reopen repeat replace replay reply report rescue resend reset"
                  + " resolve respond resume retry return revoke rotate route run save search see"
                  + " select send serve set show sign skip sleep snooze sort split spool start"
                  + " step stop store submit summarise sweep take tell test throttle touch tick trim turn"
                  + " unmute update upload validate verify wait wake watch write")
              .split(" "));

  private static final Set<String> TOP =
      Set.of(
          "route",
          "rest",
          "restConfiguration",
          "routeTemplate",
          "routeConfiguration",
          "beans",
          "dataFormats",
          "onException",
          "errorHandler");
  private static final Set<String> REST_VERBS =
      Set.of("get", "post", "put", "patch", "delete", "head");
  private static final Set<String> SCRIPTS =
      Set.of("groovy", "js", "python", "mvel", "ognl", "joor", "java", "spel", "wasm", "csimple");
  private static final Set<String> SENDERS =
      Set.of("to", "toD", "wireTap", "enrich", "pollEnrich", "poll");
  private static final Pattern SQL =
      Pattern.compile("(?is)\\s*(select|insert|update|delete|merge|with)\\s.*");
  private static final Pattern ID = Pattern.compile("([a-z]+)(-[a-z0-9]+)+");
  private static final Pattern SENTENCE = Pattern.compile("\\p{Lu}[^\\n]*[^.\\s]\\.");
  private static final Pattern SECOND_SENTENCE = Pattern.compile("[.!?]\\s+\\p{Lu}");

  private final ProjectFiles files;
  private final List<String> violations = new ArrayList<>();
  private final Map<String, String> routes = new LinkedHashMap<>();
  private final Map<String, String> sentTo = new LinkedHashMap<>();

  private RouteRules(ProjectFiles files) {
    this.files = files;
  }

  /** What is wrong, each with its file; empty when every rule is kept. */
  static List<String> violations(ProjectFiles files) {
    RouteRules rules = new RouteRules(files);
    for (Path file : files.in("routes", ".yaml", ".yml")) {
      if (!file.toString().endsWith(".kamelet.yaml")) {
        rules.checkFile(file);
      }
    }
    rules.sentTo.forEach(
        (id, where) -> {
          if (!rules.routes.containsKey(id)) {
            rules.violations.add(where + ": sends to direct:" + id + ", but no route has that id");
          }
        });
    return rules.violations;
  }

  private void checkFile(Path path) {
    String file = files.name(path);
    String text = ProjectFiles.read(path);
    Object document;
    try {
      document = Yaml.parse(text);
    } catch (RuntimeException e) {
      violations.add(file + ": is not YAML: " + e.getMessage());
      return;
    }
    CamelSchema.violations(document).forEach(v -> violations.add(file + ": " + v));
    checkScalars(file, text, violations);
    for (Object item : Yaml.list(document)) {
      if (item instanceof Map<?, ?> entry) {
        entry.forEach((kind, value) -> checkEntry(file, String.valueOf(kind), value));
      }
    }
  }

  private void checkEntry(String file, String kind, Object entry) {
    if (!TOP.contains(kind)) {
      violations.add(
          file
              + ": has '- "
              + kind
              + ":' at its top level; write '- route:' with what belongs to it");
    }
    switch (kind) {
      case "route" -> checkRoute(file, entry, Yaml.at(entry, "from"));
      case "routeTemplate" -> {
        Object inner = Yaml.at(entry, "route");
        checkName(file + ": route template " + Yaml.text(entry, "id"), entry);
        checkSteps(
            file + ": route template " + Yaml.text(entry, "id"),
            Yaml.at(inner == null ? entry : inner, "from", "steps"));
      }
      case "rest" -> REST_VERBS.forEach(verb -> checkOperations(file, verb, Yaml.at(entry, verb)));
      case "routeConfiguration" -> {
        for (Object handler : Yaml.list(Yaml.at(entry, "onException"))) {
          checkSteps(
              file + ": route configuration " + Yaml.text(entry, "id"),
              Yaml.at(handler, "onException", "steps"));
        }
      }
      default -> {
        /* has no steps */
      }
    }
    checkForm(file, entry, violations);
    collectTargets(file, entry);
  }

  private void checkRoute(String file, Object route, Object from) {
    String id = Yaml.text(route, "id");
    String where = file + ": route " + (id.isEmpty() ? "without id" : id);
    checkName(where, route);
    String other = routes.put(id, file);
    if (other != null) {
      violations.add(where + ": has the id of another route in " + other);
    }
    String uri = Yaml.text(from, "uri");
    if (uri.startsWith("direct:") && !target(uri).equals(id)) {
      violations.add(
          where + ": consumes " + uri + "; that endpoint's route has the id " + target(uri));
    }
    if (uri.equals("direct") && !Yaml.text(from, "parameters", "name").equals(id)) {
      violations.add(where + ": consumes a direct endpoint with another name than its id");
    }
    checkSteps(where, Yaml.at(from, "steps"));
  }

  private void checkOperations(String file, String verb, Object operations) {
    for (Object operation : Yaml.list(operations)) {
      checkName(file + ": rest " + verb + " " + Yaml.text(operation, "path"), operation);
    }
  }

  private void checkName(String where, Object named) {
    String id = Yaml.text(named, "id");
    var words = ID.matcher(id);
    if (!words.matches()) {
      violations.add(where + ": needs an id of a verb and an object, such as 'store-event'");
    } else if (!VERBS.contains(words.group(1))) {
      violations.add(
          where + ": its id does not begin with a verb (a new one goes into RouteRules.VERBS)");
    }
    if (!isOneSentence(Yaml.text(named, "description"))) {
      violations.add(
          where + ": needs a description of one sentence, with a capital and a full stop");
    }
  }

  static boolean isOneSentence(String text) {
    return SENTENCE.matcher(text).matches() && !SECOND_SENTENCE.matcher(text).find();
  }

  private void checkSteps(String where, Object steps) {
    violations.addAll(size(where, steps));
  }

  /** Whether the steps are few and flat enough to be read at a glance. */
  static List<String> size(String where, Object steps) {
    List<String> found = new ArrayList<>();
    int count = count(steps);
    if (count > MOST_STEPS) {
      found.add(where + ": has " + count + " steps; " + MOST_STEPS + " are the most");
    }
    int depth = depth(steps);
    if (depth > DEEPEST) {
      found.add(where + ": is nested " + depth + " levels deep; " + DEEPEST + " are the most");
    }
    return found;
  }

  private static int count(Object steps) {
    int[] count = {Yaml.list(steps).size()};
    Yaml.walk(
        steps,
        (key, value) -> {
          if (key.equals("steps")) {
            count[0] += Yaml.list(value).size();
          }
        });
    return count[0];
  }

  /** How many lists of steps stand inside each other, not counting the outermost. */
  private static int depth(Object node) {
    int deepest = 0;
    if (node instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        int inside = depth(entry.getValue()) + ("steps".equals(entry.getKey()) ? 1 : 0);
        deepest = Math.max(deepest, inside);
      }
    } else if (node instanceof Collection<?> items) {
      for (Object item : items) {
        deepest = Math.max(deepest, depth(item));
      }
    }
    return deepest;
  }

  /** Explicit expressions, whole steps instead of shorthands, and no scripts. */
  static void checkForm(String file, Object entry, List<String> violations) {
    Set<String> taking = CamelSchema.takingAnExpression();
    Set<String> languages = CamelSchema.languages();
    Yaml.walk(
        entry,
        (key, value) -> {
          if (taking.contains(key)) {
            for (Object item : Yaml.list(value)) {
              if (item instanceof Map<?, ?> map
                  && map.keySet().stream().anyMatch(languages::contains)) {
                violations.add(file + ": '" + key + "' needs its expression under 'expression:'");
              }
            }
          }
          if (key.equals("steps")) {
            for (Object step : Yaml.list(value)) {
              checkStep(file, step, violations);
            }
          }
          if (SCRIPTS.contains(key)
              || key.equals("script")
              || (key.equals("language") && SCRIPTS.contains(Yaml.text(value, "language")))
              || (key.equals("logLanguage") && SCRIPTS.contains(String.valueOf(value)))) {
            violations.add(file + ": '" + key + "' is a script; what follows from a value is Java");
          }
        });
  }

  private static void checkStep(String file, Object step, List<String> violations) {
    if (!(step instanceof Map<?, ?> map)) {
      violations.add(file + ": step '" + step + "' needs its settings below it");
      return;
    }
    map.forEach(
        (name, value) -> {
          if (value instanceof String) {
            violations.add(
                file + ": step '" + name + ": " + value + "' needs its settings below it, by name");
          }
        });
  }

  /** No statement over several lines: those have a file of their own. */
  static void checkScalars(String file, String text, List<String> violations) {
    for (Yaml.Scalar scalar : Yaml.scalars(text)) {
      if (scalar.lines() > 1 && SQL.matcher(scalar.value()).matches()) {
        violations.add(
            file
                + ": SQL over several lines at line "
                + scalar.startsAtLine()
                + "; it goes into src/main/resources/sql");
      }
    }
  }

  private void collectTargets(String file, Object entry) {
    Yaml.walk(
        entry,
        (key, value) -> {
          String uri = "";
          if (SENDERS.contains(key) || key.equals("uri") || key.equals("deadLetterUri")) {
            uri = value instanceof String string ? string : "";
            if (value instanceof Map<?, ?> && Yaml.text(value, "uri").equals("direct")) {
              uri = "direct:" + Yaml.text(value, "parameters", "name");
            }
          }
          if (uri.startsWith("direct:") && !uri.contains("${") && !uri.contains("{{")) {
            sentTo.putIfAbsent(target(uri), file);
          }
        });
  }

  private static String target(String uri) {
    return uri.substring("direct:".length()).replaceAll("\\?.*", "");
  }
}
