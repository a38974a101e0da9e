package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.security.SecretAddress;

/**
 * Something that is configured, as a document says it.
 *
 * @param id its id
 * @param entry its entry in the document, without what is {@link ConfigShape.Apart}, but with all
 *     secrets as {@link SecretText}
 */
record ConfigItem(String id, ObjectNode entry) {

  /** Whether a document says the same; a secret that it leaves out stays as it is. */
  boolean isSaidBy(JsonNode other) {
    return isSaid(entry, other);
  }

  private static boolean isSaid(JsonNode here, JsonNode there) {
    String secret = SecretText.of(here);
    if (secret != null) {
      String said = there == null ? Secrets.MASK : SecretText.of(there);
      said = said == null ? there.asText() : said;
      return said.equals(Secrets.MASK)
          || said.equals(secret)
          || said.equals(SecretAddress.shown(secret));
    }
    if (here == null || there == null || here.getNodeType() != there.getNodeType()) {
      return false;
    }
    if (here.isArray()) {
      boolean same = here.size() == there.size();
      for (int i = 0; same && i < here.size(); i++) {
        same = isSaid(here.get(i), there.get(i));
      }
      return same;
    }
    if (!here.isObject()) {
      return here.toString().equals(there.toString());
    }
    for (var field : here.properties()) {
      if (!isSaid(field.getValue(), there.get(field.getKey()))) {
        return false;
      }
    }
    return there.properties().stream().allMatch(field -> here.has(field.getKey()));
  }
}
