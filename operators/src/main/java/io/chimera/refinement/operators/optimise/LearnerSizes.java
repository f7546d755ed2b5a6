package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.state.optimise.ComponentOptimiser;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the learners of one operator instance take, as they are stored; each is measured once a
 * minute of event time (REF-STR-07). One whose component has been silent for an hour is no longer
 * counted, and of more than {@value #MOST} only those measured last are.
 *
 * <p>Not state: after a restart each counts from its next decision on.
 */
final class LearnerSizes {
  /** Some megabytes of names and numbers. */
  static final int MOST = 20_000;

  private static final long AGAIN_AFTER_MILLIS = 60_000;
  private static final long GONE_AFTER_MILLIS = 3_600_000;
  private static final double MEGABYTE = 1e6;

  /** In the order of their last measurement. */
  private final Map<String, Measured> known = new LinkedHashMap<>();

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
    if (before != null) {
      known.remove(learner);
      totalBytes -= before.bytes();
    }
    known.put(learner, new Measured(counted.size(), nowMillis));
    totalBytes += counted.size();
    forget(nowMillis);
    return OptionalDouble.of(totalBytes / MEGABYTE);
  }

  private void forget(long nowMillis) {
    Iterator<Measured> oldest = known.values().iterator();
    while (oldest.hasNext()) {
      Measured each = oldest.next();
      if (known.size() <= MOST && nowMillis - each.atMillis() < GONE_AFTER_MILLIS) {
        return;
      }
      totalBytes -= each.bytes();
      oldest.remove();
    }
  }

  /** How many are counted. */
  int learners() {
    return known.size();
  }
}
