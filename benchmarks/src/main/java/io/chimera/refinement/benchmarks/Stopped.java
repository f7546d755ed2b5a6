package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.run.StopSignal;
import java.time.Duration;

/** Somebody asked for the end: what was measured by then is reported, everything is cleared away. */
final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1;

  private Stopped() {
    super("stopped");
  }

  /** Waits, unless the end is asked for. */
  static void orWait(StopSignal stop, Duration time) {
    if (stop.await(time)) {
      throw new Stopped();
    }
  }
}
