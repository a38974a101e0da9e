package io.dutybell.event;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callbacks that are kept in files until they are in the database. They are appended to the newest
 * file and synced to disk, each with a checksum of its own, so that what is damaged costs nothing
 * but itself. A file is read when it is full, or when it is the only one left. Files are numbered
 * in the order in which they were written.
 */
public final class Spool implements AutoCloseable {

  /**
   * The receipts of one file.
   *
   * @param file where it is
   * @param receipts what is in it, in order
   * @param damaged whether some of it could not be read
   */
  public record Batch(Path file, List<Receipt> receipts, boolean damaged) {}

  private record Size(long bytes, int receipts) {
    static final Size NONE = new Size(0, 0);

    Size plus(Size other) {
      return new Size(bytes + other.bytes, receipts + other.receipts);
    }

    Size minus(Size other) {
      return new Size(bytes - other.bytes, receipts - other.receipts);
    }

    boolean isFull() {
      return bytes >= FULL_BYTES || receipts >= FULL_RECEIPTS;
    }
  }

  private record Content(List<Receipt> receipts, int bytes, boolean damaged) {}

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  /** How a file begins: "DBS2", and the file's mark. */
  private static final int MAGIC = 0x44425332;

  private static final int FILE_HEAD = 12;

  /**
   * What stands before every receipt: the file's mark, how many bytes the receipt has, and their
   * checksum. The mark is random, so that no body can pass for a receipt behind a damaged place.
   */
  private static final int HEAD = 16;

  private static final long FULL_BYTES = 4L << 20;
  private static final int FULL_RECEIPTS = 2_000;

  /** How much room a callback may need: the largest body of the default settings. */
  private static final int LARGE = 256 << 10;

  /** How far a file is made longer than what is in it, at most. */
  private static final int AHEAD = 1 << 20;

  private static final String ENDING = ".spool";
  private static final Pattern NAME = Pattern.compile("\\d{20}\\.spool");
  private static final String DAMAGED = "damaged";

  private final Path folder;
  private final long mostBytes;
  private final RandomGenerator random;
  private final NavigableMap<Path, Size> files = new ConcurrentSkipListMap<>();
  private long next = 1;
  private Size all = Size.NONE;

  /** The file that is appended to; null while there is none. */
  private Path open;

  private FileChannel channel;
  private long mark;

  /** How long the open file is: what is in it, and zeros. */
  private long length;

  private Spool(Path folder, long mostBytes, RandomGenerator random) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    this.random = random;
  }

  /**
   * Opens the folder and makes it when it is not there.
   *
   * @param folder where the files are
   * @param mostBytes how large they may be together; more is refused
   * @param random nobody who sends callbacks can foresee it
   * @throws IOException when the folder cannot be used
   */
  public static Spool open(Path folder, long mostBytes, RandomGenerator random) throws IOException {
    Files.createDirectories(folder);
    Spool spool = new Spool(folder, mostBytes, random);
    for (Path file : spoolFiles(folder)) {
      Content content = read(Files.readAllBytes(file));
      Size size = new Size(content.bytes(), content.receipts().size());
      spool.files.put(file, size);
      spool.all = spool.all.plus(size);
      spool.next = number(file) + 1;
    }
    Path damaged = folder.resolve(DAMAGED);
    if (Files.isDirectory(damaged)) {
      // Numbers are not used again, so that what was put aside is never overwritten.
      for (Path file : spoolFiles(damaged)) {
        spool.next = Math.max(spool.next, number(file) + 1);
      }
    }
    return spool;
  }

  private static List<Path> spoolFiles(Path folder) throws IOException {
    try (var found = Files.list(folder)) {
      return found
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  private static long number(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - ENDING.length()));
  }

  /**
   * Keeps receipts. When this returns they are on disk.
   *
   * @throws IOException when the spool is full or the disk refuses; none of them is kept then
   */
  public synchronized void append(Collection<Receipt> receipts) throws IOException {
    boolean isNew = open == null;
    if (isNew) {
      mark = random.nextLong();
    }
    byte[] content = write(receipts, mark, isNew);
    if (all.bytes() + content.length > mostBytes) {
      throw new IOException(
          "the spool is full: " + all.bytes() + " of " + mostBytes + " bytes are used");
    }
    if (isNew) {
      begin();
    }
    try {
      writeAndSync(content, files.get(open).bytes());
      if (isNew) {
        syncFolder();
      }
    } catch (IOException e) {
      takeBack();
      throw e;
    }
    Size added = new Size(content.length, receipts.size());
    Size now = files.get(open).plus(added);
    all = all.plus(added);
    files.put(open, now);
    if (now.isFull()) {
      end();
    }
  }

  private void begin() throws IOException {
    Path file = folder.resolve(String.format("%020d%s", next, ENDING));
    // Also when there is such a file already, which somebody else put there.
    next++;
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    open = file;
    length = 0;
    files.put(file, Size.NONE);
  }

  /**
   * Zeros are written ahead: a sync is cheaper when it does not have to make the file longer too.
   */
  private void writeAndSync(byte[] content, long at) throws IOException {
    write(content, at);
    long end = at + content.length;
    if (end > length) {
      length = end + writeAhead(end);
    }
    channel.force(false);
  }

  private int writeAhead(long end) {
    int ahead = (int) Math.min(AHEAD, end);
    try {
      write(new byte[ahead], end);
      return ahead;
    } catch (IOException e) {
      LOG.debug("There is no room for more than what is to be kept", e);
      return 0;
    }
  }

  private void write(byte[] content, long at) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer, at + buffer.position());
    }
  }

  /** After a failed sync nobody knows what the file holds: it is cut off and not written again. */
  private void takeBack() throws IOException {
    Path file = open;
    Size before = files.get(file);
    try {
      end();
    } finally {
      if (before.receipts() == 0) {
        files.remove(file);
        Files.deleteIfExists(file);
      }
    }
  }

  private void end() throws IOException {
    long bytes = files.get(open).bytes();
    open = null;
    try (FileChannel ended = channel) {
      ended.truncate(bytes);
    }
  }

  /**
   * What the oldest file holds, if there is one. What cannot be read of it is left out, and {@link
   * #remove} says so.
   */
  public Optional<Batch> oldest() throws IOException {
    for (Path file : files.keySet()) {
      closeIfOpen(file);
      try {
        return Optional.of(read(file));
      } catch (NoSuchFileException e) {
        LOG.atError().addKeyValue("file", file).log("A spool file was taken away");
        forget(file);
      }
    }
    return Optional.empty();
  }

  private synchronized void closeIfOpen(Path file) throws IOException {
    if (file.equals(open)) {
      end();
    }
  }

  private static Batch read(Path file) throws IOException {
    Content content = read(Files.readAllBytes(file));
    return new Batch(file, content.receipts(), content.damaged());
  }

  /** Removes a file whose receipts are in the database now; a damaged one is put aside instead. */
  public void remove(Batch batch) throws IOException {
    if (batch.damaged()) {
      putAside(
          batch,
          "it was damaged, or broke off in a crash; "
              + batch.receipts().size()
              + " callbacks were read from it");
    } else {
      Files.deleteIfExists(batch.file());
      forget(batch.file());
    }
  }

  /**
   * Moves a file to folder {@code damaged}, for a person to look at.
   *
   * @param why the rest of a sentence, for the log
   */
  public void putAside(Batch batch, String why) throws IOException {
    Path aside =
        Files.createDirectories(folder.resolve(DAMAGED)).resolve(batch.file().getFileName());
    Files.move(batch.file(), aside, StandardCopyOption.REPLACE_EXISTING);
    forget(batch.file());
    LOG.atError().addKeyValue("file", aside).log("A spool file was put aside: {}", why);
  }

  private synchronized void forget(Path file) {
    Size size = files.remove(file);
    all = all.minus(size == null ? Size.NONE : size);
  }

  /** Whether nothing is kept. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** How many bytes are kept. */
  public synchronized long bytes() {
    return all.bytes();
  }

  /** How many callbacks are kept. */
  public synchronized int receipts() {
    return all.receipts();
  }

  /** How many bytes may be kept. */
  public long mostBytes() {
    return mostBytes;
  }

  /** Whether a large callback can be kept now, found out by writing a file of that size. */
  public boolean isWritable() {
    if (bytes() + LARGE > mostBytes) {
      return false;
    }
    try {
      Path probe = Files.createTempFile(folder, "probe", ".part");
      try {
        Files.write(probe, new byte[LARGE]);
        return true;
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Closes the file that is appended to; what is kept stays. */
  @Override
  public synchronized void close() throws IOException {
    if (open != null) {
      end();
    }
  }

  private void syncFolder() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static byte[] write(Collection<Receipt> receipts, long mark, boolean isNew)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(receipts.size() * 2_048);
    DataOutputStream out = new DataOutputStream(bytes);
    if (isNew) {
      out.writeInt(MAGIC);
      out.writeLong(mark);
    }
    for (Receipt receipt : receipts) {
      byte[] content = write(receipt);
      out.writeLong(mark);
      out.writeInt(content.length);
      out.writeInt(checksum(content, 0, content.length));
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] write(Receipt receipt) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(receipt.body().length + 512);
    DataOutputStream out = new DataOutputStream(bytes);
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
    return bytes.toByteArray();
  }

  /** All receipts that can be read, also behind a damaged place. */
  private static Content read(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    List<Receipt> receipts = new ArrayList<>();
    if (content.length < FILE_HEAD || bytes.getInt(0) != MAGIC) {
      return new Content(receipts, content.length, content.length > 0);
    }
    long mark = bytes.getLong(4);
    int end = withoutZeros(content);
    boolean damaged = false;
    int at = FILE_HEAD;
    while (at < end) {
      Receipt receipt = readAt(content, at, mark);
      if (receipt == null) {
        damaged = true;
        at++;
      } else {
        receipts.add(receipt);
        at += HEAD + bytes.getInt(at + 8);
      }
    }
    return new Content(receipts, at, damaged);
  }

  /** Where the zeros begin that were written ahead, or that end the last receipt. */
  private static int withoutZeros(byte[] content) {
    int end = content.length;
    while (end > 0 && content[end - 1] == 0) {
      end--;
    }
    return end;
  }

  /** The receipt that begins here, or null when none does. */
  private static Receipt readAt(byte[] content, int at, long mark) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    int room = content.length - at - HEAD;
    if (room < 0 || bytes.getLong(at) != mark) {
      return null;
    }
    int length = bytes.getInt(at + 8);
    if (length < 0
        || length > room
        || checksum(content, at + HEAD, length) != bytes.getInt(at + 12)) {
      return null;
    }
    try {
      return read(new DataInputStream(new ByteArrayInputStream(content, at + HEAD, length)));
    } catch (IOException | IllegalArgumentException e) {
      // Written by a version that knew more.
      return null;
    }
  }

  private static Receipt read(DataInputStream in) throws IOException {
    return new Receipt(
        new UUID(in.readLong(), in.readLong()),
        in.readLong(),
        Format.valueOf(readText(in)),
        Instant.ofEpochSecond(in.readLong(), in.readInt()),
        readText(in),
        readText(in),
        readText(in),
        readText(in),
        readText(in),
        readBytes(in));
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, from, length);
    return (int) checksum.getValue();
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    writeBytes(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  private static String readText(DataInputStream in) throws IOException {
    byte[] bytes = readBytes(in);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
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
