package io.chimera.refinement.state.event;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as sentences for people show them: four significant digits, a point, the same on every
 * machine.
 */
public final class Figures {
  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  /** From here on down and up, an exponent reads better than a row of zeros. */
  private static final double SMALL = 1e-6;

  private static final double LARGE = 1e12;

  private Figures() {}

  /** {@code value} in four significant digits without trailing zeros. */
  public static String text(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(FOUR_DIGITS).stripTrailingZeros();
    double size = Math.abs(value);
    boolean plain = size == 0 || (size >= SMALL && size < LARGE);
    return plain ? rounded.toPlainString() : rounded.toString();
  }

  /** {@code ratio} as a signed whole percentage: {@code +62 %}. */
  public static String signedPercent(double ratio) {
    String percent = text(Math.rint(ratio * 100));
    return (ratio < 0 || percent.equals("0") ? percent : "+" + percent) + " %";
  }
}
