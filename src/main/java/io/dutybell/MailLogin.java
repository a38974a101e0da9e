package io.dutybell;

import jakarta.mail.PasswordAuthentication;
import org.apache.camel.component.mail.MailAuthenticator;

/**
 * The user name and password of a mail server, kept out of the endpoint's URI, where they would be
 * decoded and shown.
 */
public final class MailLogin extends MailAuthenticator {

  private String username;
  private String password;

  /** Sets the user name; null or empty when the server asks for none. */
  public void setUsername(String username) {
    this.username = username;
  }

  /** Sets the password; may be null or empty. */
  public void setPassword(String password) {
    this.password = password;
  }

  @Override
  public PasswordAuthentication getPasswordAuthentication() {
    // Without a user name Camel does not try to log in.
    boolean none = username == null || username.isEmpty();
    return new PasswordAuthentication(none ? null : username, password);
  }
}
