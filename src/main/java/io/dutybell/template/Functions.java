package io.dutybell.template;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The functions that there are, by name. docs/templates.md describes each. */
final class Functions {

  /**
   * One function.
   *
   * @param example how it is called, without the value
   */
  private record Definition(
      int least, int most, String example, Function<Arguments, TemplateFunction> maker) {}

  private static final Map<String, Definition> ALL = all();

  private Functions() {}

  /**
   * The function that was written, with its arguments.
   *
   * @throws TemplateMistake if there is no such function, or not with such arguments
   */
  static TemplateFunction function(Arguments arguments) {
    Definition definition = ALL.get(arguments.function());
    if (definition == null) {
      throw arguments.cursor().mistake(arguments.at(), unknown(arguments.function()));
    }
    if (arguments.count() < definition.least() || arguments.count() > definition.most()) {
      throw arguments
          .cursor()
          .mistake(
              arguments.at(),
              arguments.function()
                  + " takes "
                  + number(definition)
                  + ", as in "
                  + definition.example());
    }
    return definition.maker().apply(arguments);
  }

  /** The names of all functions. */
  static Iterable<String> names() {
    return ALL.keySet();
  }

  private static String number(Definition definition) {
    if (definition.most() == 0) {
      return "no arguments";
    }
    String most = definition.most() == 1 ? "1 argument" : definition.most() + " arguments";
    return definition.least() == definition.most() ? most : definition.least() + " to " + most;
  }

  private static String unknown(String name) {
    String shown = name.length() <= 60 ? name : name.substring(0, 60) + "…";
    String guess =
        ALL.keySet().stream()
            .filter(known -> known.equalsIgnoreCase(name))
            .min(Comparator.naturalOrder())
            .map(known -> "write " + known)
            .orElse("there are " + String.join(", ", ALL.keySet()));
    return "There is no function " + shown + "; " + guess;
  }

  private static Map<String, Definition> all() {
    Map<String, Definition> all = new LinkedHashMap<>();
    all.put("lowerCase", new Definition(0, 0, "lowerCase()", TextFunctions::lowerCase));
    all.put("upperCase", new Definition(0, 0, "upperCase()", TextFunctions::upperCase));
    all.put("trim", new Definition(0, 0, "trim()", TextFunctions::trim));
    all.put("substring", new Definition(1, 2, "substring(0, 8)", TextFunctions::substring));
    all.put(
        "replaceAll", new Definition(2, 2, "replaceAll(\"a\", \"b\")", TextFunctions::replaceAll));
    all.put(
        "splitTakeAt", new Definition(2, 2, "splitTakeAt(\" \", 0)", TextFunctions::splitTakeAt));
    all.put("default", new Definition(1, 1, "default(\"none\")", TextFunctions::orElse));
    all.put("urlEncode", new Definition(0, 0, "urlEncode()", TextFunctions::urlEncode));
    for (Comparison comparison : Comparison.values()) {
      for (Comparison.Result result : Comparison.Result.values()) {
        String name = comparison.word() + result;
        all.put(
            name,
            new Definition(
                2,
                2,
                name + "(\"a\", \"b\")",
                arguments -> comparison.function(result, arguments)));
      }
    }
    all.put("regexTake", new Definition(1, 2, "regexTake(\"id=(\\d+)\")", RegexFunctions::take));
    all.put(
        "regexReplaceAll",
        new Definition(2, 2, "regexReplaceAll(\"\\s+\", \" \")", RegexFunctions::replaceAll));
    all.put("extractUrl", new Definition(0, 0, "extractUrl()", RegexFunctions::url));
    all.put("round", new Definition(0, 1, "round(2)", NumberFunctions::round));
    all.put("formatUnixMs", new Definition(0, 2, "formatUnixMs(\"M\")", TimeFunctions::unixMs));
    all.put("formatUnixSec", new Definition(0, 2, "formatUnixSec(\"M\")", TimeFunctions::unixSec));
    all.put(
        "formatDateString",
        new Definition(0, 2, "formatDateString(\"M\")", TimeFunctions::dateString));
    all.put("join", new Definition(0, 1, "join(\", \")", ListFunctions::join));
    Definition joinField =
        new Definition(1, 2, "joinFromObjectArr(\"name\", \", \")", ListFunctions::joinField);
    all.put("joinFromObjectArr", joinField);
    all.put("joinFromObjectArray", joinField);
    all.put("entries", new Definition(0, 0, "entries()", ListFunctions::entries));
    return all;
  }
}
