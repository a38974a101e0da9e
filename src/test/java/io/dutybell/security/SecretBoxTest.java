package io.dutybell.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretBoxTest {

  private final SecureRandom random = new SecureRandom();
  private final SecretBox box = new SecretBox(key(1), random);

  @Test
  void what_was_encrypted_is_read_again() {
    String encrypted = box.encrypt("密码 \u0000 secret");

    assertThat(box.decrypt(encrypted)).isEqualTo("密码 \u0000 secret");
    assertThat(encrypted).matches("v1\\.[A-Za-z0-9_-]+").doesNotContain("secret");
  }

  @Test
  void the_same_text_is_encrypted_differently_every_time() {
    assertThat(box.encrypt("a")).isNotEqualTo(box.encrypt("a"));
  }

  @Test
  void another_key_or_a_changed_text_is_refused() {
    String encrypted = box.encrypt("secret");
    char last = encrypted.charAt(20);
    String changed =
        encrypted.substring(0, 20) + (last == 'A' ? 'B' : 'A') + encrypted.substring(21);

    assertThatThrownBy(() -> new SecretBox(key(2), random).decrypt(encrypted))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another secret key");
    assertThatThrownBy(() -> box.decrypt(changed)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> box.decrypt("v1.AA")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> box.decrypt("secret")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_was_sealed_is_read_again_for_the_same_place_only() {
    String sealed = box.seal("密码 \u0000 secret", "connectors/a");

    assertThat(box.open(sealed, "connectors/a")).isEqualTo("密码 \u0000 secret");
    assertThat(box.seal("密码 \u0000 secret", "connectors/a")).isEqualTo(sealed);
    assertThat(box.seal("密码 \u0000 secret", "connectors/b")).isNotEqualTo(sealed);
    assertThatThrownBy(() -> box.open(sealed, "connectors/b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SecretBox(key(2), random).open(sealed, "connectors/a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> box.open(box.encrypt("x"), "connectors/a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> box.open("s1.!!", "")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_signature_is_good_for_its_data_and_its_key_only() {
    byte[] data = "data".getBytes(StandardCharsets.UTF_8);
    byte[] signature = box.sign(data);

    assertThat(box.isSignature(data, signature)).isTrue();
    assertThat(box.isSignature("date".getBytes(StandardCharsets.UTF_8), signature)).isFalse();
    assertThat(new SecretBox(key(2), random).isSignature(data, signature)).isFalse();
    assertThat(box.isSignature(data, new byte[0])).isFalse();
  }

  @Test
  void the_fingerprint_tells_keys_apart() {
    assertThat(box.fingerprint())
        .hasSize(32)
        .isEqualTo(new SecretBox(key(1), random).fingerprint())
        .isNotEqualTo(new SecretBox(key(2), random).fingerprint());
  }

  @Test
  void a_key_of_another_length_is_refused() {
    assertThatThrownBy(() -> new SecretBox(new byte[16], random)).hasMessageContaining("32 bytes");
  }

  @Test
  void what_a_former_key_encrypted_or_signed_is_still_good_and_nothing_new_is_made_with_it() {
    byte[] data = "data".getBytes(StandardCharsets.UTF_8);
    SecretBox later = new SecretBox(key(2), List.of(key(1)), random);
    String encrypted = box.encrypt("secret");

    assertThat(later.decrypt(encrypted)).isEqualTo("secret");
    assertThat(later.opens(encrypted)).isFalse();
    assertThat(later.isSignature(data, box.sign(data))).isTrue();
    assertThat(box.isSignature(data, later.sign(data))).isFalse();
    assertThatThrownBy(() -> box.decrypt(later.encrypt("secret")))
        .isInstanceOf(UnreadableSecret.class);
  }

  private static byte[] key(int seed) {
    byte[] key = new byte[32];
    key[0] = (byte) seed;
    return key;
  }
}
