package io.dutybell.security;

/** Every column of the database whose values are encrypted with the secret key. */
enum EncryptedColumn {
  ALERT_SOURCE_KEYS(
      "key_encrypted", "alert_source_keys/list-encrypted", "alert_source_keys/encrypt"),
  HEARTBEAT_MONITORS(
      "key_encrypted", "heartbeat_monitors/list-encrypted", "heartbeat_monitors/encrypt"),
  CONNECTORS("params_encrypted", "connectors/list-encrypted", "connectors/encrypt"),
  CONTACTS("address_encrypted", "contacts/list-encrypted", "contacts/encrypt"),
  ALERT_ACTIONS("params_encrypted", "alert_actions/list-encrypted", "alert_actions/encrypt");

  private final String column;
  private final String list;
  private final String update;

  EncryptedColumn(String column, String list, String update) {
    this.column = column;
    this.list = list;
    this.update = update;
  }

  /** The table and the column, with a dot between. */
  String fullName() {
    return list.substring(0, list.indexOf('/')) + "." + column;
  }

  /** The statement that gives every value as {@code encrypted}, with its row as {@code id}. */
  String list() {
    return list;
  }

  /** The statement that replaces the value of one row. */
  String update() {
    return update;
  }
}
