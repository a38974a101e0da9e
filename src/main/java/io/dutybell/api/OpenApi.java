package io.dutybell.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/**
 * {@code /api/openapi.yaml}: the description of the API. It is put together from one file per
 * resource, beside {@code common.yaml} in the folder {@code openapi} of the resources.
 */
public final class OpenApi {

  private static final String FOLDER = "openapi/";
  private static final String COMMON = "common.yaml";

  /** What {@code common.yaml} says about all operations; no part of OpenAPI. */
  private static final String COMMON_RESPONSES = "x-common-responses";

  /** What it says about all entities; no part of OpenAPI. */
  private static final String VERSIONS = "x-versions";

  /** Where several files add to one map; anywhere else a name stands in one file only. */
  private static final String SHARED = "/paths|/components(/[a-zA-Z]+)?";

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private volatile String text;

  /** Shows the document. It is made at the first call: no start has to wait for it. */
  public Answer show(Call call) {
    if (text == null) {
      text = written(assembled(files()));
    }
    return new Answer(200, text, Map.of("Content-Type", "text/yaml; charset=utf-8"), null);
  }

  /**
   * The document.
   *
   * @param files the text of each file by its name
   * @throws IllegalStateException when two files say something about the same thing
   */
  static Map<String, Object> assembled(SortedMap<String, String> files) {
    Map<String, Object> document = new LinkedHashMap<>(parsed(files.get(COMMON)));
    files.forEach(
        (name, file) -> {
          if (!name.equals(COMMON)) {
            add(document, parsed(file), "", name);
          }
        });
    Map<String, Object> common = map(document.remove(COMMON_RESPONSES));
    map(document.get("paths"))
        .values()
        .forEach(
            path ->
                map(path)
                    .forEach(
                        (method, operation) -> {
                          if (METHODS.contains(method)) {
                            addCommonResponses(map(operation), common);
                          }
                        }));
    DescribedVersions.addTo(operations(document), map(document.remove(VERSIONS)));
    // What people look for comes first.
    document.put("components", document.remove("components"));
    return document;
  }

  private static void add(
      Map<String, Object> into, Map<String, Object> part, String at, String file) {
    part.forEach(
        (key, value) -> {
          String name = at + "/" + key;
          Object there = into.get(key);
          if (name.matches(SHARED)) {
            add(map(into.computeIfAbsent(key, k -> new LinkedHashMap<>())), map(value), name, file);
          } else if (there instanceof List<?> first && value instanceof List<?> second) {
            List<Object> both = new ArrayList<>(first);
            both.addAll(second);
            into.put(key, both);
          } else if (into.putIfAbsent(key, value) != null) {
            throw new IllegalStateException(
                FOLDER + file + " describes " + name + ", which another file describes too");
          }
        });
  }

  private static Map<String, Map<String, Object>> operations(Map<String, Object> document) {
    Map<String, Map<String, Object>> operations = new LinkedHashMap<>();
    map(document.get("paths")).forEach((path, value) -> operations.put(path, map(value)));
    return operations;
  }

  /** What an operation says itself comes first; one without a caller has none of the callers'. */
  private static void addCommonResponses(
      Map<String, Object> operation, Map<String, Object> common) {
    if (operation.containsKey("security")) {
      return;
    }
    Map<String, Object> responses = new TreeMap<>();
    map(common.get("caller")).forEach((status, r) -> responses.put(status, copy(r)));
    if (operation.containsKey("requestBody")) {
      map(common.get("body")).forEach((status, r) -> responses.put(status, copy(r)));
    }
    responses.putAll(map(operation.get("responses")));
    operation.put("responses", responses);
  }

  /** The writer would write one object in two places once, and the second time an alias of it. */
  private static Map<String, Object> copy(Object map) {
    return new LinkedHashMap<>(map(map));
  }

  private static Map<String, Object> parsed(String file) {
    return map(
        new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadFromString(file));
  }

  private static String written(Map<String, Object> document) {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(140).build();
    return new Dump(settings, new Quoting(settings)).dumpToString(document);
  }

  /** Quotes what a reader of older YAML would take for a time or for yes or no. */
  private static final class Quoting extends StandardRepresenter {

    Quoting(DumpSettings settings) {
      super(settings);
    }

    @Override
    protected Node representScalar(Tag tag, String value, ScalarStyle style) {
      boolean ambiguous =
          tag.equals(Tag.STR) && value.matches("\\d{4}-\\d\\d.*|(?i)yes|no|on|off|y|n");
      return super.representScalar(tag, value, ambiguous ? ScalarStyle.DOUBLE_QUOTED : style);
    }
  }

  /** The files as they are shipped: in a folder while developing, in the jar otherwise. */
  static SortedMap<String, String> files() {
    URL common = OpenApi.class.getClassLoader().getResource(FOLDER + COMMON);
    if (common == null) {
      throw new IllegalStateException("the program has no file " + FOLDER + COMMON);
    }
    try {
      URLConnection connection = common.openConnection();
      if (connection instanceof JarURLConnection jar) {
        jar.setUseCaches(false);
        try (JarFile file = jar.getJarFile()) {
          return filesOf(file);
        }
      }
      return filesOf(Path.of(URI.create(common.toString())).getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("the description of the API cannot be read", e);
    }
  }

  private static SortedMap<String, String> filesOf(JarFile jar) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    for (JarEntry entry : jar.stream().toList()) {
      String name = entry.getName();
      if (name.startsWith(FOLDER) && name.endsWith(".yaml")) {
        try (InputStream in = jar.getInputStream(entry)) {
          files.put(
              name.substring(FOLDER.length()),
              new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return files;
  }

  private static SortedMap<String, String> filesOf(Path folder) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.list(folder)) {
      for (Path file : found.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  @SuppressWarnings("unchecked") // A map of a YAML file has texts for keys.
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
