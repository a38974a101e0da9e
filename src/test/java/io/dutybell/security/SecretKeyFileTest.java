package io.dutybell.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretKeyFileTest {

  private final SecureRandom random = new SecureRandom();
  @TempDir Path folder;

  @Test
  void the_configured_key_is_read_as_base64_or_hex() {
    byte[] key = new byte[32];
    random.nextBytes(key);

    assertThat(read(Base64.getEncoder().encodeToString(key), false)).isEqualTo(key);
    assertThat(read(Base64.getUrlEncoder().encodeToString(key), false)).isEqualTo(key);
    assertThat(read(HexFormat.of().formatHex(key), false)).isEqualTo(key);
  }

  @Test
  void a_key_that_is_not_one_is_refused_without_showing_it() {
    assertThatThrownBy(() -> read("hunter2", true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DUTYBELL_SECRET_KEY is not a secret key")
        .hasMessageContaining("openssl rand")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void a_missing_key_stops_the_start_where_no_file_is_allowed() {
    assertThatThrownBy(() -> read(" ", false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set DUTYBELL_SECRET_KEY");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void the_file_is_made_once_and_only_its_owner_may_read_it() throws IOException {
    byte[] first = read(null, true);
    byte[] second = read(null, true);

    assertThat(first).hasSize(32).isEqualTo(second);
    Path file = folder.resolve("data/secret.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_damaged_file_is_named() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/secret.key"), "");

    assertThatThrownBy(() -> read(null, true)).hasMessageContaining("secret.key is not a secret");
  }

  @Test
  void former_keys_come_from_the_setting_and_from_the_file_beside_the_key() throws IOException {
    String one = Base64.getEncoder().encodeToString(new byte[32]);
    String two = "01".repeat(32);
    String three = "02".repeat(32);
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/secret.key.former"), three + "\n");

    assertThat(former(one + ", " + two, true))
        .containsExactly(
            new byte[32], HexFormat.of().parseHex(two), HexFormat.of().parseHex(three));
    assertThat(former(one, false)).hasSize(1);
    assertThat(former(null, false)).isEmpty();
    assertThatThrownBy(() -> former("hunter2", true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DUTYBELL_SECRET_KEY_FORMER is not a secret key")
        .hasMessageNotContaining("hunter2");
  }

  private List<byte[]> former(String configured, boolean fileAllowed) {
    return SecretKeyFile.former(configured, folder.resolve("data"), fileAllowed);
  }

  private byte[] read(String configured, boolean fileAllowed) {
    return SecretKeyFile.read(configured, folder.resolve("data"), fileAllowed, random);
  }
}
