package io.dutybell;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryLockTest {

  @TempDir Path folder;

  @Test
  void a_data_directory_belongs_to_one_until_that_ends() {
    try (DataDirectoryLock first = DataDirectoryLock.of(folder)) {
      assertThatThrownBy(() -> DataDirectoryLock.of(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("DUTYBELL_DATA_DIR");
      first.close();
      DataDirectoryLock.of(folder).close();
    }
  }
}
