package io.dutybell.api;

import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.store.Database;
import java.util.Map;

/** {@code /api/system}: what runs here, and whether it sends. */
public final class Installation {

  /** The name in table system_state under which it stands whether sending is paused. */
  public static final String SENDING_PAUSED = "sending-paused";

  private final Database database;
  private final LiveConfiguration live;
  private final String version;

  /**
   * @param version the program's version
   */
  public Installation(Database database, LiveConfiguration live, String version) {
    this.database = database;
    this.live = live;
    this.version = version;
  }

  /** Shows the installation. */
  public Answer show(Call call) {
    return Answer.ok(json());
  }

  /** Pauses or releases sending; everything else goes on. */
  public Answer changeSending(Call call) {
    return call.change(this::changingSending);
  }

  private Answer changingSending(Call call) {
    Fields fields = call.fields();
    if (!call.json().hasNonNull("paused")) {
      throw Problem.invalid("paused", "is required, true or false");
    }
    Map<String, Object> was = json();
    String paused = String.valueOf(fields.flag("paused", false));
    database.inTransaction(
        session -> {
          session.update(
              "system_state/put-if-absent",
              p -> p.text("name", SENDING_PAUSED).text("value", paused));
          return session.update(
              "system_state/update", p -> p.text("name", SENDING_PAUSED).text("value", paused));
        });
    Map<String, Object> became = json();
    return Answer.ok(became).changing("installation", "sending", was, became);
  }

  /**
   * Whether sending is paused, on all nodes.
   *
   * @throws io.dutybell.store.DatabaseAway when the database cannot be reached
   */
  public static boolean isSendingPaused(Database database) {
    return database.inTransaction(
        session ->
            session
                .first(
                    "system_state/find",
                    p -> p.text("name", SENDING_PAUSED),
                    row -> Boolean.parseBoolean(row.text("value")))
                .orElse(false));
  }

  private Map<String, Object> json() {
    return Json.object(
        "version",
        version,
        "database",
        database.dialect().name(),
        "configurationVersion",
        live.refresh().version(),
        "sending",
        Json.object("paused", isSendingPaused(database)));
  }
}
