package io.dutybell;

import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.team.Contact;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The connectors through which somebody can be told. A lane has threads, so a connector of the
 * database is among them only once a contact, or the fallback of the installation, names it.
 */
final class OpenConnectors {

  private record Named(long version, Set<String> connectors) {}

  private final NotifierLoader notifiers;
  private final LiveConfiguration live;
  private final Optional<String> fallback;
  private volatile Named named = new Named(-1, Set.of());

  /**
   * @param fallback the connector of the installation's fallback
   */
  OpenConnectors(NotifierLoader notifiers, LiveConfiguration live, Optional<String> fallback) {
    this.notifiers = notifiers;
    this.live = live;
    this.fallback = fallback;
  }

  /** Their ids. It is asked at every look for what is due. */
  Set<String> ids() {
    Set<String> stored = notifiers.storedConnectors();
    Set<String> open = new TreeSet<>(notifiers.connectors());
    if (!stored.isEmpty()) {
      Set<String> used = namedByContacts();
      open.removeIf(
          id -> stored.contains(id) && !used.contains(id) && !fallback.equals(Optional.of(id)));
    }
    return open;
  }

  /** Looked for once in each version of the configuration, of which many people can be part. */
  private Set<String> namedByContacts() {
    Configuration current = live.current();
    Named known = named;
    if (known.version() != current.version()) {
      known =
          new Named(
              current.version(),
              current.users().values().stream()
                  .flatMap(user -> user.contacts().stream())
                  .map(Contact::connector)
                  .collect(Collectors.toSet()));
      named = known;
    }
    return known.connectors();
  }
}
