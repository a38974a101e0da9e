package io.dutybell.notification;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.dutybell.event.Link;
import io.dutybell.notification.Message.AlertView;
import io.dutybell.team.User;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Pattern;

/**
 * Puts a message into words, in the recipient's language and time zone.
 *
 * <p>Languages are English and Simplified Chinese; every other language gets English. A time zone
 * that is not known counts as UTC.
 */
public final class Rendering {

  /** The longest subject, in characters, the mark of a cut included. */
  public static final int MAX_SUBJECT = 200;

  /** The longest text, in characters, the mark of a cut included. */
  public static final int MAX_TEXT = 8_000;

  /** The version of the webhook payload; it grows when a field changes its meaning or goes away. */
  public static final int PAYLOAD_VERSION = 1;

  /** With these limits the links to act on always fit in {@link #MAX_TEXT}. */
  private static final int MAX_SUMMARY = 1_000;

  private static final int MAX_HREF = 1_000;
  private static final int MAX_LINKS = 5;

  private static final Map<String, ResourceBundle> WORDS =
      Map.of("en", words(Locale.ENGLISH), "zh", words(Locale.CHINESE));

  private static final Template TEXT = template("notification.txt.mustache", false);
  private static final Template HTML = template("notification.html.mustache", true);
  private static final Pattern CLICKABLE = Pattern.compile("(?i)https?://[^\\s\\p{Cntrl}]+");
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private Rendering() {}

  /** Puts a message into words. The result depends on nothing but the message. */
  public static Rendered render(Message message) {
    ResourceBundle words = WORDS.get(language(message.user()));
    String subject = subject(message, words);
    Map<String, Object> view = view(message, words, subject);
    String text = PlainText.cut(TEXT.execute(view).strip(), MAX_TEXT);
    return new Rendered(
        subject, text, () -> HTML.execute(view), () -> payload(message, subject, text));
  }

  private static String language(User user) {
    boolean chinese =
        user != null
            && user.language() != null
            && user.language().toLowerCase(Locale.ROOT).startsWith("zh");
    return chinese ? "zh" : "en";
  }

  private static String subject(Message message, ResourceBundle words) {
    AlertView alert = message.alert();
    if (alert == null) {
      return PlainText.cut(words.getString("subject.TEST"), MAX_SUBJECT);
    }
    String pattern = words.getString("subject." + message.purpose());
    String line = MessageFormat.format(pattern, marked(alert, summary(alert, words)));
    return PlainText.cut(PlainText.oneLine(line), MAX_SUBJECT);
  }

  /** The summary with its severity in front, unless it says so itself. */
  private static String marked(AlertView alert, String summary) {
    if (alert.severity() == null || summary.startsWith("[")) {
      return summary;
    }
    return "[" + alert.severity() + "] " + summary;
  }

  private static String summary(AlertView alert, ResourceBundle words) {
    String summary = PlainText.oneLine(alert.summary());
    return summary.isEmpty()
        ? MessageFormat.format(
            words.getString("summary.empty"),
            Long.toString(alert.id()),
            PlainText.oneLine(alert.sourceName()))
        : PlainText.cut(summary, MAX_SUMMARY);
  }

  private static Map<String, Object> view(Message message, ResourceBundle words, String subject) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("language", words.getLocale().getLanguage().equals("zh") ? "zh-CN" : "en");
    view.put("subject", subject);
    view.put("intro", words.getString("intro." + message.purpose()));
    view.put("footer", words.getString("footer"));
    AlertView alert = message.alert();
    if (alert == null) {
      return view;
    }
    view.put("summary", summary(alert, words));
    view.put("facts", facts(message, words));
    List<Map<String, String>> actions = new ArrayList<>();
    addLink(actions, words.getString("link.accept"), message.acceptUrl());
    addLink(actions, words.getString("link.resolve"), message.resolveUrl());
    addLink(actions, words.getString("link.open"), alert.url());
    view.put("actions", actions);
    List<Map<String, String>> links = new ArrayList<>();
    for (Link link : alert.links()) {
      if (links.size() < MAX_LINKS) {
        addLink(links, PlainText.cut(PlainText.oneLine(link.text()), 100), link.href());
      }
    }
    view.put("links", links);
    view.put("details", PlainText.cut(PlainText.lines(alert.details()), MAX_TEXT));
    return view;
  }

  private static List<Map<String, String>> facts(Message message, ResourceBundle words) {
    AlertView alert = message.alert();
    List<Map<String, String>> facts = new ArrayList<>();
    addFact(facts, words, "alert", "#" + alert.id());
    addFact(facts, words, "status", word(words, "status", alert.status()));
    addFact(facts, words, "acceptedBy", alert.acceptedBy());
    addFact(facts, words, "resolvedBy", alert.resolvedBy());
    addFact(facts, words, "severity", word(words, "severity", alert.severity()));
    addFact(facts, words, "priority", word(words, "priority", alert.priority()));
    addFact(facts, words, "value", alert.currentValue());
    addFact(facts, words, "source", alert.sourceName());
    addFact(facts, words, "since", time(alert.createdAt(), message.user()));
    addFact(facts, words, "events", Integer.toString(alert.eventCount()));
    if (alert.memberCount() > 1) {
      addFact(facts, words, "members", Integer.toString(alert.memberCount()));
    }
    if (alert.level() > 0) {
      addFact(facts, words, "level", Integer.toString(alert.level()));
    }
    return facts;
  }

  private static void addFact(
      List<Map<String, String>> facts, ResourceBundle words, String name, String value) {
    String line = PlainText.cut(PlainText.oneLine(value), 200);
    if (!line.isEmpty()) {
      facts.add(Map.of("label", words.getString("fact." + name), "value", line));
    }
  }

  /** Only what a person can safely click: an http or https URL of a sane length. */
  private static void addLink(List<Map<String, String>> links, String text, String href) {
    if (href != null && href.length() <= MAX_HREF && CLICKABLE.matcher(href).matches()) {
      links.add(Map.of("text", text.isEmpty() ? href : text, "href", href));
    }
  }

  private static String word(ResourceBundle words, String group, Object value) {
    if (value == null) {
      return null;
    }
    String key = group + "." + value;
    return words.containsKey(key) ? words.getString(key) : value.toString();
  }

  private static String time(Instant at, User user) {
    if (at == null) {
      return null;
    }
    ZoneId zone = zone(user);
    String name = zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    return TIME.format(at.atZone(zone)) + " (" + name + ")";
  }

  private static ZoneId zone(User user) {
    try {
      return user == null || user.timezone() == null ? ZoneOffset.UTC : ZoneId.of(user.timezone());
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  private static Map<String, Object> payload(Message message, String subject, String text) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("version", PAYLOAD_VERSION);
    payload.put("event", message.purpose().name());
    payload.put("notificationId", message.idempotencyKey().toString());
    payload.put("sentAt", instant(message.sentAt()));
    payload.put("subject", subject);
    payload.put("text", text);
    payload.put("alert", Optional.ofNullable(message.alert()).map(Rendering::payload).orElse(null));
    payload.put("user", Optional.ofNullable(message.user()).map(Rendering::payload).orElse(null));
    payload.put("acceptUrl", message.acceptUrl());
    payload.put("resolveUrl", message.resolveUrl());
    return payload;
  }

  private static Map<String, Object> payload(AlertView alert) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", alert.id());
    view.put("status", alert.status());
    view.put("acceptedBy", alert.acceptedBy());
    view.put("resolvedBy", alert.resolvedBy());
    view.put("severity", alert.severity() == null ? null : alert.severity().name());
    view.put("priority", alert.priority().name());
    view.put("summary", alert.summary());
    view.put("details", alert.details());
    view.put("alertKey", alert.alertKey());
    view.put("source", alert.sourceName());
    view.put("createdAt", instant(alert.createdAt()));
    view.put("eventCount", alert.eventCount());
    view.put("memberCount", alert.memberCount());
    view.put("currentValue", alert.currentValue());
    view.put("level", alert.level());
    view.put("customDetails", alert.customDetails());
    view.put(
        "links",
        alert.links().stream().map(l -> Map.of("text", l.text(), "href", l.href())).toList());
    view.put("url", alert.url());
    return view;
  }

  private static Map<String, Object> payload(User user) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", user.id());
    view.put("username", user.username());
    view.put("name", user.fullName());
    return view;
  }

  private static String instant(Instant at) {
    return at == null ? null : INSTANT.format(at.truncatedTo(ChronoUnit.MILLIS));
  }

  private static ResourceBundle words(Locale locale) {
    return ResourceBundle.getBundle(
        "templates.Notifications",
        locale,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  private static Template template(String name, boolean escape) {
    try (Reader reader =
        new InputStreamReader(
            Rendering.class.getResourceAsStream("/templates/" + name), StandardCharsets.UTF_8)) {
      return Mustache.compiler()
          .escapeHTML(escape)
          .defaultValue("")
          .emptyStringIsFalse(true)
          .compile(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
