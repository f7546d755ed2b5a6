package io.chimera.refinement.state.optimise.search;

import org.hipparchus.special.Erf;

/**
 * Logarithm of the expected improvement below an incumbent, stable where the improvement itself is
 * too small for a double.
 *
 * <p>Source: Ament, Daulton, Eriksson, Balandat and Bakshy, "Unexpected improvements to expected
 * improvement", 2023, equation 9.
 */
final class LogImprovement {
  private static final double ROOT_OF_2 = Math.sqrt(2);
  private static final double LOG_ROOT_OF_TWO_PI = 0.9189385332046727;

  private LogImprovement() {}

  /** Of a normal belief, below {@code incumbent}. */
  static double of(double incumbent, double mean, double deviation) {
    double u = (incumbent - mean) / deviation;
    double logDensity = -0.5 * u * u - LOG_ROOT_OF_TWO_PI;
    double log;
    if (u > -5) {
      log = StrictMath.log(StrictMath.exp(logDensity) + u * normalBelow(u));
    } else { // φ(u)/u² (1 - 3/u² + ...), the tail of the same expression
      double square = u * u;
      log =
          logDensity
              - StrictMath.log(square)
              + StrictMath.log1p(-3 / square + 15 / (square * square));
    }
    return log + StrictMath.log(deviation);
  }

  /** P(standard normal ≤ u). */
  static double normalBelow(double u) {
    return 0.5 * Erf.erfc(-u / ROOT_OF_2);
  }
}
