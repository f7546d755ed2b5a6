package io.chimera.refinement.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** A set of measurements that belong together. */
interface Suite {
  /**
   * Measures. Whatever it starts is gone when it returns, in whatever way.
   *
   * @param directory empty folder for data and logs
   * @throws Stopped when somebody asked for the end
   */
  void run(Path directory);

  /** What was measured so far, complete or not. */
  List<Result> results();
}
