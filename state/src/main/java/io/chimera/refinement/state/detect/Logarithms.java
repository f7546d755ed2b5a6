package io.chimera.refinement.state.detect;

/**
 * Logarithms with the same bits on every machine, several times faster than {@code StrictMath}.
 *
 * <p>ln x = e ln 2 + 2 artanh((m - 1) / (m + 1)) with x = m 2^e and m in [√½, √2); the series is
 * cut after the ninth power: the error is below 1e-9.
 */
final class Logarithms {
  static final double LN_2 = 0.6931471805599453;
  static final double LN_10 = 2.302585092994046;

  private static final double SQRT_2 = 1.4142135623730951;
  private static final long MANTISSA = 0x000FFFFFFFFFFFFFL;
  private static final long ONE = 0x3FF0000000000000L;

  private Logarithms() {}

  /** Natural logarithm of a positive, normal, finite number. */
  static double ln(double x) {
    int exponent = Math.getExponent(x);
    double mantissa = Double.longBitsToDouble((Double.doubleToRawLongBits(x) & MANTISSA) | ONE);
    if (mantissa > SQRT_2) {
      mantissa /= 2;
      exponent++;
    }
    double s = (mantissa - 1) / (mantissa + 1);
    double q = s * s;
    double series = 1 + q * (1.0 / 3 + q * (1.0 / 5 + q * (1.0 / 7 + q * (1.0 / 9))));
    return exponent * LN_2 + 2 * s * series;
  }

  static double log10(double x) {
    return ln(x) / LN_10;
  }
}
