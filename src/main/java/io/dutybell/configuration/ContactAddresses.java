package io.dutybell.configuration;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.security.SecretBox;
import io.dutybell.security.UnreadableSecret;
import io.dutybell.store.Row;
import io.dutybell.team.Contact;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the addresses of contacts are stored: target and params encrypted together, because both may
 * hold what lets everybody post. Thread-safe.
 */
final class ContactAddresses {

  private static final Logger LOG = LoggerFactory.getLogger(ContactAddresses.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An address as it was read from a column. */
  private record Known(String encrypted, Address address) {}

  private record Address(String target, Map<String, String> params) {}

  /** Where a contact that cannot be read leads. */
  private static final Address NOWHERE = new Address("", Map.of());

  private final SecretBox box;

  /** What the newest snapshot was made of, by the numbers of contacts. */
  private final Map<Long, Known> known = new ConcurrentHashMap<>();

  ContactAddresses(SecretBox box) {
    this.box = box;
  }

  /** The column for an address. */
  String encrypted(String target, Map<String, String> params) {
    ObjectNode address = JSON.createObjectNode().put("target", target);
    address.set("params", JSON.valueToTree(params));
    return box.encrypt(address.toString());
  }

  /**
   * The contact of a row.
   *
   * @throws UnreadableSecret when it was encrypted with another secret key
   */
  Contact contact(Row row) throws SQLException {
    String encrypted = row.text("address_encrypted");
    return contact(row, encrypted == null ? inClear(row) : open(encrypted), row.flag("verified"));
  }

  /**
   * The contact of a row, for telling people. One whose secret key was replaced is told as it was
   * before that; a contact that was never read counts as not verified.
   */
  Contact toTell(Row row) throws SQLException {
    String encrypted = row.text("address_encrypted");
    if (encrypted == null) {
      return contact(row);
    }
    long id = row.number("id");
    Known before = known.get(id);
    if (before != null && before.encrypted().equals(encrypted)) {
      return contact(row, before.address(), row.flag("verified"));
    }
    try {
      Address address = open(encrypted);
      known.put(id, new Known(encrypted, address));
      return contact(row, address, row.flag("verified"));
    } catch (UnreadableSecret e) {
      if (before == null) {
        LOG.error("Contact {} cannot be told anything: {}", id, e.getMessage());
        return contact(row, NOWHERE, false);
      }
      return contact(row, before.address(), row.flag("verified"));
    }
  }

  /** Forgets all other contacts. */
  void keepOnly(Collection<Long> ids) {
    known.keySet().retainAll(ids);
  }

  private static Contact contact(Row row, Address address, boolean verified) throws SQLException {
    return new Contact(
        row.number("id"),
        row.word("kind", Contact.Kind.class),
        row.text("connector"),
        address.target(),
        address.params(),
        verified);
  }

  /** As a version before V21 wrote it. */
  private static Address inClear(Row row) throws SQLException {
    return new Address(row.text("target"), StoredJson.params(row.text("params")));
  }

  private Address open(String encrypted) {
    JsonNode address = StoredJson.read(box.decrypt(encrypted));
    return new Address(
        address.path("target").asText(),
        JSON.convertValue(address.path("params"), new TypeReference<Map<String, String>>() {}));
  }
}
