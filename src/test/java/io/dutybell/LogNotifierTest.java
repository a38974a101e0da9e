package io.dutybell;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dutybell.notification.Message;
import io.dutybell.notification.Messages;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log notifier writes. */
class LogNotifierTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.dutybell.notifications");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void close() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void one_message_is_one_line_without_the_links_that_act() {
    try (RunningNotifiers notifiers = RunningNotifiers.with(Map.of())) {
      assertThat(
              notifiers.send(Messages.through("log", "bob's log").message()).getProperty("status"))
          .isEqualTo("LOGGED");
    }
    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.INFO);
              assertThat(line.getFormattedMessage())
                  .isEqualTo(
                      "ALERT for bob to bob's log: [CRITICAL] CPUUtilization 97.3 % >= 95 on"
                          + " prod-web-01 https://bell.example/alerts/12"
                          + " (0193a1b2-0000-7000-8000-000000000001)");
            });
  }

  @Test
  void a_summary_cannot_forge_a_line_or_run_code() {
    Message message =
        Messages.through("log", "log\nfake")
            .alert(
                Messages.alert(
                    "a\r\n2026-11-22 ERROR forged\u2028\u001b[31m \u202e ${bean:notifier} {{env:HOME}} {}",
                    ""))
            .message();
    try (RunningNotifiers notifiers = RunningNotifiers.with(Map.of())) {
      assertThat(notifiers.send(message).getException()).isNull();
    }
    assertThat(lines.list.get(0).getFormattedMessage())
        .doesNotContainPattern("[\\p{Cntrl}\u2028\u202e]")
        .contains("a 2026-11-22 ERROR forged [31m ${bean:notifier} {{env:HOME}} {}");
  }

  @Test
  void the_level_is_a_setting() {
    try (RunningNotifiers notifiers =
        RunningNotifiers.with(Map.of("dutybell.connector.log.level", "WARN"))) {
      notifiers.send(Messages.through("log", "x").message());
    }
    assertThat(lines.list)
        .singleElement()
        .extracting(ILoggingEvent::getLevel)
        .isEqualTo(Level.WARN);
  }
}
