package io.dutybell.api;

import io.dutybell.configuration.Login;
import io.dutybell.configuration.UserEntry;
import io.dutybell.configuration.UserStore;
import io.dutybell.security.Passwords;
import io.dutybell.team.User;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code /api/users}. A user is addressed by number or by username. */
public final class Users {

  private static final String CURRENT = "current";

  private final UserStore store;

  public Users(UserStore store) {
    this.store = store;
  }

  /** Lists users in the order of their numbers. */
  public Answer list(Call call) {
    Page page = call.page();
    return Answer.ok(store.list(page.skip(), page.count()).stream().map(Users::json).toList());
  }

  /** Shows one user. */
  public Answer find(Call call) {
    return Answer.entity(json(of(call)));
  }

  /** Says who calls; an API token of the installation is nobody's. */
  public Answer current(Call call) {
    return Answer.entity(json(caller(call)));
  }

  private UserEntry caller(Call call) {
    Long id = call.caller().userId();
    if (id == null) {
      throw Problem.notFound(
          "the API token of this installation belongs to no user, so there is no current one");
    }
    return require(id);
  }

  /**
   * Gives a user a password, with which the user can call the API. Whoever changes their own sends
   * the old one too, unless they have none.
   */
  public Answer changePassword(Call call) {
    UserEntry user = toChange(call);
    String hash = store.login(user.username()).map(Login::passwordHash).orElse(null);
    boolean needsOld = call.caller().isUser(user.id()) && hash != null;
    if (!needsOld && user.role() == User.Role.ADMIN && !call.caller().may(Permission.ADMINISTER)) {
      throw Problem.forbidden(
          "this API token does not allow this: whoever gives an administrator a password may do"
              + " everything, which needs the scope ADMIN");
    }
    Fields fields = call.fields();
    String password = fields.text("password", Passwords.LONGEST);
    if (password == null || password.length() < Passwords.SHORTEST) {
      throw Problem.invalid(
          "password", "is required and has at least " + Passwords.SHORTEST + " characters");
    }
    String old = fields.text("oldPassword", Passwords.LONGEST);
    if (needsOld && !Passwords.matches(old == null ? "" : old, hash)) {
      throw Problem.invalid("oldPassword", "is wrong");
    }
    // Hashing takes long, and others would wait for it.
    String next = Passwords.hash(password);
    return call.change(changing -> changingPassword(changing, next));
  }

  private Answer changingPassword(Call call, String hash) {
    UserEntry user = toChange(call);
    store.setPassword(user.id(), hash);
    Map<String, Object> json = json(user);
    return Answer.ok(json).changing("user", user.id(), json, json);
  }

  /** The user with this number, or 400 because a reference names nobody. */
  UserEntry require(long id) {
    return store.find(id).orElseThrow(() -> Problem.invalid("user.id", "is not the id of a user"));
  }

  /** Finds a user by email, in any case. */
  public Answer searchEmail(Call call) {
    String email = call.fields().requiredLine("email", 320);
    return store
        .findByEmail(email)
        .map(user -> Answer.entity(json(user)))
        .orElseThrow(() -> Problem.notFound("there is no user with that email"));
  }

  /** Makes a user. */
  public Answer add(Call call) {
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    Fields fields = call.fields();
    UserEntry user = read(0, fields, null);
    UserEntry stored = store.add(user, fields.line("username", 200) != null);
    return Answer.created(json(stored)).changing("user", stored.id(), null, json(stored));
  }

  /** Replaces a user; without a username the old one stays. */
  public Answer replace(Call call) {
    return call.change(this::replacing);
  }

  private Answer replacing(Call call) {
    UserEntry old = of(call);
    Caller caller = call.caller();
    caller.requireSelfOrAdministrator(old.id());
    call.expect(json(old));
    UserEntry user = read(old.id(), call.fields(), old);
    if (!caller.may(Permission.ADMINISTER)
        && (user.role() != old.role() || !user.username().equals(old.username()))) {
      throw Problem.forbidden(
          "only administrators may change a role or a username, and an API token only with the"
              + " scope ADMIN");
    }
    if (!store.replace(user)) {
      throw missing(call);
    }
    return Answer.ok(json(user)).changing("user", user.id(), json(old), json(user));
  }

  /** Deletes a user whom no escalation policy and no on-call schedule names. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    UserEntry user = of(call);
    call.expect(json(user));
    store.delete(user.id());
    return Answer.noContent().changing("user", user.id(), json(user), null);
  }

  /** The user that the path names, whom the caller may change: 404 or 403 otherwise. */
  UserEntry toChange(Call call) {
    UserEntry user = of(call);
    call.caller().requireSelfOrAdministrator(user.id());
    return user;
  }

  /** The user that the path names, whose contacts the caller may see: 404 or 403 otherwise. */
  UserEntry toSeeContactsOf(Call call) {
    UserEntry user = of(call);
    if (!call.caller().isUser(user.id()) && !call.caller().may(Permission.SEE_CONTACTS)) {
      throw Problem.forbidden("only this user and users with the role USER or ADMIN may see this");
    }
    return user;
  }

  /** The user that the path names, or 404. Whoever calls is also called current. */
  UserEntry of(Call call) {
    String name = call.param("id");
    if (name.equals(CURRENT)) {
      return caller(call);
    }
    Optional<UserEntry> byNumber =
        Call.isId(name) ? store.find(Long.parseLong(name)) : Optional.empty();
    return byNumber.or(() -> store.findByUsername(name)).orElseThrow(() -> missing(call));
  }

  private static Problem missing(Call call) {
    String name = call.param("id");
    return Problem.notFound("there is no user " + (name.length() > 200 ? "with that name" : name));
  }

  private static UserEntry read(long id, Fields fields, UserEntry old) {
    String email = fields.line("email", 320);
    if (email != null && !isEmail(email)) {
      throw Problem.invalid("email", "must be an email address");
    }
    String username = fields.line("username", 200);
    if (username != null
        && (username.matches("\\d+") || username.contains("/") || username.equals(CURRENT))) {
      throw Problem.invalid(
          "username", "must not be a number, contain a slash, or be \"" + CURRENT + "\"");
    }
    return new UserEntry(
        id,
        username != null ? username : old != null ? old.username() : fromEmail(email),
        orEmpty(fields.line("firstName", 200)),
        orEmpty(fields.line("lastName", 200)),
        email,
        WallTime.zone(fields).getId(),
        language(fields),
        fields.line("position", 200),
        fields.line("department", 200),
        fields.word("role", User.Role.class, old == null ? User.Role.USER : old.role()),
        fields.line("shiftColor", 16),
        fields.line("region", 64),
        mutedUntil(fields, old));
  }

  /** One who changes a user without knowing of quiet periods ends none: left out, it stays. */
  private static Instant mutedUntil(Fields fields, UserEntry old) {
    if (fields.line("mutedUntil", 100) != null) {
      return WallTime.requiredInstant(fields, "mutedUntil", WallTime.zone(fields));
    }
    return old == null || fields.json().has("mutedUntil") ? null : old.mutedUntil();
  }

  /** Whether mail could be sent there; whether it arrives only a message can tell. */
  static boolean isEmail(String text) {
    return text.matches("[^@\\s<>\"(),:;\\[\\]\\\\]{1,64}@[^@\\s<>\"(),:;\\[\\]\\\\]{1,255}");
  }

  private static String fromEmail(String email) {
    if (email == null) {
      throw Problem.invalid("username", "is required when there is no email to make it from");
    }
    String name = email.substring(0, email.indexOf('@')).toLowerCase(Locale.ROOT).replace("/", "-");
    return name.matches("\\d+|" + CURRENT) ? "user-" + name : name;
  }

  private static String language(Fields fields) {
    String language = fields.line("language", 16);
    if (language == null) {
      return "en";
    }
    if (!language.matches("[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})?")) {
      throw Problem.invalid("language", "must be an ISO 639 code such as en or zh");
    }
    return language;
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  static Map<String, Object> json(UserEntry user) {
    return Json.object(
        "id",
        user.id(),
        "username",
        user.username(),
        "firstName",
        user.firstName(),
        "lastName",
        user.lastName(),
        "email",
        user.email(),
        "timezone",
        user.timezone(),
        "language",
        user.language(),
        "position",
        user.position(),
        "department",
        user.department(),
        "role",
        user.role().name(),
        "shiftColor",
        user.shiftColor(),
        "region",
        user.region(),
        "mutedUntil",
        user.mutedUntil());
  }
}
