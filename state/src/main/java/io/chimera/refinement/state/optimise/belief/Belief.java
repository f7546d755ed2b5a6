package io.chimera.refinement.state.optimise.belief;

/** A distribution over the unknown mean reward of one action. */
public interface Belief {

  double mean();

  /** Standard deviation; positive. */
  double deviation();

  /** Natural logarithm of the density at {@code x}, normalised. */
  double logDensity(double x);

  /** Least value that the mean can have. */
  default double least() {
    return Double.NEGATIVE_INFINITY;
  }

  /** Largest value that the mean can have. */
  default double largest() {
    return Double.POSITIVE_INFINITY;
  }
}
