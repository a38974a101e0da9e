package io.dutybell.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a project, found below its root. A folder that is not there has no files, so that a
 * rule holds for a project that has nothing of its kind yet.
 *
 * @param root the folder that holds {@code pom.xml}
 */
record ProjectFiles(Path root) {

  /** This project; Maven runs tests in the folder of the {@code pom.xml}. */
  static ProjectFiles ofThisProject() {
    return new ProjectFiles(Path.of("").toAbsolutePath());
  }

  /** Every file in the folder and below whose name ends so, in a stable order. */
  List<Path> in(String folder, String... endings) {
    Path start = root.resolve(folder);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(start)) {
      return found
          .filter(Files::isRegularFile)
          .filter(file -> Stream.of(endings).anyMatch(file.getFileName().toString()::endsWith))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file's text. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The file's path as people write it, with {@code /} and without the root. */
  String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }
}
