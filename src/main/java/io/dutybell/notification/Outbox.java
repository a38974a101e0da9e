package io.dutybell.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dutybell.clock.Clock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.event.Link;
import io.dutybell.event.Priority;
import io.dutybell.event.Severity;
import io.dutybell.event.Text;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.source.AlertSource;
import io.dutybell.store.Database;
import io.dutybell.store.DatabaseAway;
import io.dutybell.store.GroupCommit;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import io.dutybell.team.Contact;
import io.dutybell.team.User;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox: claims notifications that are due, each under a lease that outlives the sending, and
 * records what came of them. After a crash at any point a notification is claimed again when its
 * lease has ended, with the same idempotency key.
 */
public final class Outbox implements AutoCloseable {

  /** How long one attempt may take before the notification may be claimed again. */
  static final Duration LEASE = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 500;

  /** Makes the links by which a recipient accepts or resolves an alert with one click. */
  public interface ActionUrls {
    /** The link, or null where this installation makes none. */
    String url(long alertId, long userId, String action);
  }

  /**
   * Who is told when nobody else can be.
   *
   * @param connector the connector; null when there is no fallback
   * @param target the address
   */
  public record FallbackContact(String connector, String target) {}

  private record Claimed(
      UUID id,
      long alertId,
      Long userId,
      Long contactId,
      String connector,
      Purpose purpose,
      Instant createdAt,
      Instant firstDueAt,
      int attempts,
      boolean relayed,
      String alertStatus,
      Message.AlertView alert) {

    /** The contact; 0 for the fallback of the installation. */
    long contactOrZero() {
      return contactId == null ? 0 : contactId;
    }
  }

  /**
   * What was claimed.
   *
   * @param all whether nothing else was due
   * @param othersAreTold whether something is due on another connector now
   * @param current who is who
   */
  private record Claim(
      List<Claimed> taken, boolean all, boolean othersAreTold, Configuration current) {}

  private record Attempt(UUID notification, Instant at) {
    static Attempt of(Message message) {
      return new Attempt(message.idempotencyKey(), message.sentAt());
    }
  }

  private record Result(
      Message message, int attempt, Instant at, Duration took, String status, Failure failure) {}

  private final Database database;
  private final LiveConfiguration configuration;
  private final Clock clock;
  private final RandomGenerator random;
  private final TimeOrderedIds ids;
  private final String baseUrl;
  private final ActionUrls actionUrls;
  private final FallbackContact fallback;
  private final BiConsumer<String, Integer> counted;
  private final Runnable wake;
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
  private final Map<Attempt, Claimed> claims = new ConcurrentHashMap<>();
  private final PromptContacts prompt = new PromptContacts();
  private final GroupCommit<Result> results;
  private final Map<String, Instant> lookedAt = new ConcurrentHashMap<>();
  private volatile Instant sendingSince;
  private volatile Instant gaveUpAt = Instant.EPOCH;
  private volatile boolean paused;
  private volatile boolean started;

  /**
   * @param database where notifications are
   * @param configuration users and contacts
   * @param clock the time
   * @param random jitter
   * @param ids names for new notifications
   * @param baseUrl where people reach this installation
   * @param actionUrls accept and resolve links
   * @param fallback the fallback of the installation
   * @param counted counts results by word
   * @param wake called when a connector has room again
   */
  public Outbox(
      Database database,
      LiveConfiguration configuration,
      Clock clock,
      RandomGenerator random,
      TimeOrderedIds ids,
      String baseUrl,
      ActionUrls actionUrls,
      FallbackContact fallback,
      BiConsumer<String, Integer> counted,
      Runnable wake) {
    this.database = database;
    this.configuration = configuration;
    this.clock = clock;
    this.random = random;
    this.ids = ids;
    this.baseUrl = baseUrl;
    this.actionUrls = actionUrls;
    this.fallback = fallback;
    this.counted = counted;
    this.wake = wake;
    this.sendingSince = clock.now();
    this.results = new GroupCommit<>("record-notifications", 1, 100_000, 500, this::record);
  }

  /**
   * Begins to send, unless paused: to be called when it has been read whether sending is paused.
   * Before that nothing is claimed, because a pause outlives the process.
   */
  public void start() {
    sendingSince = clock.now();
    started = true;
  }

  /** Whether {@link #start} has been called. */
  public boolean isStarted() {
    return started;
  }

  /** Stops or releases sending; receiving and deciding go on either way. */
  public void pause(boolean value) {
    if (paused && !value) {
      sendingSince = clock.now();
      lookedAt.clear();
    }
    paused = value;
  }

  /** Whether nothing is sent at present. */
  public boolean isPaused() {
    return paused;
  }

  /** How many notifications are being sent, or wait in the process to be. */
  public int inFlight() {
    return claims.size();
  }

  /**
   * Claims what is due for a connector.
   *
   * @param connector its name
   * @param concurrency how many it sends at the same time
   * @return what is to be sent now, most urgent first; never more than {@link Lane#MOST} of a
   *     connector are claimed at the same time
   */
  public List<Message> claim(String connector, int concurrency) {
    if (paused || !started) {
      return List.of();
    }
    Lane lane = lanes.computeIfAbsent(connector, c -> new Lane(concurrency));
    int room = Math.min(PAGE, lane.room());
    Instant now = clock.now();
    if (room == 0) {
      lookedAt.put(connector, now);
      return List.of();
    }
    List<Message> messages = new ArrayList<>();
    Map<Long, Integer> underWay = underWay(connector);
    int share = PromptContacts.share(concurrency);
    Claim claim =
        database.inTransaction(session -> claimIn(session, connector, room, underWay, share, now));
    for (Claimed claimed : claim.taken()) {
      Message message = message(claimed, claim.current(), now);
      claims.put(Attempt.of(message), claimed);
      messages.add(message);
    }
    lane.claimed(messages.size(), claim.all());
    lookedAt.put(connector, now);
    if (claim.othersAreTold()) {
      wake.run();
    }
    return messages;
  }

  /** How many attempts contacts have under way, except those that are known to be prompt. */
  private Map<Long, Integer> underWay(String connector) {
    Map<Long, Integer> underWay = new HashMap<>();
    for (Claimed claimed : claims.values()) {
      if (claimed.connector().equals(connector) && !prompt.contains(claimed.contactOrZero())) {
        underWay.merge(claimed.contactOrZero(), 1, Integer::sum);
      }
    }
    return underWay;
  }

  private Claim claimIn(
      Session session,
      String connector,
      int most,
      Map<Long, Integer> underWay,
      int share,
      Instant now)
      throws SQLException {
    List<Long> busy =
        underWay.keySet().stream().filter(contact -> underWay.get(contact) >= share).toList();
    List<UUID> due =
        session.list(
            "notifications/lock-due",
            p ->
                p.text("connector", connector)
                    .instant("now", now)
                    .numbers("busy", busy)
                    .count("most", most),
            row -> row.uuid("id"));
    if (due.isEmpty()) {
      return new Claim(List.of(), busy.isEmpty(), false, configuration.current());
    }
    // Another node may have made them for somebody whom this one has not heard of yet.
    Configuration current = configuration.refresh();
    List<Claimed> found =
        session.list(
            "notifications/claimed", p -> p.uuids("ids", due), row -> claimed(row, current));
    List<Claimed> taken = new ArrayList<>();
    List<Claimed> left = new ArrayList<>();
    List<Claimed> passedOn = new ArrayList<>();
    Map<UUID, String> moved = new LinkedHashMap<>();
    Map<UUID, NotificationState> dropped = new LinkedHashMap<>();
    List<Object[]> notes = new ArrayList<>();
    Set<String> addresses = new HashSet<>();
    found.stream()
        .sorted(Comparator.comparing(c -> due.indexOf(c.id())))
        .forEach(
            claimed -> {
              Optional<String> obstacle = obstacle(claimed, current, now);
              if (!isStillNeeded(claimed)) {
                dropped.put(claimed.id(), NotificationState.CANCELLED);
              } else if (obstacle.isPresent()) {
                boolean muted = user(claimed, current).map(u -> u.isMutedAt(now)).orElse(false);
                dropped.put(
                    claimed.id(),
                    muted ? NotificationState.SUPPRESSED : NotificationState.CANCELLED);
                notes.add(new Object[] {claimed, obstacle.get()});
                if (!muted && !claimed.relayed()) {
                  passedOn.add(claimed);
                }
              } else if (!connector.equals(connector(claimed, current))) {
                moved.put(claimed.id(), connector(claimed, current));
              } else if (!addresses.add(addressOnce(claimed, current))) {
                dropped.put(claimed.id(), NotificationState.CANCELLED);
              } else if (!prompt.contains(claimed.contactOrZero())
                  && underWay.merge(claimed.contactOrZero(), 1, Integer::sum) > share) {
                left.add(claimed);
              } else {
                taken.add(claimed);
              }
            });
    session.update(
        "notifications/lease",
        p ->
            p.uuids("ids", taken.stream().map(Claimed::id).toList())
                .instant("now", now)
                .instant("leaseUntil", now.plus(LEASE)));
    session.batch(
        "notifications/drop",
        dropped.entrySet(),
        (p, e) -> p.uuid("id", e.getKey()).word("state", e.getValue()));
    session.batch(
        "notifications/move",
        moved.entrySet(),
        (p, e) -> p.uuid("id", e.getKey()).text("connector", e.getValue()));
    session.batch(
        "timeline/insert",
        notes,
        (p, n) -> {
          Claimed claimed = (Claimed) n[0];
          p.number("alertId", claimed.alertId())
              .instant("at", now)
              .text("type", "NotificationLogEntry")
              .text("text", (String) n[1])
              .number("userId", claimed.userId());
        });
    relay(session, current, passedOn, now);
    boolean othersAreTold = !passedOn.isEmpty() || !moved.isEmpty();
    boolean all = due.size() < most && left.isEmpty() && busy.isEmpty();
    return new Claim(taken, all, othersAreTold, current);
  }

  /**
   * What is to be told of a pending alert is not told once it was accepted; what is told again of
   * an accepted one, not once it is over.
   */
  private static boolean isStillNeeded(Claimed claimed) {
    return switch (claimed.purpose()) {
      case ALERT, FALLBACK -> claimed.alertStatus().equals("PENDING");
      case RAISED, ACCEPTED -> !claimed.alertStatus().equals("RESOLVED");
      case RESOLVED, TEST -> true;
    };
  }

  private static Optional<User> user(Claimed claimed, Configuration current) {
    return claimed.userId() == null
        ? Optional.empty()
        : Optional.ofNullable(current.users().get(claimed.userId()));
  }

  private static Optional<Contact> contact(Claimed claimed, Configuration current) {
    return claimed.contactId() == null
        ? Optional.empty()
        : user(claimed, current).flatMap(user -> user.contact(claimed.contactId()));
  }

  /** Why the user cannot be told over this contact now; empty when nothing stands in the way. */
  private static Optional<String> obstacle(Claimed claimed, Configuration current, Instant now) {
    if (claimed.userId() == null) {
      return Optional.empty();
    }
    Optional<User> user = user(claimed, current);
    if (user.isEmpty()) {
      return Optional.of("A notification was skipped: its user was deleted.");
    }
    String name = user.get().fullName();
    if (user.get().isMutedAt(now)) {
      return Optional.of(
          "A notification to "
              + name
              + " was suppressed: muted until "
              + user.get().mutedUntil()
              + ".");
    }
    Optional<Contact> contact = contact(claimed, current);
    if (contact.isEmpty()) {
      return Optional.of("A notification to " + name + " was skipped: the contact was deleted.");
    }
    if (!contact.get().verified()) {
      return Optional.of(
          "A notification to " + name + " was skipped: the contact is not verified.");
    }
    return Optional.empty();
  }

  /** The connector that reaches the contact now; it may have got another one meanwhile. */
  private static String connector(Claimed claimed, Configuration current) {
    return contact(claimed, current).map(Contact::connector).orElse(claimed.connector());
  }

  /**
   * Notifications of one alert and purpose to one address of a user that are due at the same time
   * are one message. Another user at the same address has a message, and links, of their own.
   */
  private static String addressOnce(Claimed claimed, Configuration current) {
    String address =
        contact(claimed, current).map(c -> c.target() + " " + c.params()).orElse("fallback");
    return claimed.alertId() + " " + claimed.purpose() + " " + claimed.userId() + " " + address;
  }

  private Message message(Claimed claimed, Configuration current, Instant now) {
    Optional<User> user = user(claimed, current);
    Optional<Contact> contact = contact(claimed, current);
    boolean actionable = user.isPresent() && claimed.purpose() != Purpose.RESOLVED;
    boolean acceptable = actionable && claimed.alertStatus().equals("PENDING");
    return new Message(
        claimed.id(),
        claimed.purpose(),
        claimed.alert(),
        user.orElse(null),
        contact.orElse(null),
        claimed.connector(),
        contact.map(Contact::target).orElse(fallback.target() == null ? "" : fallback.target()),
        contact.map(Contact::params).orElse(Map.of()),
        acceptable ? actionUrls.url(claimed.alertId(), claimed.userId(), "ACCEPT") : null,
        actionable ? actionUrls.url(claimed.alertId(), claimed.userId(), "RESOLVE") : null,
        baseUrl,
        now);
  }

  /**
   * Whether a claimed message may still be sent. One that has waited for its turn until half of its
   * lease was over is left to be claimed again, so that nobody else sends it meanwhile.
   */
  public boolean mayStillSend(Message message) {
    boolean inTime = !clock.now().isAfter(message.sentAt().plus(LEASE.dividedBy(2)));
    if (!inTime && claims.remove(Attempt.of(message)) != null) {
      settled(message, LEASE.dividedBy(2));
    }
    return inTime;
  }

  /** Notes that the receiver took it. */
  public void delivered(Message message, String status, Duration took) {
    settle(message, status, null, took);
  }

  /** Notes that it could not be delivered. */
  public void failed(Message message, Failure failure, Duration took) {
    settle(message, failure.status(), failure, took);
  }

  private void settle(Message message, String status, Failure failure, Duration took) {
    Claimed claimed = claims.remove(Attempt.of(message));
    if (claimed == null) {
      return;
    }
    results.offer(new Result(message, claimed.attempts() + 1, clock.now(), took, status, failure));
    prompt.settled(claimed.contactOrZero(), failure == null, took);
    settled(message, took);
  }

  private void settled(Message message, Duration took) {
    if (lanes.get(message.connector()).settled(took)) {
      wake.run();
    }
  }

  private void record(List<Result> group) {
    try {
      boolean othersAreTold = database.inTransaction(session -> recordIn(session, group));
      group.forEach(r -> counted.accept(r.failure() == null ? "delivered" : "failed", 1));
      if (othersAreTold) {
        wake.run();
      }
    } catch (DatabaseAway e) {
      LOG.warn(
          "Results of {} notifications could not be recorded, they may be sent again: {}",
          group.size(),
          e.getMessage());
    } catch (RuntimeException e) {
      if (group.size() > 1) {
        group.forEach(one -> record(List.of(one)));
      } else {
        LOG.atError()
            .addKeyValue("notification", group.get(0).message().idempotencyKey())
            .setCause(e)
            .log("The result of a notification could not be recorded, it may be sent again");
      }
    }
  }

  /** Whether somebody else is told instead, now. */
  private boolean recordIn(Session session, List<Result> group) throws SQLException {
    Configuration current = configuration.current();
    Instant now = clock.now();
    session.batch(
        "notification_attempts/insert",
        group,
        (p, r) ->
            p.uuid("notificationId", r.message().idempotencyKey())
                .count("number", r.attempt())
                .instant("at", r.message().sentAt())
                .text("notifier", r.message().connector())
                .text("status", Text.cut(r.status(), 64))
                .text("error", r.failure() == null ? null : Text.cut(r.failure().error(), 2000))
                .number("durationMs", r.took().toMillis()));
    List<Result> failed = group.stream().filter(r -> r.failure() != null).toList();
    session.batch(
        "notifications/delivered",
        group.stream().filter(r -> r.failure() == null).toList(),
        (p, r) -> p.uuid("id", r.message().idempotencyKey()).instant("now", r.at()));
    Map<UUID, Claimed> stored = new HashMap<>();
    if (!failed.isEmpty()) {
      session
          .list(
              "notifications/claimed",
              p -> p.uuids("ids", failed.stream().map(r -> r.message().idempotencyKey()).toList()),
              row -> claimed(row, current))
          .forEach(c -> stored.put(c.id(), c));
    }
    List<Claimed> relays = new ArrayList<>();
    for (Result result : failed) {
      Claimed claimed = stored.get(result.message().idempotencyKey());
      if (claimed != null) {
        Instant retryAt =
            RetryPolicy.next(
                claimed.attempts(),
                result.failure().retryAfter(),
                claimed.firstDueAt(),
                now,
                random);
        boolean givesUp =
            result.failure().permanent() || RetryPolicy.isOver(claimed.firstDueAt(), retryAt);
        NotificationState state =
            !isStillNeeded(claimed)
                ? NotificationState.CANCELLED
                : givesUp ? NotificationState.FAILED : NotificationState.RETRYING;
        session.update(
            "notifications/failed",
            p ->
                p.uuid("id", claimed.id())
                    .word("state", state)
                    .instant("dueAt", state == NotificationState.RETRYING ? retryAt : null)
                    .text("error", Text.cut(result.failure().error(), 2000)));
        if (state == NotificationState.FAILED && !claimed.relayed()) {
          relays.add(claimed);
        }
      }
    }
    session.batch(
        "timeline/insert",
        group,
        (p, r) ->
            p.number("alertId", r.message().alert().id())
                .instant("at", r.at())
                .text("type", "NotificationLogEntry")
                .text("text", sentence(r))
                .number("userId", r.message().user() == null ? null : r.message().user().id()));
    relay(session, current, relays, now);
    return !relays.isEmpty();
  }

  private static String sentence(Result result) {
    Message message = result.message();
    String who =
        message.user() == null ? "The fallback of the installation" : message.user().fullName();
    String about =
        switch (message.purpose()) {
          case ALERT, FALLBACK, TEST -> "";
          case RAISED -> " again";
          case ACCEPTED -> " that it was accepted";
          case RESOLVED -> " that it is over";
        };
    return result.failure() == null
        ? who + " was told" + about + " through " + message.connector() + "."
        : who
            + " could not be told"
            + about
            + " through "
            + message.connector()
            + " (attempt "
            + result.attempt()
            + "): "
            + Text.cut(result.failure().error(), 300);
  }

  /**
   * Tells the next contact of users whose channel has not taken a notification for a minute, while
   * the retries go on. Called every other second. A time in which this process did not send, or did
   * not run, is not the channel's fault and does not count.
   *
   * @return how many were passed on
   */
  public int relaySlow() {
    if (paused || !started) {
      return 0;
    }
    Configuration current = configuration.current();
    Instant now = clock.now();
    int relayed =
        database.inTransaction(
            session -> {
              List<UUID> slow =
                  session.list(
                      "notifications/lock-slow",
                      p ->
                          p.instant("before", now.minus(RetryPolicy.PATIENCE))
                              .instant("passedOver", passedOver(now))
                              .count("most", PAGE),
                      row -> row.uuid("id"));
              List<Claimed> found =
                  slow.isEmpty()
                      ? List.of()
                      : session.list(
                          "notifications/claimed",
                          p -> p.uuids("ids", slow),
                          row -> claimed(row, current));
              relay(session, current, found.stream().filter(Outbox::isStillNeeded).toList(), now);
              session.update("notifications/mark-relayed", p -> p.uuids("ids", slow));
              // It reads all that waits, for what is a matter of a day.
              if (Duration.between(gaveUpAt, now).abs().compareTo(RetryPolicy.PATIENCE) >= 0) {
                session.update(
                    "notifications/give-up", p -> p.instant("before", now.minus(RetryPolicy.LIFE)));
                gaveUpAt = now;
              }
              return found.size();
            });
    if (relayed > 0) {
      wake.run();
    }
    return relayed;
  }

  /** What was due by this instant and was never tried has been passed over for a minute. */
  private Instant passedOver(Instant now) {
    boolean hasSent = !now.isBefore(sendingSince.plus(RetryPolicy.PATIENCE));
    Optional<Instant> looked = lookedAt.values().stream().min(Comparator.naturalOrder());
    return hasSent ? looked.orElse(Instant.EPOCH) : Instant.EPOCH;
  }

  /**
   * Tells the next contact of the same assignment, for each of these: one that waits for its delay
   * is told now instead, or else one that was not used is told.
   */
  private void relay(Session session, Configuration current, List<Claimed> failing, Instant now)
      throws SQLException {
    for (Claimed claimed : failing) {
      Optional<User> user = user(claimed, current);
      boolean matters = claimed.purpose() == Purpose.ALERT || claimed.purpose() == Purpose.RAISED;
      if (user.isEmpty() || !matters) {
        continue;
      }
      List<Planned> planned =
          session.list(
              "notifications/of-assignment",
              p ->
                  p.number("alertId", claimed.alertId())
                      .number("userId", user.get().id())
                      .word("purpose", claimed.purpose())
                      .instant("since", claimed.createdAt()),
              Planned::of);
      NextContact next = NextContact.of(user.get(), planned, now);
      if (next.waiting() != null) {
        session.update(
            "notifications/bring-forward", p -> p.uuid("id", next.waiting()).instant("now", now));
      } else if (next.contact() != null) {
        session.batch(
            "notifications/insert",
            List.of(next.contact()),
            (p, contact) ->
                p.uuid("id", ids.next())
                    .number("alertId", claimed.alertId())
                    .number("userId", user.get().id())
                    .number("contactId", contact.id())
                    .text("connector", contact.connector())
                    .word("purpose", claimed.purpose())
                    .count("urgency", 0)
                    // That of the one it stands in for: they belong to one assignment.
                    .instant("createdAt", claimed.createdAt())
                    .instant("dueAt", now));
      }
      String text =
          next.contact() == null
              ? user.get().fullName() + " has no further contact to be told on."
              : "The next contact of "
                  + user.get().fullName()
                  + " is told, through "
                  + next.contact().connector()
                  + ".";
      session.update("notifications/mark-relayed", p -> p.uuids("ids", List.of(claimed.id())));
      session.batch(
          "timeline/insert",
          List.of(text),
          (p, line) ->
              p.number("alertId", claimed.alertId())
                  .instant("at", now)
                  .text("type", "NotificationLogEntry")
                  .text("text", line)
                  .number("userId", user.get().id()));
    }
  }

  private Claimed claimed(Row row, Configuration current) throws SQLException {
    long alertId = row.number("alert_id");
    AlertSource source = current.sources().get(row.number("source_id"));
    String sourceName = source == null ? "a deleted alert source" : source.name();
    Message.AlertView alert =
        new Message.AlertView(
            alertId,
            sourceName,
            row.text("alert_key"),
            row.text("summary"),
            row.text("details"),
            row.word("severity", Severity.class),
            row.word("priority", Priority.class),
            row.text("status"),
            row.instant("alert_created_at"),
            row.count("event_count"),
            row.count("member_count"),
            row.text("current_value"),
            json(row.text("custom_details"), new TypeReference<Map<String, Object>>() {}, Map.of()),
            json(row.text("links"), new TypeReference<List<Link>>() {}, List.of()),
            baseUrl + "/alerts/" + alertId,
            row.count("escalation_level"),
            who(row, "accepted_by", sourceName, current),
            who(row, "resolved_by", sourceName, current));
    return new Claimed(
        row.uuid("id"),
        alertId,
        row.number("user_id"),
        row.number("contact_id"),
        row.text("connector"),
        row.word("purpose", Purpose.class),
        row.instant("created_at"),
        row.instant("first_due_at"),
        row.count("attempts"),
        row.flag("relayed"),
        row.text("status"),
        alert);
  }

  /** Who did it, by name; null when nobody did, or time. */
  private static String who(Row row, String column, String sourceName, Configuration current)
      throws SQLException {
    Long userId = row.number(column);
    if (userId != null) {
      User user = current.users().get(userId);
      return user == null ? "a deleted user" : user.fullName();
    }
    String type = row.text(column + "_type");
    if (type == null || type.equals("SYSTEM")) {
      return null;
    }
    return type.equals("SOURCE") ? sourceName : "API";
  }

  /**
   * A column that cannot be read is shown as empty: one alert must not hold up the others'
   * notifications.
   */
  private static <T> T json(String text, TypeReference<T> type, T otherwise) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      LOG.warn("A column of an alert cannot be read: {}", e.getOriginalMessage());
      return otherwise;
    }
  }

  /** Records what has been sent, and stops. */
  @Override
  public void close() throws InterruptedException {
    results.close();
  }
}
