package io.chimera.refinement.state.optimise.search;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The box round the best setting in which to look next: it grows while that succeeds and shrinks
 * while it does not.
 *
 * <p>Source: Eriksson, Pearce, Gardner, Turner and Poloczek, "Scalable global optimization via
 * local Bayesian optimization", 2019, section 2.
 *
 * @param length side in units of the cube, before it is stretched along dimensions that matter less
 */
record TrustRegion(double length, int successes, int failures) {
  static final TrustRegion FIRST = new TrustRegion(0.8, 0, 0);

  private static final double LONGEST = 1.6;
  private static final double SHORTEST = 0.01;
  private static final double AGAIN = 0.6;
  private static final int GROW_AFTER = 2;
  private static final int SHRINK_AFTER = 4;

  TrustRegion after(boolean success) {
    int wins = success ? successes + 1 : 0;
    int losses = success ? 0 : failures + 1;
    if (wins >= GROW_AFTER) {
      return new TrustRegion(Math.min(LONGEST, length * 1.6), 0, 0);
    }
    if (losses >= SHRINK_AFTER) {
      double shorter = length * 0.55;
      return new TrustRegion(shorter < SHORTEST ? AGAIN : shorter, 0, 0);
    }
    return new TrustRegion(length, wins, losses);
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(length);
    out.writeInt(successes);
    out.writeInt(failures);
  }

  static TrustRegion read(DataInput in) throws IOException {
    return new TrustRegion(in.readDouble(), in.readInt(), in.readInt());
  }
}
