package io.chimera.refinement.local.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the product is unpacked: the script says it in {@code refinement.home}; otherwise the
 * working folder.
 */
final class Home {
  private Home() {}

  static Path path() {
    return Path.of(System.getProperty("refinement.home", "."));
  }

  /** A folder of packs below it, when it is there. */
  static Optional<Path> packs(String name) {
    return Optional.of(path().resolve("packs").resolve(name)).filter(Files::isDirectory);
  }
}
