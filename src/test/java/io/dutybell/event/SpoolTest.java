package io.dutybell.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  private static final long ROOMY = 1_000_000;

  @TempDir Path folder;
  private Spool spool;

  @BeforeEach
  void open() throws IOException {
    spool = Spool.open(folder, ROOMY);
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

    List<Receipt> read = Spool.open(folder, ROOMY).oldest().orElseThrow().receipts();
    assertThat(read).usingRecursiveFieldByFieldElementComparator().containsExactly(full, bare);
  }

  @Test
  void groups_come_out_in_the_order_in_which_they_went_in_across_a_restart() throws IOException {
    for (int i = 1; i <= 11; i++) {
      spool.append(List.of(receipt(i)));
    }
    Spool restarted = Spool.open(folder, ROOMY);
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
    assertThat(Spool.open(folder, ROOMY).oldest()).isPresent();
    assertThat(spool.isEmpty()).isFalse();
  }

  @Test
  void a_damaged_file_is_put_aside_and_the_next_one_comes() throws IOException {
    spool.append(List.of(receipt(1)));
    spool.append(List.of(receipt(2)));
    Path first = files().get(0);
    byte[] content = Files.readAllBytes(first);
    content[20] ^= 1;
    Files.write(first, content);

    List<String> bodies = drain(spool);

    assertThat(bodies).containsExactly("2");
    assertThat(folder.resolve("damaged").resolve(first.getFileName()))
        .as("kept for a person to look at")
        .hasBinaryContent(content);
    assertThat(spool.bytes()).isZero();
  }

  @Test
  void a_file_that_breaks_off_is_put_aside() throws IOException {
    spool.append(List.of(receipt(1)));
    Path file = files().get(0);
    byte[] content = Files.readAllBytes(file);
    for (int length : new int[] {0, 7, 15, content.length - 1}) {
      byte[] cut = java.util.Arrays.copyOf(content, length);
      assertThatThrownBy(() -> Spool.read(cut)).isInstanceOf(IOException.class);
    }
    Files.write(file, new byte[] {1, 2, 3});

    assertThat(spool.oldest()).isEmpty();
    assertThat(spool.isEmpty()).isTrue();
  }

  @Test
  void what_was_put_aside_is_not_overwritten_after_a_restart() throws IOException {
    for (String text : List.of("first", "second")) {
      Spool started = Spool.open(folder, ROOMY);
      started.append(List.of(receipt(1)));
      Files.writeString(files().get(0), text);
      assertThat(started.oldest()).isEmpty();
    }

    try (var aside = Files.list(folder.resolve("damaged"))) {
      assertThat(aside).hasSize(2);
    }
  }

  @Test
  void a_file_that_somebody_took_away_holds_up_nothing() throws IOException {
    spool.append(List.of(receipt(1)));
    spool.append(List.of(receipt(2)));
    Files.delete(files().get(0));

    assertThat(drain(spool)).containsExactly("2");
  }

  @Test
  void a_full_spool_refuses_and_keeps_nothing_of_it_until_there_is_room() throws IOException {
    spool.append(List.of(receipt(1)));
    Spool small = Spool.open(folder, spool.bytes() + 10);

    assertThatThrownBy(() -> small.append(List.of(receipt(2))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("full");

    assertThat(files()).hasSize(1);
    small.remove(small.oldest().orElseThrow());
    small.append(List.of(receipt(2)));
    assertThat(drain(small)).containsExactly("2");
  }

  @Test
  void what_a_crash_left_half_written_is_removed() throws IOException {
    Path part = folder.resolve("00000000000000000001.spool.part");
    Files.writeString(part, "half");

    Spool restarted = Spool.open(folder, ROOMY);

    assertThat(part).doesNotExist();
    assertThat(restarted.isEmpty()).isTrue();
  }

  @Test
  void a_file_of_somebody_else_is_left_alone() throws IOException {
    Path note = Files.writeString(folder.resolve("notes.spool"), "do not delete");

    Spool restarted = Spool.open(folder, ROOMY);
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
      batch
          .get()
          .receipts()
          .forEach(r -> bodies.add(new String(r.body(), StandardCharsets.US_ASCII)));
      from.remove(batch.get());
    }
    return bodies;
  }

  private List<Path> files() throws IOException {
    try (var found = Files.list(folder)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Receipt receipt(int number) {
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
        Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
  }
}
