package io.dutybell.notification;

import io.dutybell.connector.Connector;
import java.util.Map;

/** The notifiers and connectors of this node, as they are at the moment. */
public interface Notifiers {

  /**
   * What became of a message.
   *
   * @param status a word or number for lists, such as {@code 200} or {@code TIMEOUT}
   * @param error why it was not delivered, a sentence; null when it was
   */
  record Outcome(String status, String error) {}

  /** What each notifier that works says about itself, by name. */
  Map<String, NotifierDescription> notifiers();

  /**
   * The connectors of application.properties, each notifier's own among them, and those of the
   * database that this node knows, by id.
   */
  Map<String, Connector> connectorsById();

  /** Takes over what has changed in the database. */
  void follow();

  /**
   * Tries whether a connector can be made to work with its settings; nothing is sent.
   *
   * @return why not; null when it can
   */
  String obstacle(Connector connector);

  /** Sends one message through its connector now, and waits for what becomes of it. */
  Outcome send(Message message);
}
