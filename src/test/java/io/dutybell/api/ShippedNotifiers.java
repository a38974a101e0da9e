package io.dutybell.api;

import io.dutybell.configuration.ConnectorStore;
import io.dutybell.connector.Connector;
import io.dutybell.notification.Message;
import io.dutybell.notification.NotifierDescription;
import io.dutybell.notification.Notifiers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The notifiers as their shipped files describe them, for an API without anything that sends; see
 * ConnectorStories for that.
 */
class ShippedNotifiers implements Notifiers {

  private static final Path FOLDER = Path.of("routes/notifiers");

  private final ConnectorStore store;

  ShippedNotifiers(ConnectorStore store) {
    this.store = store;
  }

  @Override
  public Map<String, NotifierDescription> notifiers() {
    Map<String, NotifierDescription> all = new TreeMap<>();
    for (String name : List.of("email", "log", "webhook")) {
      String file = name + NotifierDescription.FILE_ENDING;
      try {
        all.put(name, NotifierDescription.read(file, Files.readString(FOLDER.resolve(file))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  @Override
  public Map<String, Connector> connectorsById() {
    Map<String, Connector> all = new TreeMap<>();
    notifiers()
        .keySet()
        .forEach(name -> all.put(name, new Connector(name, name, name, Map.of(), null, null)));
    store.all().forEach(connector -> all.put(connector.id(), connector));
    return all;
  }

  @Override
  public void follow() {}

  @Override
  public String obstacle(Connector connector) {
    return null;
  }

  @Override
  public Outcome send(Message message) {
    return new Outcome("NOT_SENT", "nothing is sent here");
  }
}
