package io.chimera.refinement.local.run;

import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The folder of one run.
 *
 * @param path the folder, absolute
 * @param fresh whether it was made for this run and goes with it
 */
public record DataDirectory(Path path, boolean fresh) implements AutoCloseable {

  /** The given folder, created when missing, or a fresh one. */
  public static DataDirectory open(Optional<Path> given) {
    try {
      if (given.isEmpty()) {
        return new DataDirectory(Files.createTempDirectory("refinement-"), true);
      }
      Path path = Files.createDirectories(given.get().toAbsolutePath());
      Files.delete(Files.createTempFile(path, "probe", ""));
      return new DataDirectory(path, false);
    } catch (IOException e) {
      throw new Failure(
          "Cannot write to the data folder %s: %s; pass --data with a folder that is writable"
              .formatted(given.map(Path::toString).orElse("of the system"), Failure.reason(e)),
          e);
    }
  }

  /** Removes a fresh folder with everything in it; a given one stays. */
  @Override
  public void close() {
    if (fresh) {
      try {
        Files.walkFileTree(path, new Removal());
      } catch (IOException e) {
        throw new UncheckedIOException(
            "Cannot remove " + path + ": " + e.getMessage() + "; remove it by hand", e);
      }
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      // Something that is just going away removed it first.
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
