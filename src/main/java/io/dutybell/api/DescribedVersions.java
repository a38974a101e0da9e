package io.dutybell.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says in the description of the API where versions of entities come and go, the same for all: a
 * path that ends in a parameter and can be got is one entity.
 */
final class DescribedVersions {

  private DescribedVersions() {}

  /**
   * Adds the versions to what takes or gives them.
   *
   * @param paths the operations by method, by path
   * @param common what to add: {@code parameter} and {@code responses} to what changes an entity,
   *     {@code headers} to the answers that show one
   */
  static void addTo(Map<String, Map<String, Object>> paths, Map<String, Object> common) {
    paths.forEach(
        (path, operations) -> {
          boolean isEntity = path.endsWith("}") && operations.containsKey("get");
          boolean isChanged = operations.containsKey("put") || operations.containsKey("delete");
          if (path.endsWith("/name/{name}") || (isEntity && isChanged)) {
            operations.forEach((method, operation) -> addTo(method, operation, common));
          } else if (operations.containsKey("post")) {
            addHeaders(map(operations.get("post")), "201", common);
          }
        });
  }

  private static void addTo(String method, Object operation, Map<String, Object> common) {
    if (method.equals("get") || method.equals("put")) {
      addHeaders(map(operation), "200", common);
    }
    if (method.equals("put") || method.equals("delete")) {
      List<Object> parameters = new ArrayList<>(list(map(operation).get("parameters")));
      parameters.add(copy(common.get("parameter")));
      map(operation).put("parameters", parameters);
      Map<String, Object> responses = new TreeMap<>(map(map(operation).get("responses")));
      map(common.get("responses")).forEach((status, r) -> responses.putIfAbsent(status, copy(r)));
      map(operation).put("responses", responses);
    }
  }

  private static void addHeaders(
      Map<String, Object> operation, String status, Map<String, Object> common) {
    Map<String, Object> response = map(map(operation.get("responses")).get(status));
    if (response != null && !response.containsKey("$ref")) {
      Map<String, Object> headers = new LinkedHashMap<>();
      map(common.get("headers")).forEach((name, header) -> headers.put(name, copy(header)));
      response.put("headers", headers);
    }
  }

  /** The writer would write one object in two places once, and the second time an alias of it. */
  private static Map<String, Object> copy(Object map) {
    return new LinkedHashMap<>(map(map));
  }

  private static List<?> list(Object value) {
    return value == null ? List.of() : (List<?>) value;
  }

  @SuppressWarnings("unchecked") // A map of a YAML file has texts for keys.
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
