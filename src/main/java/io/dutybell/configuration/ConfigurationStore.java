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
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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

  /**
   * The database makes changes wait for each other anyway. Waiting here, they hold none of its
   * connections, which receiving needs.
   */
  private final ReentrantLock turn = new ReentrantLock(true);

  /**
   * @param box with which its secrets are encrypted: when it was replaced meanwhile, nothing can be
   *     changed here any more
   */
  public ConfigurationStore(Database database, Clock clock, SecretBox box) {
    this.database = database;
    this.clock = clock;
    this.box = box;
  }

  /** One whose secret key is never replaced. */
  public ConfigurationStore(Database database, Clock clock) {
    this(database, clock, null);
  }

  /** The version in the database: it grows with every change. */
  public long version() {
    return database.inTransaction(ConfigurationStore::version);
  }

  /** All of the configuration, at one version. */
  public Configuration load() {
    return database.inTransaction(this::load);
  }

  /**
   * Changes configuration in one transaction, after every other change has ended: what the work
   * checks therefore still holds when it commits.
   *
   * @throws SecretKeyReplaced when the secret key of this process is not in use any more
   */
  public <T> T change(Database.Work<T> work) {
    return database.inTransaction(
        session -> {
          session.update("configuration_version/bump", p -> {});
          if (box != null) {
            KeyFingerprint.require(session, box);
          }
          return work.in(session);
        });
  }

  /**
   * Makes all changes of this work one change, see {@link Database#together}. Within it others
   * still see the configuration as it was.
   */
  public <T> T together(Supplier<T> work) {
    return database.together(work);
  }

  /**
   * As {@link #together}, when all others who change anything in this process so have ended.
   *
   * @throws DatabaseAway when the database cannot be reached, or the others take too long
   */
  public <T> T inTurn(Supplier<T> work) {
    try {
      if (!turn.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new DatabaseAway("other changes of the configuration take too long", null);
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

  /** Makes every other change wait until this transaction has ended, and waits for them. */
  public void lock() {
    database.inTransaction(
        session ->
            session.first("configuration_version/lock", p -> {}, row -> row.number("version")));
  }

  /** A change within {@link #together} that can be taken back alone, see {@link Database#part}. */
  public <T> T part(Supplier<T> work, Predicate<T> isKept) {
    return database.part(work, isKept);
  }

  /** Whether what is read now may still be taken back, see {@link Database#isTogether}. */
  public boolean isTogether() {
    return database.isTogether();
  }

  /** Reads configuration in one transaction, with columns that the snapshot leaves out. */
  <T> T read(Database.Work<T> work) {
    return database.inTransaction(work);
  }

  /** Every statement sees its own moment, so a change between two of them means: once more. */
  private Configuration load(Session session) throws SQLException {
    while (true) {
      long version = version(session);
      Configuration loaded = loadTables(session, version);
      if (version(session) == version) {
        return loaded;
      }
    }
  }

  private Configuration loadTables(Session session, long version) throws SQLException {
    return new Configuration(
        version,
        by(AlertSource::id, sources(session)),
        by(IntegrationKey::hash, session.list("alert_source_keys/list", SourceStore::key)),
        by(EscalationPolicy::id, policies(session)),
        by(User::id, users(session)),
        session.list(
            "maintenance_windows/list-ending-after",
            p -> p.instant("since", clock.now().minus(ENDED_WINDOWS_KEPT)),
            MaintenanceStore::window),
        by(Team::id, TeamStore.teams(session)),
        formerSources(session),
        rosters(session, clock.now().minus(ENDED_OVERRIDES_KEPT)));
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

  private static List<User> users(Session session) throws SQLException {
    Map<Long, List<Contact>> contacts = new HashMap<>();
    session.list(
        "contacts/list",
        row ->
            contacts
                .computeIfAbsent(row.number("user_id"), id -> new ArrayList<>())
                .add(UserStore.contact(row).contact()));
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
