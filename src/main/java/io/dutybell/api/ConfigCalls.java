package io.dutybell.api;

import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.document.Document;
import io.dutybell.document.DocumentReader;
import io.dutybell.document.Mistake;
import io.dutybell.store.DatabaseAway;
import io.dutybell.team.User;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/config}: the whole configuration as one document. It is applied in one transaction,
 * all of it or, when there is any mistake in it, nothing.
 */
public final class ConfigCalls {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigCalls.class);
  private static final Caller FILE =
      new Caller("configuration file", null, User.Role.ADMIN, Caller.EVERYTHING, null);

  private static final int MOST_TRIES = 10;

  private final ConfigTools tools;
  private final LiveConfiguration live;

  /**
   * @param live what this node works by; told when something has changed
   */
  public ConfigCalls(ConfigTools tools, LiveConfiguration live) {
    this.tools = tools;
    this.live = live;
  }

  /**
   * Writes everything that is configured; secrets only with {@code secrets=encrypted}, and then so
   * that only an installation with the same secret key can read them.
   */
  public Answer export(Call call) {
    String secrets = call.query().text("secrets").orElse("none");
    if (!secrets.equals("none") && !secrets.equals("encrypted")) {
      throw Problem.invalid("secrets", "must be none or encrypted");
    }
    boolean withSecrets = secrets.equals("encrypted");
    String text = tools.configurations().together(() -> text(call.caller(), withSecrets));
    return new Answer(200, text, Map.of("Content-Type", "application/yaml; charset=utf-8"), null);
  }

  /** Every statement sees its own moment, so a change between two of them means: once more. */
  private String text(Caller caller, boolean withSecrets) {
    for (int attempt = 1; ; attempt++) {
      long version = tools.configurations().version();
      String text = null;
      try {
        ConfigParts parts = new ConfigParts(tools, live);
        text =
            new ConfigExport(
                    new ConfigReader(parts, caller),
                    parts,
                    new ConfigSecrets(tools.box(), tools.environment()),
                    withSecrets,
                    tools.clock().now())
                .text();
      } catch (Problem e) {
        // What was listed was deleted before it was looked at.
        LOG.debug("the configuration changed while it was exported: {}", e.getMessage());
      }
      if (text != null && tools.configurations().version() == version) {
        return text;
      }
      if (attempt == MOST_TRIES) {
        throw Problem.conflict("the configuration changes all the time; export it again");
      }
    }
  }

  /** Applies a document, or with {@code dry-run=true} says what applying it would change. */
  public Answer apply(Call call) {
    boolean isTrial = flag(call.query(), "dry-run");
    boolean isPruning = flag(call.query(), "prune");
    String text = call.json() == null ? "" : call.json().asText();
    Outcome outcome = outcome(DocumentReader.read(text), call.caller(), isPruning, isTrial);
    if (!outcome.mistakes().isEmpty()) {
      return refusal(outcome.mistakes());
    }
    return Answer.ok(outcome.changes().stream().map(change -> change.json(isTrial)).toList());
  }

  /**
   * Applies a document that is named in application.properties, without deleting anything.
   *
   * @param file how to call it
   * @param text the document
   * @throws IllegalStateException when there is a mistake in it, and nothing was changed; each is
   *     in the log
   */
  public void applyAtStart(String file, String text) {
    Outcome outcome = outcome(DocumentReader.read(text), FILE, false, false);
    if (outcome.mistakes().isEmpty()) {
      outcome
          .changes()
          .forEach(c -> LOG.info("{}: {} {} \"{}\"", file, c.action(), c.resource(), c.name()));
      return;
    }
    outcome.mistakes().forEach(mistake -> LOG.error("{}, {}", file, mistake.sentence()));
    throw new IllegalStateException(
        "the configuration file "
            + file
            + " has "
            + count(outcome.mistakes())
            + " and was not applied; "
            + outcome.mistakes().get(0).sentence());
  }

  private record Outcome(List<ConfigChange> changes, List<Mistake> mistakes) {}

  /** Takes back everything that was done, and says what it would have been. */
  private static final class TakeBack extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Outcome outcome;

    TakeBack(Outcome outcome) {
      super(null, null, false, false);
      this.outcome = outcome;
    }
  }

  private Outcome outcome(Document document, Caller caller, boolean isPruning, boolean isTrial) {
    boolean isReadable = !document.root().isMissingNode() || document.mistakes().isEmpty();
    if (!isReadable) {
      return new Outcome(List.of(), document.mistakes());
    }
    Outcome outcome;
    try {
      outcome =
          tools
              .configurations()
              .inTurn(
                  () -> {
                    Outcome done = inTransaction(document, caller, isPruning);
                    if (isTrial || !done.mistakes().isEmpty() || done.changes().isEmpty()) {
                      throw new TakeBack(done);
                    }
                    return done;
                  });
    } catch (TakeBack e) {
      return e.outcome;
    }
    follow();
    return outcome;
  }

  /** The document was applied, whatever becomes of this. */
  private void follow() {
    try {
      live.refresh();
      tools.notifiers().follow();
    } catch (DatabaseAway e) {
      LOG.debug("The configuration is read when the database is back", e);
    }
  }

  private Outcome inTransaction(Document document, Caller caller, boolean isPruning) {
    // Nobody else changes anything from here on, so that what is compared stays as it is.
    tools.configurations().change(session -> null);
    ConfigRun run = new ConfigRun(tools, live, document, caller, isPruning);
    try {
      new ConfigApply(run).all();
    } catch (ConfigRun.TooMany e) {
      LOG.debug("a configuration document has more mistakes than are reported");
    }
    return new Outcome(run.changes, run.mistakes());
  }

  private static Answer refusal(List<Mistake> mistakes) {
    boolean isConflict = mistakes.stream().allMatch(Mistake::isConflict);
    String message =
        "the document has "
            + count(mistakes)
            + ", and nothing was changed; "
            + mistakes.get(0).sentence();
    Answer error =
        isConflict
            ? Answer.error(409, "CONFLICT", message)
            : Answer.error(400, "INVALID_CONFIGURATION", message);
    @SuppressWarnings("unchecked") // An error is a map.
    Map<String, Object> body = (Map<String, Object>) error.body();
    body.put(
        "errors",
        mistakes.stream()
            .map(
                mistake ->
                    Json.object(
                        "line",
                        mistake.place().line(),
                        "column",
                        mistake.place().column(),
                        "path",
                        mistake.path(),
                        "message",
                        mistake.message()))
            .toList());
    return error;
  }

  private static String count(List<Mistake> mistakes) {
    return mistakes.size() == 1 ? "one mistake" : mistakes.size() + " mistakes";
  }

  private static boolean flag(Query query, String name) {
    return switch (query.text(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problem.invalid(name, "must be true or false");
    };
  }
}
