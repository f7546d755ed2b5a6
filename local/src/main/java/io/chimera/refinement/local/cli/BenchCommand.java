package io.chimera.refinement.local.cli;

import io.chimera.refinement.local.Failure;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code bench}, so that the list of commands is complete: the script hands it to the benchmarks,
 * which are a build of their own.
 */
@Command(
    name = "bench",
    description =
        "Runs the benchmark suites and says whether each figure holds: bench --help for the suites.")
final class BenchCommand implements Runnable {
  @Unmatched private List<String> arguments;

  @Override
  public void run() {
    throw new Failure(
        "Cannot run the benchmarks from here: they are built on their own; use scripts/refinement bench "
            + String.join(" ", arguments == null ? List.of() : arguments));
  }
}
