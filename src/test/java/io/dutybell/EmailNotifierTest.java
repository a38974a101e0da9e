package io.dutybell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.dutybell.notification.Failure;
import io.dutybell.notification.Message;
import io.dutybell.notification.Messages;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mail server gets from the email notifier. */
class EmailNotifierTest {

  private GreenMail server;

  @BeforeEach
  void listen() {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
  }

  @AfterEach
  void close() {
    server.stop();
  }

  @Test
  void an_email_has_text_and_html_and_an_id_that_stays_the_same_over_attempts() throws Exception {
    try (RunningNotifiers notifiers = RunningNotifiers.with(settings())) {
      Exchange first = notifiers.send(to("bob@example.com"));
      notifiers.send(to("bob@example.com"));

      assertThat(first.getException()).isNull();
      assertThat(first.getProperty("status")).isEqualTo("250");
    }
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getHeader("From")).containsExactly("Dutybell <alerts@bell.example>");
    assertThat(mail.getHeader("To")).containsExactly("bob@example.com");
    assertThat(mail.getSubject())
        .isEqualTo("[CRITICAL] CPUUtilization 97.3 % >= 95 on prod-web-01");
    assertThat(mail.getMessageID())
        .isEqualTo("<0193a1b2-0000-7000-8000-000000000001@bell.example>")
        .isEqualTo(server.getReceivedMessages()[1].getMessageID());
    assertThat(mail.getHeader("References")).containsExactly("<alert-12@bell.example>");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getSentDate()).isNotNull();
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    assertThat(parts.getContentType()).startsWith("multipart/alternative");
    assertThat(parts.getCount()).isEqualTo(2);
    assertThat(parts.getBodyPart(0).isMimeType("text/plain")).isTrue();
    assertThat((String) parts.getBodyPart(0).getContent())
        .contains("Accept: https://bell.example/a/accept-token", "Value: 97.3 %");
    assertThat(parts.getBodyPart(1).isMimeType("text/html")).isTrue();
    assertThat((String) parts.getBodyPart(1).getContent())
        .contains("href=\"https://bell.example/a/accept-token\"")
        .doesNotContain("<img", "src=");
  }

  @Test
  void a_subject_with_newlines_adds_no_header_and_unicode_arrives() throws Exception {
    Message message =
        Messages.through("email", "bob@example.com")
            .alert(Messages.alert("磁盘使用率 😀\r\nBcc: evil@example.com\n\nbody", "详细\r\n.\r\nQUIT"))
            .user(Messages.bob("zh", "Asia/Shanghai"))
            .message();
    try (RunningNotifiers notifiers = RunningNotifiers.with(settings())) {
      assertThat(notifiers.send(message).getException()).isNull();
    }
    assertThat(server.getReceivedMessages()).hasSize(1);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("[CRITICAL] 磁盘使用率 😀 Bcc: evil@example.com body");
    assertThat(mail.getHeader("Bcc")).isNull();
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    assertThat((String) parts.getBodyPart(0).getContent()).contains("详细", "有一条告警需要您处理");
    assertThat((String) parts.getBodyPart(1).getContent()).contains("详细", "lang=\"zh-CN\"");
  }

  @Test
  void the_user_name_and_password_arrive_as_they_are() {
    String user = "alerts+eu@bell.example";
    String password = "p&ss w%rd+100%25)=?#";
    server.setUser("alerts@bell.example", user, password);
    server.getUserManager().setAuthRequired(true);
    Map<String, String> settings = settings();
    settings.put("dutybell.connector.email.username", user);
    settings.put("dutybell.connector.email.password", password);
    try (RunningNotifiers notifiers = RunningNotifiers.with(settings)) {
      assertThat(notifiers.send(to("bob@example.com")).getException()).isNull();

      assertThat(notifiers.context.getEndpoints())
          .extracting(Object::toString)
          .noneMatch(uri -> uri.contains("p&ss") || uri.contains("w%rd"));
    }
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void a_wrong_password_is_permanent() {
    server.setUser("alerts@bell.example", "alerts", "right");
    server.getUserManager().setAuthRequired(true);
    Map<String, String> settings = settings();
    settings.put("dutybell.connector.email.username", "alerts");
    settings.put("dutybell.connector.email.password", "wrong");
    try (RunningNotifiers notifiers = RunningNotifiers.with(settings)) {
      Failure failure = notifiers.failure(to("bob@example.com"));

      assertThat(failure.status()).isEqualTo("535");
      assertThat(failure.permanent()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bob",
        "bob@example.com, carol@example.com",
        "bob@example.com\r\nDATA",
        "Bob <bob@example.com>, <x@y>",
        "group: a@b.c;"
      })
  void an_address_that_is_not_one_address_is_permanent(String address) {
    try (RunningNotifiers notifiers = RunningNotifiers.with(settings())) {
      Failure failure = notifiers.failure(to(address));

      assertThat(failure.status()).isEqualTo("ADDRESS");
      assertThat(failure.permanent()).isTrue();
    }
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "451 4.7.1 greylisted try again, 451, false",
    "452 4.2.2 mailbox full for now, 452, false",
    "550 5.1.1 no such user, 550, true"
  })
  void a_refused_recipient_is_judged_by_its_code(String reply, String status, boolean permanent)
      throws Exception {
    try (MailServer refusing = new MailServer("RCPT", reply);
        RunningNotifiers notifiers = RunningNotifiers.with(settingsFor(refusing.port()))) {
      Failure failure = notifiers.failure(to("bob@example.com"));

      assertThat(failure.status()).isEqualTo(status);
      assertThat(failure.permanent()).isEqualTo(permanent);
      assertThat(failure.error()).contains(reply.substring(4));
    }
  }

  @Test
  void a_refused_recipient_is_not_named_to_all_who_read_the_error() throws Exception {
    try (MailServer refusing = new MailServer("RCPT", "550 5.1.1 <Bob@example.com>: unknown user");
        RunningNotifiers notifiers = RunningNotifiers.with(settingsFor(refusing.port()))) {
      Failure failure = notifiers.failure(to("bob@example.com"));

      assertThat(failure.error()).contains("550", "<***>: unknown user");
    }
  }

  @ParameterizedTest
  @CsvSource({"421 too many connections, 421, false", "554 no mail service here, 554, true"})
  void a_greeting_that_turns_us_away_is_judged_by_its_code(
      String greeting, String status, boolean permanent) throws Exception {
    try (MailServer closed = new MailServer(MailServer.GREETING, greeting);
        RunningNotifiers notifiers = RunningNotifiers.with(settingsFor(closed.port()))) {
      Failure failure = notifiers.failure(to("bob@example.com"));

      assertThat(failure.status()).isEqualTo(status);
      assertThat(failure.permanent()).isEqualTo(permanent);
    }
  }

  @Test
  @Timeout(8)
  void an_email_that_was_taken_is_delivered_however_the_server_parts() throws Exception {
    try (MailServer silent = new MailServer("QUIT", "");
        RunningNotifiers notifiers = RunningNotifiers.with(settingsFor(silent.port()))) {
      Exchange sent = notifiers.send(to("bob@example.com"));

      assertThat(sent.getException()).isNull();
      assertThat(sent.getProperty("status")).isEqualTo("250");
    }
  }

  @Test
  void a_connection_to_a_mail_server_that_drips_for_ever_ends_at_its_deadline() throws Exception {
    try (ServerSocket dripping = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread drip = new Thread(() -> drip(dripping));
      drip.setDaemon(true);
      drip.start();
      try (Socket socket = new MailSockets(Duration.ofMillis(500)).createSocket()) {
        socket.connect(dripping.getLocalSocketAddress());
        socket.setSoTimeout(10_000);

        assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
            .isInstanceOf(SocketTimeoutException.class)
            .hasMessage("The email was not taken within 500 ms.");
      }
    }
  }

  private static void drip(ServerSocket server) {
    try (Socket client = server.accept()) {
      client.setSoTimeout(50);
      while (true) {
        client.getOutputStream().write('2');
        try {
          if (client.getInputStream().read() < 0) {
            return;
          }
        } catch (SocketTimeoutException e) {
          // The next drop.
        }
      }
    } catch (IOException e) {
      // The other side has had enough.
    }
  }

  @Test
  void an_email_goes_through_such_a_connection() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        RunningNotifiers notifiers = RunningNotifiers.with(settingsFor(silent.getLocalPort()))) {
      CompletableFuture<Failure> sending =
          CompletableFuture.supplyAsync(() -> notifiers.failure(to("bob@example.com")));

      try (Socket taken = silent.accept()) {
        Awaitility.await().until(() -> MailSockets.open() == 1);
      }
      assertThat(sending.get().permanent()).isFalse();
      assertThat(MailSockets.open()).isZero();
    }
  }

  private Map<String, String> settingsFor(int port) {
    Map<String, String> settings = settings();
    settings.put("dutybell.connector.email.port", Integer.toString(port));
    return settings;
  }

  @Test
  void a_mail_server_that_is_away_is_tried_again_later() {
    Map<String, String> settings = settings();
    server.stop();
    try (RunningNotifiers notifiers = RunningNotifiers.with(settings)) {
      Failure failure = notifiers.failure(to("bob@example.com"));

      assertThat(failure.status()).isEqualTo("CONNECTION");
      assertThat(failure.permanent()).isFalse();
    }
  }

  @Test
  void without_encryption_nothing_is_sent_unless_that_is_allowed() {
    Map<String, String> settings = settings();
    settings.remove("dutybell.connector.email.starttls");
    try (RunningNotifiers notifiers = RunningNotifiers.with(settings)) {
      assertThat(notifiers.send(to("bob@example.com")).getException())
          .hasStackTraceContaining("STARTTLS");
    }
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void without_settings_the_failure_says_which_to_set() {
    try (RunningNotifiers notifiers = RunningNotifiers.with(Map.of())) {
      Failure failure = notifiers.failure(to("bob@example.com"));

      assertThat(failure.permanent()).isTrue();
      assertThat(failure.error())
          .contains("dutybell.connector.email.host", "dutybell.connector.email.from");
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("dutybell.connector.email.host", "127.0.0.1");
    settings.put("dutybell.connector.email.port", Integer.toString(server.getSmtp().getPort()));
    settings.put("dutybell.connector.email.from", "Dutybell <alerts@bell.example>");
    settings.put("dutybell.connector.email.starttls", "false");
    return settings;
  }

  private static Message to(String address) {
    return Messages.through("email", address).message();
  }

  /** A mail server that takes everything, but has its own reply to one command. */
  private static final class MailServer implements AutoCloseable {

    /** The reply that the server has before any command. */
    static final String GREETING = "(greeting)";

    private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final String command;
    private final String reply;

    /**
     * @param command the first word of the command
     * @param reply what it answers; empty for nothing at all
     */
    MailServer(String command, String reply) throws Exception {
      this.command = command;
      this.reply = reply;
      Thread thread = new Thread(this::serve);
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return socket.getLocalPort();
    }

    private void serve() {
      while (!socket.isClosed()) {
        try (Socket client = socket.accept()) {
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
          say(client, command.equals(GREETING) ? reply : "220 ready");
          boolean body = false;
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            boolean inBody = body && !line.equals(".");
            if (!inBody) {
              body = line.equals("DATA");
              say(client, line.startsWith(command) ? reply : body ? "354 go on" : "250 ok");
            }
          }
        } catch (IOException e) {
          // The test is over, or the client went away.
        }
      }
    }

    private static void say(Socket client, String line) throws IOException {
      if (!line.isEmpty()) {
        OutputStream out = client.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    }

    @Override
    public void close() throws Exception {
      socket.close();
    }
  }
}
