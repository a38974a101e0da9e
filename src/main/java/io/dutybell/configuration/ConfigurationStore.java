package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.condition.HoursReference;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.oncall.Roster;
import io.dutybell.oncall.Schedule;
import io.dutybell.oncall.Shift;
import io.dutybell.security.KeyFingerprint;
import io.dutybell.security.SecretBox;
import io.dutybell.security.SecretKeyReplaced;
import io.dutybell.source.AlertSource;
import io.dutybell.source.EventFilters;
import io.dutybell.source.IntegrationKey;
import io.dutybell.source.SourceTexts;
import io.dutybell.source.StoredCondition;
import io.dutybell.source.SupportHours;
import io.dutybell.store.Database;
import io.dutybell.store.DatabaseAway;
import io.dutybell.store.Session;
import io.dutybell.team.Contact;
import io.dutybell.team.NotificationRule;
import io.dutybell.team.Team;
import io.dutybell.team.User;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the configuration as a whole, and counts its changes. */
public final class ConfigurationStore {

  /** A window is kept in the snapshot this long after its end, for events that arrived in it. */
  private static final Duration ENDED_WINDOWS_KEPT = Duration.ofDays(1);

  /** So are overrides, for a node whose clock is behind. */
  private static final Duration ENDED_OVERRIDES_KEPT = Duration.ofDays(1);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** Of how many conditions it is remembered that they were complained of. */
  private static final int MOST_WARNED = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationStore.class);

  private final Set<String> warned = ConcurrentHashMap.newKeySet();
  private final Database database;
  private final Clock clock;
  private final SecretBox box;
  private final Duration longestWait;
  private final ContactAddresses addresses;

  /**
   * The database makes changes wait for each other anyway. Waiting here, they hold none of its
   * connections, which receiving needs.
   */
  private final ReentrantLock turn = new ReentrantLock(true);

  private final ConfigurationSteps steps = new ConfigurationSteps();

  /** What this thread's transaction sees; null outside of {@link #together}. */
  @SuppressWarnings("ThreadLocalUsage") // One for each store: there is one in a process.
  private final ThreadLocal<SeenConfiguration> seen = new ThreadLocal<>();

  /**
   * @param box with which its secrets are encrypted: when it was replaced meanwhile, nothing can be
   *     changed here any more
   */
  public ConfigurationStore(Database database, Clock clock, SecretBox box) {
    this(database, clock, box, LONGEST_WAIT);
  }

  /**
   * One in which changes wait for each other otherwise.
   *
   * @param longestWait how long a change waits for others of this process
   */
  ConfigurationStore(Database database, Clock clock, SecretBox box, Duration longestWait) {
    this(database, clock, box, box == null ? known() : box, longestWait);
  }

  /** For a database of no worth: its secret key is known to everybody, and never replaced. */
  public ConfigurationStore(Database database, Clock clock) {
    this(database, clock, null, known(), LONGEST_WAIT);
  }

  private static SecretBox known() {
    return new SecretBox(new byte[32], new SecureRandom());
  }

  private ConfigurationStore(
      Database database, Clock clock, SecretBox box, SecretBox ofAddresses, Duration longestWait) {
    this.database = database;
    this.clock = clock;
    this.box = box;
    this.longestWait = longestWait;
    this.addresses = new ContactAddresses(ofAddresses);
  }

  /** How addresses of contacts are stored. */
  ContactAddresses addresses() {
    return addresses;
  }

  /** The version in the database: it grows with every change. */
  public long version() {
    return database.inTransaction(ConfigurationStore::version);
  }

  /** All of the configuration, at one version. */
  public Configuration load() {
    return database.inTransaction(
        session ->
            read(session, Configuration.empty(), version -> Optional.of(ConfigurationPart.all())));
  }

  /**
   * All of the configuration, at one version. What cannot have changed since is not read again.
   *
   * @param known what was read of this database before, or what was kept of it
   */
  Configuration load(Configuration known) {
    return database.inTransaction(
        session -> read(session, known, version -> steps.between(known.version(), version)));
  }

  /** What is read next is read as a whole: the database was away, and may be another. */
  void forget() {
    steps.forget();
  }

  /**
   * The configuration as the transaction of this thread sees it, with what it has changed itself.
   * Only what is not known yet is read. To be used within {@link #together} only.
   *
   * @param known what was read of this database before
   * @param isNewest whether what others have changed since it was last read counts too, as long as
   *     nothing keeps them from changing anything
   */
  Configuration seen(Configuration known, boolean isNewest) {
    SeenConfiguration mine = seen.get();
    if (mine == null) {
      return load();
    }
    if (mine.state().isFresh() && (mine.state().before() != null || !isNewest)) {
      return mine.state().read();
    }
    return database.inTransaction(
        session -> {
          mine.read(seen(session, mine.state(), known));
          return mine.state().read();
        });
  }

  private Configuration seen(Session session, SeenConfiguration.State state, Configuration known)
      throws SQLException {
    boolean isReadBefore = state.read() != null;
    Configuration base = isReadBefore ? state.read() : known;
    if (isReadBefore && state.before() != null) {
      return read(session, base, version -> Optional.of(state.stale()));
    }
    long before = state.before() != null ? state.before() : version(session);
    if (state.stale().isEmpty() && base.version() == before) {
      return base;
    }
    Optional<Set<ConfigurationPart>> missed = steps.between(base.version(), before);
    missed.ifPresent(parts -> parts.addAll(state.stale()));
    return read(
        session,
        base,
        version -> state.before() != null ? missed : steps.between(base.version(), version));
  }

  /**
   * Changes configuration in one transaction, after every other change has ended: what the work
   * checks therefore still holds when it commits.
   *
   * @throws SecretKeyReplaced when the secret key of this process is not in use any more
   */
  public <T> T change(Database.Work<T> work) {
    return together(
        () ->
            database.inTransaction(
                session -> {
                  SeenConfiguration mine = seen.get();
                  if (mine == null || !mine.state().isCounted()) {
                    count(session, mine);
                  }
                  T result = work.in(session);
                  if (mine != null) {
                    mine.changed(ConfigurationPart.changedBy(session.takeChanges()));
                  }
                  return result;
                }));
  }

  /** Whoever has counted up keeps others from changing anything, the secret key too. */
  private void count(Session session, SeenConfiguration mine) throws SQLException {
    session.update("configuration_version/bump", p -> {});
    if (box != null) {
      KeyFingerprint.require(session, box);
    }
    if (mine != null) {
      if (mine.state().before() == null) {
        mine.locked(version(session) - 1);
      }
      mine.counted();
    }
  }

  /**
   * Makes all changes of this work one change, see {@link Database#together}. Within it others
   * still see the configuration as it was.
   */
  public <T> T together(Supplier<T> work) {
    if (database.isTogether()) {
      return work.get();
    }
    Kept<T> kept = database.together(() -> seeing(work));
    // Only now: what was not kept is no step to anywhere.
    kept.step().ifPresent(steps::add);
    return kept.result();
  }

  /** What a transaction resulted in, and which step it was if it changed anything. */
  private record Kept<T>(T result, Optional<ConfigurationSteps.Step> step) {}

  private <T> Kept<T> seeing(Supplier<T> work) {
    SeenConfiguration mine = new SeenConfiguration();
    seen.set(mine);
    try {
      T result = work.get();
      SeenConfiguration.State state = mine.state();
      if (state.before() == null) {
        return new Kept<>(result, Optional.empty());
      }
      long version = version();
      return new Kept<>(
          result,
          version == state.before()
              ? Optional.empty()
              : Optional.of(new ConfigurationSteps.Step(state.before(), version, state.changed())));
    } finally {
      seen.remove();
    }
  }

  /**
   * As {@link #together}, when all others who change anything in this process so have ended.
   *
   * @throws DatabaseAway when the database cannot be reached
   * @throws ChangesWaiting when the others take too long
   */
  public <T> T inTurn(Supplier<T> work) {
    try {
      if (!turn.tryLock(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ChangesWaiting(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseAway("the process ends", e);
    }
    try {
      return together(work);
    } finally {
      turn.unlock();
    }
  }

  /**
   * Makes every other change wait until this transaction has ended, and waits for them.
   *
   * @throws ChangesWaiting when they take too long
   */
  public void lock() {
    long version =
        database.inTransaction(
            session ->
                ChangesWaiting.unlessInTime(
                        () ->
                            session.first(
                                "configuration_version/lock",
                                p -> {},
                                row -> row.number("version")))
                    .orElseThrow());
    if (seen.get() != null) {
      seen.get().locked(version);
    }
  }

  /** A change within {@link #together} that can be taken back alone, see {@link Database#part}. */
  public <T> T part(Supplier<T> work, Predicate<T> isKept) {
    SeenConfiguration mine = seen.get();
    if (mine == null) {
      return database.part(work, isKept);
    }
    AtomicBoolean kept = new AtomicBoolean();
    mine.begin();
    try {
      return database.part(
          work,
          result -> {
            kept.set(isKept.test(result));
            return kept.get();
          });
    } finally {
      mine.end(kept.get());
    }
  }

  /** Whether what is read now may still be taken back, see {@link Database#isTogether}. */
  public boolean isTogether() {
    return database.isTogether();
  }

  /** Reads configuration in one transaction, with columns that the snapshot leaves out. */
  <T> T read(Database.Work<T> work) {
    return database.inTransaction(work);
  }

  /** Which parts have to be read to know the configuration at a version; empty for all. */
  private interface Missed {
    Optional<Set<ConfigurationPart>> at(long version);
  }

  /** Every statement sees its own moment, so a change between two of them means: once more. */
  private Configuration read(Session session, Configuration known, Missed missed)
      throws SQLException {
    while (true) {
      long version = version(session);
      Set<ConfigurationPart> parts = missed.at(version).orElseGet(ConfigurationPart::all);
      Configuration loaded = readTables(session, version, known, parts);
      if (version(session) == version) {
        return loaded;
      }
    }
  }

  private Configuration readTables(
      Session session, long version, Configuration known, Set<ConfigurationPart> parts)
      throws SQLException {
    return new Configuration(
        version,
        parts.contains(ConfigurationPart.SOURCES)
            ? by(AlertSource::id, sources(session))
            : known.sources(),
        parts.contains(ConfigurationPart.KEYS)
            ? by(IntegrationKey::hash, session.list("alert_source_keys/list", SourceStore::key))
            : known.keys(),
        parts.contains(ConfigurationPart.POLICIES)
            ? by(EscalationPolicy::id, policies(session))
            : known.policies(),
        parts.contains(ConfigurationPart.USERS) ? by(User::id, users(session)) : known.users(),
        parts.contains(ConfigurationPart.WINDOWS)
            ? session.list(
                "maintenance_windows/list-ending-after",
                p -> p.instant("since", clock.now().minus(ENDED_WINDOWS_KEPT)),
                MaintenanceStore::window)
            : known.maintenanceWindows(),
        parts.contains(ConfigurationPart.TEAMS)
            ? by(Team::id, TeamStore.teams(session))
            : known.teams(),
        parts.contains(ConfigurationPart.FORMER_SOURCES)
            ? formerSources(session)
            : known.formerSources(),
        parts.contains(ConfigurationPart.ROSTERS)
            ? rosters(session, clock.now().minus(ENDED_OVERRIDES_KEPT))
            : known.rosters());
  }

  private static Map<Long, Roster> rosters(Session session, Instant since) throws SQLException {
    Map<Long, List<Shift>> overrides = new HashMap<>();
    session
        .list(
            "schedule_overrides/list",
            Set.of("from"),
            p -> p.instant("from", since),
            OverrideStore::override)
        .forEach(
            o -> overrides.computeIfAbsent(o.scheduleId(), id -> new ArrayList<>()).add(o.shift()));
    Map<Long, Roster> rosters = new HashMap<>();
    for (Schedule schedule : session.list("schedules/list", ScheduleStore::schedule)) {
      rosters.put(
          schedule.id(), new Roster(schedule, overrides.getOrDefault(schedule.id(), List.of())));
    }
    return rosters;
  }

  private List<AlertSource> sources(Session session) throws SQLException {
    Map<Long, SupportHours> hours = hours(session);
    return session.list(
        "alert_sources/list",
        row -> {
          Long hoursId = row.number("support_hours_id");
          SourceTexts texts = StoredTexts.read(row.text("texts"));
          EventFilters filters = EventFilters.of(texts).with(ConditionHours.among(hours.values()));
          AlertSource source =
              SourceStore.source(row)
                  .withHours(
                      hoursId == null ? null : hours.get(hoursId), row.flag("auto_raise_alerts"))
                  .withTexts(texts)
                  .withFilters(filters);
          filters
              .all()
              .forEach(
                  (field, condition) ->
                      warn("The " + field + " of alert source " + source.name(), condition));
          return source;
        });
  }

  private static Map<Long, SupportHours> hours(Session session) throws SQLException {
    return by(SupportHours::id, session.list("support_hours/list", SupportHoursStore::hours));
  }

  private List<EscalationPolicy> policies(Session session) throws SQLException {
    List<EscalationPolicy> stored = session.list("escalation_policies/list", PolicyStore::policy);
    if (stored.stream().noneMatch(EscalationPolicy::hasConditions)) {
      return stored;
    }
    Function<HoursReference, SupportHours> named = ConditionHours.among(hours(session).values());
    List<EscalationPolicy> policies = new ArrayList<>();
    for (EscalationPolicy one : stored) {
      EscalationPolicy policy = one.withHours(named);
      policy
          .rules()
          .forEach(
              rule -> warn("A condition of escalation policy " + policy.name(), rule.condition()));
      policies.add(policy);
    }
    return policies;
  }

  /** Once for each condition that counts as absent; null is none. */
  private void warn(String what, StoredCondition condition) {
    if (condition != null
        && condition.problem() != null
        && warned.size() < MOST_WARNED
        && warned.add(what + "\n" + condition.text())) {
      LOG.warn("{} counts as absent: {}", what, condition.problem());
    }
  }

  private static Map<Long, Set<Long>> formerSources(Session session) throws SQLException {
    Map<Long, Set<Long>> teams = new HashMap<>();
    session.list(
        "former_alert_sources/list",
        row -> teams.put(row.number("id"), StoredJson.ids(row.text("teams"))));
    return teams;
  }

  private List<User> users(Session session) throws SQLException {
    Map<Long, List<Contact>> contacts = new HashMap<>();
    session.list(
        "contacts/list",
        row ->
            contacts
                .computeIfAbsent(row.number("user_id"), id -> new ArrayList<>())
                .add(addresses.toTell(row)));
    addresses.keepOnly(
        contacts.values().stream()
            .flatMap(List::stream)
            .map(Contact::id)
            .collect(Collectors.toSet()));
    Map<Long, List<NotificationRule>> rules = new HashMap<>();
    session.list(
        "notification_rules/list",
        row ->
            rules
                .computeIfAbsent(row.number("user_id"), id -> new ArrayList<>())
                .add(UserStore.rule(row)));
    return session.list(
        "users/list",
        row -> {
          UserEntry entry = UserStore.user(row);
          return new User(
              entry.id(),
              entry.username(),
              entry.firstName(),
              entry.lastName(),
              entry.email(),
              entry.timezone(),
              entry.language(),
              entry.role(),
              row.instant("muted_until"),
              contacts.getOrDefault(entry.id(), List.of()),
              rules.getOrDefault(entry.id(), List.of()));
        });
  }

  private static long version(Session session) throws SQLException {
    return session
        .first("configuration_version/find", p -> {}, row -> row.number("version"))
        .orElseThrow();
  }

  private static <K, V> Map<K, V> by(Function<V, K> key, List<V> values) {
    return values.stream().collect(Collectors.toMap(key, Function.identity()));
  }
}
