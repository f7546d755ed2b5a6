package io.chimera.refinement.state.optimise.belief;

/** A normal distribution; {@code deviation} is positive. */
public record NormalBelief(double mean, double deviation) implements Belief {
  private static final double LOG_ROOT_OF_TWO_PI = 0.9189385332046727;

  public NormalBelief {
    if (!(deviation > 0)) {
      throw new IllegalArgumentException("deviation must be positive, was " + deviation);
    }
  }

  @Override
  public double logDensity(double x) {
    double u = (x - mean) / deviation;
    return -0.5 * u * u - StrictMath.log(deviation) - LOG_ROOT_OF_TWO_PI;
  }
}
