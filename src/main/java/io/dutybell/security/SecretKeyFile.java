package io.dutybell.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Finds the installation's secret key: in {@code DUTYBELL_SECRET_KEY}, or, where that is allowed,
 * in a file of the data directory that is made at the first start.
 */
public final class SecretKeyFile {

  private static final String FILE = "secret.key";
  private static final String FORMER_FILE = "secret.key.former";
  private static final int BYTES = 32;
  private static final String HOW =
      "set DUTYBELL_SECRET_KEY to 32 random bytes in base64 or hex, "
          + "for example the output of: openssl rand -base64 32";

  private SecretKeyFile() {}

  /**
   * The secret key.
   *
   * @param configured the value of {@code DUTYBELL_SECRET_KEY}; null or blank when it is not set
   * @param dataDir the data directory, made when it is missing
   * @param fileAllowed whether the key may be kept in a file: true on the embedded database, false
   *     where several nodes have to share it
   * @param random where a new key comes from
   * @return 32 bytes
   * @throws IllegalStateException when there is no usable key; the message says what to do
   */
  public static byte[] read(
      String configured, Path dataDir, boolean fileAllowed, SecureRandom random) {
    if (configured != null && !configured.isBlank()) {
      return parse(configured.strip(), "DUTYBELL_SECRET_KEY");
    }
    if (!fileAllowed) {
      throw new IllegalStateException(
          "there is no secret key: on PostgreSQL every node needs the same one; " + HOW);
    }
    Path file = dataDir.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        make(file, random);
      }
      return parse(Files.readString(file, StandardCharsets.US_ASCII).strip(), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("the secret key file " + file + " cannot be used", e);
    }
  }

  /**
   * The keys that the installation had before.
   *
   * @param configured the value of {@code DUTYBELL_SECRET_KEY_FORMER}, with commas or spaces
   *     between several; null or blank when it is not set
   * @param dataDir the data directory
   * @param fileAllowed as for {@link #read}: then the file {@code secret.key.former} is read too
   * @return 32 bytes each; empty when there are none
   * @throws IllegalStateException when one is not a key
   */
  public static List<byte[]> former(String configured, Path dataDir, boolean fileAllowed) {
    List<byte[]> keys = new ArrayList<>();
    addAll(keys, configured == null ? "" : configured, "DUTYBELL_SECRET_KEY_FORMER");
    Path file = dataDir.resolve(FORMER_FILE);
    try {
      if (fileAllowed && Files.exists(file)) {
        addAll(keys, Files.readString(file, StandardCharsets.US_ASCII), file.toString());
      }
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " of former keys cannot be read", e);
    }
  }

  private static void addAll(List<byte[]> keys, String texts, String where) {
    for (String text : texts.split("[,\\s]+")) {
      if (!text.isEmpty()) {
        keys.add(parse(text, where));
      }
    }
  }

  /** Written aside and then linked, so that nobody ever reads half a key or replaces one. */
  private static void make(Path file, SecureRandom random) throws IOException {
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path aside = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".new", onlyOwner());
    try {
      try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        String text = Base64.getEncoder().encodeToString(key) + "\n";
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        channel.force(true);
      }
      Files.createLink(file, aside);
    } catch (FileAlreadyExistsException e) {
      // Another process made it between the look and the link; its key is the one to use.
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private static FileAttribute<?>[] onlyOwner() {
    Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
    return views.contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static byte[] parse(String text, String where) {
    byte[] key = decode(text);
    if (key == null || key.length != BYTES) {
      throw new IllegalStateException(
          where + " is not a secret key: it must be 32 bytes in base64 or hex; " + HOW);
    }
    return key;
  }

  private static byte[] decode(String text) {
    try {
      return text.matches("[0-9A-Fa-f]{64}")
          ? HexFormat.of().parseHex(text)
          : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
