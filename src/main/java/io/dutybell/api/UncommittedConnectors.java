package io.dutybell.api;

import io.dutybell.configuration.ConnectorStore;
import io.dutybell.connector.Connector;
import io.dutybell.notification.Message;
import io.dutybell.notification.NotifierDescription;
import io.dutybell.notification.Notifiers;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The notifiers of this node with the connectors as a transaction sees them that changes them.
 * Nothing of that becomes known to the node before the transaction is kept.
 */
final class UncommittedConnectors implements Notifiers {

  private final Notifiers node;
  private final ConnectorStore store;
  private Map<String, Connector> read;
  private boolean isKept = true;

  UncommittedConnectors(Notifiers node, ConnectorStore store) {
    this.node = node;
    this.store = store;
  }

  /** From now on the connectors may change: they are read whenever they are asked for. */
  void readAlways() {
    isKept = false;
    read = null;
  }

  /** From now on the connectors do not change: they are read once more at the most. */
  void readOnce() {
    isKept = true;
    read = null;
  }

  @Override
  public Map<String, NotifierDescription> notifiers() {
    return node.notifiers();
  }

  @Override
  public Map<String, Connector> connectorsById() {
    if (read != null) {
      return read;
    }
    Map<String, Connector> all = new LinkedHashMap<>();
    node.connectorsById().values().stream()
        .filter(connector -> !connector.isStored())
        .forEach(connector -> all.put(connector.id(), connector));
    store.all().forEach(connector -> all.put(connector.id(), connector));
    read = isKept ? all : null;
    return all;
  }

  @Override
  public void follow() {}

  @Override
  public String obstacle(Connector connector) {
    return node.obstacle(connector);
  }

  @Override
  public Outcome send(Message message) {
    throw new UnsupportedOperationException("nothing is sent within a transaction");
  }
}
