package io.chimera.refinement.local.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a run was asked to be.
 *
 * @param data folder for everything that is written; empty for a fresh one that is removed at the
 *     end
 * @param duration when it ends by itself; empty for never
 * @param simulator whether the simulated fleet reports
 * @param hostAgent whether this machine reports
 * @param settings settings of the jobs over those of the demo
 * @param processes Flink, broker and database as processes of their own; empty for all in this one
 * @param summary file for the machine-readable result
 */
public record RunOptions(
    Ports ports,
    Optional<Path> data,
    Optional<Duration> duration,
    boolean simulator,
    boolean hostAgent,
    Map<String, String> settings,
    Optional<Processes> processes,
    Optional<Path> summary) {

  /** How many processes of Flink there are. */
  public record Processes(int jobManagers, int taskManagers) {}

  /** Where everything listens; 0 for any free port. */
  public record Ports(int kafka, int ui, int db, int console) {}
}
