package io.chimera.refinement.state.optimise;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * How far contexts are followed: the odds that they tell something about rewards, which move with
 * how much better rewards were predicted with them than without (likelihoods of normal errors).
 */
final class TrustInContexts {
  /** The odds move by a factor of 1,100 at most, so that they can come back. */
  private static final double CERTAIN = 7;

  /** Above this share contexts are followed alone. */
  private static final double NEARLY_ALL = 0.95;

  /** Odds remember about 1,000 rewards. */
  private static final double MEMORY = 0.999;

  private final double prior;

  /** Log odds beyond those of the prior. */
  private double lead;

  /**
   * @param prior log odds before anything was learned
   */
  TrustInContexts(double prior) {
    this.prior = prior;
  }

  /** What is said with contexts, and, as far as they are not proved, what is said without. */
  double[] blend(double[] with, Supplier<double[]> without) {
    double share = 1 / (1 + StrictMath.exp(-prior - lead));
    if (share >= NEARLY_ALL) {
      return with;
    }
    double[] plain = without.get();
    double[] both = new double[with.length];
    Arrays.setAll(both, k -> share * with[k] + (1 - share) * plain[k]);
    return both;
  }

  /**
   * A reward came.
   *
   * @param plainError by how much it was missed without its context
   * @param error the same with it
   * @param noise variance of rewards round their predictions
   */
  void learn(double plainError, double error, double noise) {
    double gain = 0.5 * (plainError * plainError - error * error) / noise;
    lead = Math.max(-CERTAIN, Math.min(CERTAIN, MEMORY * lead + gain));
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(lead);
  }

  static TrustInContexts read(DataInput in, double prior) throws IOException {
    TrustInContexts trust = new TrustInContexts(prior);
    trust.lead = in.readDouble();
    return trust;
  }
}
