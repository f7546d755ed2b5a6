package io.chimera.refinement.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.local.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @Test
  void aFreshFolderGoesWithTheRunAndAGivenOneStays(@TempDir Path base) throws Exception {
    Path fresh;
    try (DataDirectory directory = DataDirectory.open(Optional.empty())) {
      fresh = directory.path();
      Files.writeString(Files.createDirectories(fresh.resolve("a/b")).resolve("c"), "d");
    }
    assertThat(fresh).doesNotExist();

    Path given = base.resolve("x/y");
    try (DataDirectory directory = DataDirectory.open(Optional.of(given))) {
      Files.writeString(directory.path().resolve("kept"), "k");
    }
    assertThat(given).isDirectoryContaining("glob:**kept");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed(@TempDir Path base) throws Exception {
    Path file = Files.writeString(base.resolve("file"), "no folder");

    assertThatThrownBy(() -> DataDirectory.open(Optional.of(file.resolve("data"))))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("Cannot write to the data folder " + file);
  }
}
