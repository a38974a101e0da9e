package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;

/**
 * A secret in clear inside of a tree of JSON that is never written as it is.
 *
 * @param text the secret
 */
record SecretText(String text) {

  /** A node that holds a secret. */
  static JsonNode node(String text) {
    return new POJONode(new SecretText(text));
  }

  /** The secret that a node holds; null when it holds none. */
  static String of(JsonNode node) {
    return node instanceof POJONode holder && holder.getPojo() instanceof SecretText secret
        ? secret.text()
        : null;
  }

  /** Not the secret. */
  @Override
  public String toString() {
    return Secrets.MASK;
  }
}
