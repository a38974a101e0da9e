package io.dutybell.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  private static final long ROOMY = 1_000_000;

  @TempDir Path folder;
  private Spool spool;

  @BeforeEach
  void begin() throws IOException {
    spool = open(ROOMY);
  }

  @AfterEach
  void end() throws IOException {
    spool.close();
  }

  private Spool open(long mostBytes) throws IOException {
    return Spool.open(folder, mostBytes, new Random(7));
  }

  @Test
  void a_receipt_comes_out_as_it_went_in() throws IOException {
    Receipt full =
        new Receipt(
            new UUID(1, -2),
            5,
            Format.GENERIC,
            Instant.parse("2026-11-22T15:06:00.123456Z"),
            "POST",
            "text/plain",
            "curl 机",
            "192.0.2.1",
            "a=b",
            new byte[] {0, -1, 10, 127});
    Receipt bare =
        new Receipt(
            new UUID(1, 3),
            6,
            Format.CLOUDMONITOR,
            Instant.EPOCH,
            "GET",
            null,
            null,
            "::1",
            null,
            new byte[0]);

    spool.append(List.of(full, bare));

    List<Receipt> read = open(ROOMY).oldest().orElseThrow().receipts();
    assertThat(read).usingRecursiveFieldByFieldElementComparator().containsExactly(full, bare);
  }

  @Test
  void groups_come_out_in_the_order_in_which_they_went_in_across_a_restart() throws IOException {
    for (int i = 1; i <= 11; i++) {
      spool.append(List.of(receipt(i)));
    }
    Spool restarted = open(ROOMY);
    restarted.append(List.of(receipt(12)));

    assertThat(drain(restarted))
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
    assertThat(restarted.isEmpty()).isTrue();
    assertThat(restarted.bytes()).isZero();
    assertThat(files()).isEmpty();
  }

  @Test
  void the_oldest_stays_until_it_is_removed() throws IOException {
    spool.append(List.of(receipt(1)));

    assertThat(spool.oldest()).isPresent();
    assertThat(open(ROOMY).oldest()).isPresent();
    assertThat(spool.isEmpty()).isFalse();
  }

  @Test
  void a_damaged_receipt_costs_nothing_but_itself_and_its_file_is_put_aside() throws IOException {
    spool.append(List.of(receipt(1)));
    spool.append(List.of(receipt(2), receipt(3)));
    assertThat(drain(spool)).hasSize(3);
    spool.append(List.of(receipt(1)));
    spool.append(List.of(receipt(2), receipt(3)));
    spool.close();
    Path file = files().get(0);
    byte[] whole = Files.readAllBytes(file);

    for (int at = 0; at < whole.length; at++) {
      byte[] content = whole.clone();
      content[at] ^= 1;
      Files.write(file, content);
      Spool.Batch batch = open(ROOMY).oldest().orElseThrow();

      assertThat(batch.damaged()).isTrue();
      assertThat(bodies(batch)).hasSize(at < 12 ? 0 : 2).isSubsetOf("1", "2", "3");
    }

    byte[] last = Files.readAllBytes(file);
    Spool restarted = open(ROOMY);
    restarted.append(List.of(receipt(4)));
    assertThat(drain(restarted)).containsExactly("1", "2", "4");
    assertThat(folder.resolve("damaged").resolve(file.getFileName()))
        .as("kept for a person to look at")
        .hasBinaryContent(last);
    assertThat(restarted.bytes()).isZero();
    assertThat(restarted.receipts()).isZero();
  }

  @Test
  void what_breaks_off_in_a_crash_costs_nothing_that_came_before() throws IOException {
    spool.append(List.of(receipt(1), receipt(2)));
    spool.close();
    Path file = files().get(0);
    byte[] whole = Files.readAllBytes(file);

    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      Spool.Batch batch = open(ROOMY).oldest().orElseThrow();

      assertThat(bodies(batch)).isSubsetOf("1").hasSizeLessThan(2);
    }

    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThat(drain(open(ROOMY))).containsExactly("1");
  }

  @Test
  void a_file_that_a_crash_left_open_is_whole() throws IOException {
    spool.append(List.of(receipt(1), receipt(2)));
    assertThat(Files.size(files().get(0))).as("written ahead").isGreaterThan(spool.bytes());

    Spool restarted = open(ROOMY);

    assertThat(restarted.bytes()).isEqualTo(spool.bytes());
    assertThat(restarted.oldest().orElseThrow().damaged()).isFalse();
    assertThat(drain(restarted)).containsExactly("1", "2");
  }

  @Test
  void a_body_that_looks_like_a_spool_file_is_not_read_as_one() throws IOException {
    Spool elsewhere = Spool.open(folder.resolve("elsewhere"), ROOMY, new Random(8));
    elsewhere.append(List.of(receipt(666)));
    byte[] hostile;
    try (var written = Files.list(folder.resolve("elsewhere"))) {
      hostile = Files.readAllBytes(written.findFirst().orElseThrow());
    }
    Receipt honest = receipt(1);
    spool.append(
        List.of(
            new Receipt(
                honest.id(),
                1,
                Format.CLOUDMONITOR,
                Instant.EPOCH,
                "POST",
                null,
                null,
                "::1",
                null,
                hostile)));
    Path file = files().get(0);
    byte[] content = Files.readAllBytes(file);
    content[13] ^= 1;
    Files.write(file, content);

    assertThat(drain(open(ROOMY))).isEmpty();
  }

  @Test
  void a_full_file_is_followed_by_the_next_and_order_is_kept() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 5_000; i++) {
      spool.append(List.of(receipt(i)));
      expected.add(Integer.toString(i));
    }

    assertThat(files()).hasSize(3);
    assertThat(spool.receipts()).isEqualTo(5_000);
    Spool restarted = open(ROOMY);
    assertThat(restarted.receipts()).isEqualTo(5_000);
    assertThat(restarted.bytes()).isEqualTo(spool.bytes());
    assertThat(drain(restarted)).isEqualTo(expected);
  }

  @Test
  void what_the_database_refused_is_put_aside() throws IOException {
    spool.append(List.of(receipt(1)));
    Spool.Batch batch = spool.oldest().orElseThrow();

    spool.putAside(batch, "the database refused it");

    assertThat(spool.isEmpty()).isTrue();
    assertThat(folder.resolve("damaged").resolve(batch.file().getFileName())).exists();
  }

  @Test
  void what_was_put_aside_is_not_overwritten_after_a_restart() throws IOException {
    for (String text : List.of("first", "second")) {
      Spool started = open(ROOMY);
      started.append(List.of(receipt(1)));
      Files.writeString(files().get(0), text);
      assertThat(drain(started)).isEmpty();
    }

    try (var aside = Files.list(folder.resolve("damaged"))) {
      assertThat(aside).hasSize(2);
    }
  }

  @Test
  void a_file_that_somebody_took_away_holds_up_nothing() throws IOException {
    spool.append(List.of(receipt(1)));
    spool.close();
    spool.append(List.of(receipt(2)));
    Files.delete(files().get(0));

    assertThat(drain(spool)).containsExactly("2");
  }

  @Test
  void a_full_spool_refuses_and_keeps_nothing_of_it_until_there_is_room() throws IOException {
    spool.append(List.of(receipt(1)));
    Spool small = open(spool.bytes() + 10);

    assertThatThrownBy(() -> small.append(List.of(receipt(2))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("full");

    assertThat(files()).hasSize(1);
    small.remove(small.oldest().orElseThrow());
    small.append(List.of(receipt(2)));
    assertThat(drain(small)).containsExactly("2");
  }

  @Test
  void a_spool_without_room_for_a_large_callback_is_noticed() throws IOException {
    Spool small = open(300_000);
    assertThat(small.isWritable()).isTrue();

    small.append(List.of(receipt(1, new byte[50_000])));

    assertThat(small.isWritable()).isFalse();
    small.remove(small.oldest().orElseThrow());
    assertThat(small.isWritable()).isTrue();
  }

  @Test
  void a_file_that_somebody_put_there_is_left_alone_and_refuses_one_group_at_most()
      throws IOException {
    spool.append(List.of(receipt(1)));
    drain(spool);
    Path theirs = Files.writeString(folder.resolve("%020d.spool".formatted(2)), "somebody's");

    assertThatThrownBy(() -> spool.append(List.of(receipt(2)))).isInstanceOf(IOException.class);
    spool.append(List.of(receipt(3)));

    assertThat(drain(spool)).containsExactly("3");
    assertThat(theirs).hasContent("somebody's");
  }

  @Test
  void a_file_of_somebody_else_is_left_alone() throws IOException {
    Path note = Files.writeString(folder.resolve("notes.spool"), "do not delete");

    Spool restarted = open(ROOMY);
    restarted.append(List.of(receipt(1)));

    assertThat(drain(restarted)).containsExactly("1");
    assertThat(note).exists();
  }

  @Test
  void a_folder_that_cannot_be_written_is_noticed() throws IOException {
    assertThat(spool.isWritable()).isTrue();
    Files.delete(folder);

    assertThat(spool.isWritable()).isFalse();
    assertThatThrownBy(() -> spool.append(List.of(receipt(1)))).isInstanceOf(IOException.class);
    assertThat(spool.isEmpty()).isTrue();
    Files.createDirectory(folder);
  }

  private List<String> drain(Spool from) throws IOException {
    List<String> bodies = new ArrayList<>();
    for (Optional<Spool.Batch> batch = from.oldest(); batch.isPresent(); batch = from.oldest()) {
      bodies.addAll(bodies(batch.get()));
      from.remove(batch.get());
    }
    return bodies;
  }

  private static List<String> bodies(Spool.Batch batch) {
    return batch.receipts().stream()
        .map(r -> new String(r.body(), StandardCharsets.US_ASCII))
        .toList();
  }

  private List<Path> files() throws IOException {
    try (var found = Files.list(folder)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Receipt receipt(int number) {
    return receipt(number, Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
  }

  private static Receipt receipt(int number, byte[] body) {
    return new Receipt(
        new UUID(0, number),
        1,
        Format.CLOUDMONITOR,
        Instant.EPOCH,
        "POST",
        null,
        null,
        "::1",
        null,
        body);
  }
}
