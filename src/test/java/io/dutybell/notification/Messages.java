package io.dutybell.notification;

import io.dutybell.event.Link;
import io.dutybell.event.Priority;
import io.dutybell.event.Severity;
import io.dutybell.notification.Message.AlertView;
import io.dutybell.team.Contact;
import io.dutybell.team.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Messages for tests: one whole example, and it with one thing different. */
public record Messages(Message message) {

  public static final UUID KEY = UUID.fromString("0193a1b2-0000-7000-8000-000000000001");
  public static final Instant SENT_AT = Instant.parse("2026-11-22T15:06:00Z");

  /** An alert about a busy CPU, for Bob, through a connector to a target. */
  public static Messages through(String connector, String target) {
    return new Messages(
        new Message(
            KEY,
            Purpose.ALERT,
            alert(
                "CPUUtilization 97.3 % >= 95 on prod-web-01",
                "instanceId: i-bp1\nregion: cn-hangzhou"),
            bob("en", "Asia/Shanghai"),
            new Contact(3, Contact.Kind.CHANNEL, connector, target, Map.of(), true),
            connector,
            target,
            Map.of(),
            "https://bell.example/a/accept-token",
            "https://bell.example/a/resolve-token",
            "https://bell.example",
            SENT_AT));
  }

  public static AlertView alert(String summary, String details) {
    return new AlertView(
        12,
        "Production",
        "1270001/rule-1/i-bp1",
        summary,
        details,
        Severity.CRITICAL,
        Priority.HIGH,
        "PENDING",
        Instant.parse("2026-11-22T15:05:30Z"),
        4,
        1,
        "97.3 %",
        Map.of("dimensions", Map.of("instanceId", "i-bp1")),
        List.of(new Link("Console", "https://cms.example/rule?id=1&x=2")),
        "https://bell.example/alerts/12",
        2,
        null,
        null);
  }

  public static User bob(String language, String timezone) {
    return new User(
        7,
        "bob",
        "Bob",
        "Li",
        "bob@example.com",
        timezone,
        language,
        User.Role.RESPONDER,
        null,
        List.of(),
        List.of());
  }

  public Messages purpose(Purpose purpose) {
    return copy(purpose, message.alert(), message.user());
  }

  public Messages alert(AlertView alert) {
    return copy(message.purpose(), alert, message.user());
  }

  public Messages user(User user) {
    return copy(message.purpose(), message.alert(), user);
  }

  private Messages copy(Purpose purpose, AlertView alert, User user) {
    return new Messages(
        new Message(
            message.idempotencyKey(),
            purpose,
            alert,
            user,
            message.contact(),
            message.connector(),
            message.target(),
            message.params(),
            message.acceptUrl(),
            message.resolveUrl(),
            message.baseUrl(),
            message.sentAt()));
  }
}
