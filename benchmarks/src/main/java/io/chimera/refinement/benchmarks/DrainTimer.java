package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.run.StopSignal;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Waits until a job has read the filled topic to its end, and says what that took.
 *
 * @param reports reports in the topic
 */
record DrainTimer(long reports, Consumer<String> progress, StopSignal stop) {
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);
  private static final long PROGRESS_NANOS = 5_000_000_000L;

  /**
   * @param group consumer group of the job's source
   * @param name for the lines of progress
   */
  Drain await(RunningJob job, String group, String name, SeparateBroker broker) {
    ConsumedRecords consumed = new ConsumedRecords(group);
    long before = consumed.total();
    Resources start = Resources.now(broker.cpu());
    long shown = System.nanoTime();
    for (long read = before; read < reports; read = consumed.total()) {
      Stopped.orWait(stop, LOOK_EVERY);
      if (System.nanoTime() - shown > PROGRESS_NANOS) {
        shown = System.nanoTime();
        job.check();
        progress.accept("%s: %,d of %,d read".formatted(name, read, reports));
      }
    }
    return Drain.between(start, Resources.now(broker.cpu()), reports - before);
  }
}
