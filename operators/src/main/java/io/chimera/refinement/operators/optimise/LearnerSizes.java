package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.state.optimise.ComponentOptimiser;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the learners of one operator instance take, as they are stored; each is measured once a
 * minute of event time (REF-STR-07). Not state: after a restart each counts from its next decision
 * on.
 */
final class LearnerSizes {
  private static final long AGAIN_AFTER_MILLIS = 60_000;
  private static final double MEGABYTE = 1e6;

  private final Map<String, Measured> known = new HashMap<>();
  private long totalBytes;

  private record Measured(int bytes, long atMillis) {}

  /** Megabytes of all learners; empty while the last measurement of this one is recent. */
  OptionalDouble measure(String learner, ComponentOptimiser optimiser, long nowMillis)
      throws IOException {
    Measured before = known.get(learner);
    if (before != null && nowMillis - before.atMillis() < AGAIN_AFTER_MILLIS) {
      return OptionalDouble.empty();
    }
    DataOutputStream counted = new DataOutputStream(OutputStream.nullOutputStream());
    ComponentOptimiser.CODEC.write(optimiser, counted);
    totalBytes += counted.size() - (before == null ? 0 : before.bytes());
    known.put(learner, new Measured(counted.size(), nowMillis));
    return OptionalDouble.of(totalBytes / MEGABYTE);
  }
}
