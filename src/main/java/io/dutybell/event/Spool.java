package io.dutybell.event;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callbacks that are kept in files while the database is away: one file per group, complete and
 * synced to disk before it gets its name, so that a file that is there is whole. Files are numbered
 * in the order in which they were written.
 */
public final class Spool {

  /**
   * One group of receipts in a file.
   *
   * @param file where it is
   * @param receipts what is in it, in order
   */
  public record Batch(Path file, List<Receipt> receipts) {}

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final int MAGIC = 0x44425331;
  private static final String ENDING = ".spool";

  private final Path folder;
  private final long mostBytes;
  private final NavigableMap<Path, Long> files = new ConcurrentSkipListMap<>();
  private long next = 1;
  private long bytes;
  private int receipts;

  private Spool(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /**
   * Opens the folder, makes it when it is not there, and removes what a crash left half-written.
   *
   * @param folder where the files are
   * @param mostBytes how large they may be together; more is refused
   * @throws IOException when the folder cannot be used
   */
  public static Spool open(Path folder, long mostBytes) throws IOException {
    Files.createDirectories(folder);
    Spool spool = new Spool(folder, mostBytes);
    try (var found = Files.list(folder)) {
      for (Path file : found.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".part")) {
          Files.delete(file);
        } else if (name.endsWith(ENDING)) {
          spool.files.put(file, Files.size(file));
          spool.bytes += Files.size(file);
          spool.next = Long.parseLong(name.substring(0, name.length() - ENDING.length())) + 1;
        }
      }
    }
    return spool;
  }

  /**
   * Keeps a group. When this returns it is on disk.
   *
   * @throws IOException when the spool is full or the disk refuses; nothing is kept then
   */
  public synchronized void append(Collection<Receipt> group) throws IOException {
    byte[] content = write(group);
    if (bytes + content.length > mostBytes) {
      throw new IOException("the spool is full: " + bytes + " of " + mostBytes + " bytes are used");
    }
    Path file = folder.resolve(String.format("%020d%s", next, ENDING));
    Path part = folder.resolve(file.getFileName() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
    } catch (IOException e) {
      Files.deleteIfExists(part);
      Files.deleteIfExists(file);
      throw e;
    }
    next++;
    bytes += content.length;
    receipts += group.size();
    files.put(file, (long) content.length);
  }

  /**
   * The oldest group, if there is one. A file that cannot be read is put aside in folder {@code
   * damaged}, and said so.
   */
  public Optional<Batch> oldest() throws IOException {
    for (Path file : files.keySet()) {
      try {
        return Optional.of(new Batch(file, read(Files.readAllBytes(file))));
      } catch (IOException e) {
        Path aside = Files.createDirectories(folder.resolve("damaged")).resolve(file.getFileName());
        LOG.atError()
            .addKeyValue("file", aside)
            .log("A spool file could not be read and was put aside: {}", e.getMessage());
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        forget(file, 0);
      }
    }
    return Optional.empty();
  }

  /** Removes a group that is in the database now. */
  public void remove(Batch batch) throws IOException {
    Files.deleteIfExists(batch.file());
    forget(batch.file(), batch.receipts().size());
  }

  private synchronized void forget(Path file, int count) {
    Long size = files.remove(file);
    bytes -= size == null ? 0 : size;
    receipts = Math.max(0, receipts - count);
  }

  /** Whether nothing is kept. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** How many bytes are kept. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Whether a file can be written in the folder now, found out by writing one. */
  public boolean isWritable() {
    try {
      Path probe = Files.createTempFile(folder, "probe", ".part");
      Files.delete(probe);
      return bytes() < mostBytes;
    } catch (IOException e) {
      return false;
    }
  }

  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static byte[] write(Collection<Receipt> group) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeInt(group.size());
    for (Receipt receipt : group) {
      out.writeLong(receipt.id().getMostSignificantBits());
      out.writeLong(receipt.id().getLeastSignificantBits());
      out.writeLong(receipt.sourceId());
      writeText(out, receipt.format().name());
      out.writeLong(receipt.receivedAt().getEpochSecond());
      out.writeInt(receipt.receivedAt().getNano());
      writeText(out, receipt.method());
      writeText(out, receipt.contentType());
      writeText(out, receipt.userAgent());
      writeText(out, receipt.remoteAddress());
      writeText(out, receipt.query());
      writeBytes(out, receipt.body());
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes.toByteArray());
    out.writeLong(checksum.getValue());
    return bytes.toByteArray();
  }

  static List<Receipt> read(byte[] content) throws IOException {
    if (content.length < 16) {
      throw new IOException("it breaks off after " + content.length + " bytes");
    }
    CRC32 checksum = new CRC32();
    checksum.update(content, 0, content.length - 8);
    if (ByteBuffer.wrap(content, content.length - 8, 8).getLong() != checksum.getValue()) {
      throw new IOException("its checksum is wrong");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    if (in.readInt() != MAGIC) {
      throw new IOException("it was not written by Dutybell");
    }
    int count = in.readInt();
    List<Receipt> group = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      group.add(
          new Receipt(
              new UUID(in.readLong(), in.readLong()),
              in.readLong(),
              Format.valueOf(readText(in)),
              Instant.ofEpochSecond(in.readLong(), in.readInt()),
              readText(in),
              readText(in),
              readText(in),
              readText(in),
              readText(in),
              readBytes(in)));
    }
    return group;
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    writeBytes(out, text == null ? null : text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String readText(DataInputStream in) throws IOException {
    byte[] bytes = readBytes(in);
    return bytes == null ? null : new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? null : in.readNBytes(length);
  }
}
