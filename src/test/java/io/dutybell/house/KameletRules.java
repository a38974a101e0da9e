package io.dutybell.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a Kamelet describes itself, so that screens, checks and documents can be made from the file.
 */
final class KameletRules {

  private static final String ENDING = ".kamelet.yaml";
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(password|secret|token|api-?key|signing-?key|private-?key|credential).*");
  private static final Pattern NO_SECRET = Pattern.compile("(?i).*(url|uri|id|name|header)");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{[?!]?([A-Za-z0-9_-]+)(:[^}]*)?}}");

  private KameletRules() {}

  /** What is wrong, each with its file; empty when every rule is kept. */
  static List<String> violations(ProjectFiles files) {
    List<String> violations = new ArrayList<>();
    for (Path file : files.in("routes", ENDING)) {
      check(files.name(file), ProjectFiles.read(file), violations);
    }
    return violations;
  }

  private static void check(String file, String text, List<String> violations) {
    Object kamelet;
    try {
      kamelet = Yaml.parse(text);
    } catch (RuntimeException e) {
      violations.add(file + ": is not YAML: " + e.getMessage());
      return;
    }
    String name = file.substring(file.lastIndexOf('/') + 1, file.length() - ENDING.length());
    if (!Yaml.text(kamelet, "kind").equals("Kamelet")) {
      violations.add(file + ": needs 'kind: Kamelet'");
    }
    if (!Yaml.text(kamelet, "metadata", "name").equals(name)) {
      violations.add(file + ": needs the metadata.name '" + name + "', as the file is called");
    }
    checkDefinition(file, Yaml.at(kamelet, "spec", "definition"), violations);
    checkTemplate(file, name, kamelet, violations);
    RouteRules.checkScalars(file, text, violations);
  }

  private static void checkDefinition(String file, Object definition, List<String> violations) {
    for (String word : List.of("title", "description")) {
      if (Yaml.text(definition, word).isBlank()) {
        violations.add(file + ": needs a spec.definition." + word);
      }
    }
    Object properties = Yaml.at(definition, "properties");
    if (properties instanceof Map<?, ?> map) {
      map.forEach(
          (name, property) -> checkProperty(file, String.valueOf(name), property, violations));
    }
    for (Object required : Yaml.list(Yaml.at(definition, "required"))) {
      if (Yaml.at(properties, String.valueOf(required)) == null) {
        violations.add(
            file + ": requires the property " + required + ", which it does not describe");
      }
    }
  }

  private static void checkProperty(
      String file, String name, Object property, List<String> violations) {
    for (String word : List.of("title", "description", "type")) {
      if (Yaml.text(property, word).isBlank()) {
        violations.add(file + ": property " + name + " needs a " + word);
      }
    }
    if (SECRET.matcher(name).matches()
        && !NO_SECRET.matcher(name).matches()
        && !Yaml.text(property, "format").equals("password")) {
      violations.add(file + ": property " + name + " is a secret and needs 'format: password'");
    }
  }

  private static void checkTemplate(
      String file, String name, Object kamelet, List<String> violations) {
    if (!(Yaml.at(kamelet, "spec", "template") instanceof Map<?, ?> template)) {
      violations.add(file + ": needs a spec.template");
      return;
    }
    Map<Object, Object> routeTemplate = new LinkedHashMap<>(template);
    routeTemplate.put("id", name);
    CamelSchema.violations(List.of(Map.of("routeTemplate", routeTemplate)))
        .forEach(v -> violations.add(file + ": " + v));
    Object route = template.containsKey("route") ? template.get("route") : template;
    if (Yaml.at(route, "from") == null) {
      violations.add(file + ": its template needs a 'from:'");
    }
    violations.addAll(RouteRules.size(file, Yaml.at(route, "from", "steps")));
    RouteRules.checkForm(file, template, violations);
    checkPlaceholders(file, kamelet, template, violations);
  }

  /** A name without a dot is a property of the Kamelet; one with a dot is the installation's. */
  private static void checkPlaceholders(
      String file, Object kamelet, Map<?, ?> template, List<String> violations) {
    Yaml.walk(
        template,
        (key, value) -> {
          if (!(value instanceof String text)) {
            return;
          }
          Matcher placeholders = PLACEHOLDER.matcher(text);
          while (placeholders.find()) {
            String property = placeholders.group(1);
            if (Yaml.at(kamelet, "spec", "definition", "properties", property) == null
                && !isLocal(template, property)) {
              violations.add(
                  file + ": uses {{" + property + "}}, a property that it does not describe");
            }
          }
        });
  }

  private static boolean isLocal(Map<?, ?> template, String name) {
    return name.equals("routeId")
        || name.equals("templateId")
        || Yaml.list(template.get("beans")).stream()
            .anyMatch(bean -> Yaml.text(bean, "name").equals(name));
  }
}
