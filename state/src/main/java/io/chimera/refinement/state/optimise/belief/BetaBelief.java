package io.chimera.refinement.state.optimise.belief;

import org.hipparchus.special.Gamma;

/**
 * A Beta distribution on [0, 1]: the posterior of a success probability.
 *
 * @param alpha positive
 * @param beta positive
 * @param logOfBeta logarithm of the Beta function at both
 */
public record BetaBelief(double alpha, double beta, double logOfBeta) implements Belief {
  private static final double LARGEST_BELOW_ONE = Math.nextDown(1.0);

  public BetaBelief {
    if (!(alpha > 0 && beta > 0)) {
      throw new IllegalArgumentException(
          "alpha and beta must be positive, were " + alpha + " and " + beta);
    }
  }

  public static BetaBelief of(double alpha, double beta) {
    return new BetaBelief(
        alpha, beta, Gamma.logGamma(alpha) + Gamma.logGamma(beta) - Gamma.logGamma(alpha + beta));
  }

  @Override
  public double mean() {
    return alpha / (alpha + beta);
  }

  @Override
  public double deviation() {
    double total = alpha + beta;
    return Math.sqrt(alpha * beta / (total * total * (total + 1)));
  }

  @Override
  public double logDensity(double x) {
    double inside = Math.max(Double.MIN_NORMAL, Math.min(LARGEST_BELOW_ONE, x));
    return (alpha - 1) * StrictMath.log(inside)
        + (beta - 1) * StrictMath.log1p(-inside)
        - logOfBeta;
  }

  @Override
  public double least() {
    return 0;
  }

  @Override
  public double largest() {
    return 1;
  }
}
