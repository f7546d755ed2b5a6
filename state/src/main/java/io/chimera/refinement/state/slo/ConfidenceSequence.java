package io.chimera.refinement.state.slo;

/**
 * Asymptotic confidence sequence of a mean: it covers the true mean at all times together with
 * probability 1 - alpha, so that it may be looked at after every value.
 *
 * <p>Values are taken as independent. Source: Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas,
 * "Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics
 * 2024, equation (1).
 */
final class ConfidenceSequence {
  /**
   * Number of values at which the sequence is tightest: around the size at which verdicts begin, as
   * the source recommends (section 2.3).
   */
  private static final double TUNED_TO = 500;

  private ConfidenceSequence() {}

  /** Half the width of the sequence after {@code n} values of that variance; n at least 1. */
  static double radius(double n, double variance, double alpha) {
    double rho2 = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / TUNED_TO;
    double factor =
        Math.sqrt(2 * (n * rho2 + 1) / (n * n * rho2) * Math.log(Math.sqrt(n * rho2 + 1) / alpha));
    return Math.sqrt(variance) * factor;
  }
}
