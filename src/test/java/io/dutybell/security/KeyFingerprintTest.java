package io.dutybell.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dutybell.store.Database;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class KeyFingerprintTest {

  @Test
  void a_start_with_another_key_is_refused() {
    try (Database database =
        Database.of("jdbc:h2:mem:fingerprint;DB_CLOSE_DELAY=-1", "sa", "", 2)) {
      database.migrate();
      SecretBox first = new SecretBox(new byte[32], new SecureRandom());
      byte[] otherKey = new byte[32];
      otherKey[31] = 1;
      SecretBox other = new SecretBox(otherKey, new SecureRandom());

      KeyFingerprint.check(database, first);

      assertThatCode(() -> KeyFingerprint.check(database, first)).doesNotThrowAnyException();
      assertThatThrownBy(() -> KeyFingerprint.check(database, other))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(first.fingerprint())
          .hasMessageContaining("DUTYBELL_SECRET_KEY");
    }
  }
}
