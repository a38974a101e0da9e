package io.dutybell.store;

import io.dutybell.clock.Clock;
import java.time.Duration;
import java.time.Instant;

/** Table {@code nodes}: which processes work on this database. */
public final class Nodes {

  private static final Duration STOPPED = Duration.ofMinutes(1);
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  /** The newest schema that this program was made for, where nodes of several versions differ. */
  private static final int SCHEMA = 21;

  private final Database database;
  private final String name;
  private final Clock clock;
  private volatile boolean alone;

  /**
   * @param database where the table is
   * @param name this node's
   * @param clock the time
   */
  public Nodes(Database database, String name, Clock clock) {
    this.database = database;
    this.name = name;
    this.clock = clock;
  }

  /** Notes that this node runs, and looks for others; to be called every few seconds. */
  public void look() {
    Instant now = clock.now();
    alone =
        database.inTransaction(
            session -> {
              session.update(
                  "nodes/seen",
                  p -> p.text("name", name).instant("now", now).count("schema", SCHEMA));
              session.update("nodes/purge", p -> p.instant("before", now.minus(FORGOTTEN)));
              return session
                      .first(
                          "nodes/others",
                          p -> p.text("name", name).instant("since", now.minus(STOPPED)),
                          row -> row.number("running"))
                      .orElse(0L)
                  == 0;
            });
  }

  /**
   * Whether another node may still run a program that was made for an older schema. An embedded
   * database has no other nodes.
   */
  public boolean hasOlder(int schema) {
    Instant since = clock.now().minus(STOPPED);
    return database.dialect() != Dialect.H2
        && database.inTransaction(
            session ->
                session
                        .first(
                            "nodes/older",
                            p ->
                                p.text("name", name)
                                    .instant("since", since)
                                    .count("schema", schema),
                            row -> row.number("running"))
                        .orElse(0L)
                    > 0);
  }

  /** Whether no other node worked on this database at the last look; false before the first. */
  public boolean isAlone() {
    return alone;
  }
}
