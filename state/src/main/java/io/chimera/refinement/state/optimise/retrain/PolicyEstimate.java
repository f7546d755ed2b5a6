package io.chimera.refinement.state.optimise.retrain;

import java.io.Serializable;

/**
 * What a policy would have earned, against the one that made the decisions.
 *
 * @param decisions decisions it was judged on
 * @param value mean reward, doubly robust
 * @param lower bound of its 95 % interval
 * @param upper bound of its 95 % interval
 * @param selfNormalised mean reward by weights alone (SNIPS)
 * @param effective how many decisions the weights leave
 * @param live mean reward that was in fact paid in these decisions
 */
public record PolicyEstimate(
    long decisions,
    double value,
    double lower,
    double upper,
    double selfNormalised,
    double effective,
    double live)
    implements Serializable {
  /** Nothing is known. */
  public static final PolicyEstimate NONE = new PolicyEstimate(0, 0.5, 0, 1, 0.5, 0, 0.5);

  /** The same, with an interval that reaches at least {@code half} to both sides. */
  PolicyEstimate atLeastAsWideAs(double half) {
    return new PolicyEstimate(
        decisions,
        value,
        Math.max(0, Math.min(lower, value - half)),
        Math.min(1, Math.max(upper, value + half)),
        selfNormalised,
        effective,
        live);
  }

  /** Whether the policy is better than the one that made the decisions, as far as can be told. */
  public boolean isBetter() {
    return lower > live;
  }
}
