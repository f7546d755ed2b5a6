package io.chimera.refinement.local.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which packs a command is about. */
final class PacksOption {
  @Option(
      names = "--packs",
      paramLabel = "DIR",
      description = "Folder or file of packs; the packs of the product without it.")
  private Path packs;

  /** The packs that were named, or those of the product, if there are any. */
  Optional<Path> path() {
    return Optional.ofNullable(packs).or(() -> Home.packs(".")).map(Path::normalize);
  }
}
