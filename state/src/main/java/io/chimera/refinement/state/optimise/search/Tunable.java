package io.chimera.refinement.state.optimise.search;

import java.io.Serializable;

/**
 * One parameter that may be tuned.
 *
 * @param low least value; positive when {@code logarithmic}
 * @param high largest value, above {@code low}
 * @param whole whether only whole numbers count
 * @param logarithmic whether factors count rather than differences
 */
public record Tunable(String name, double low, double high, boolean whole, boolean logarithmic)
    implements Serializable {
  public Tunable {
    if (!(low < high) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException(
          name + " must have bounds with low < high, had [" + low + ", " + high + "]");
    }
    if (logarithmic && !(low > 0)) {
      throw new IllegalArgumentException(
          name + " must have a positive low to count in factors, had " + low);
    }
  }

  /** Where {@code value} lies between the bounds, in [0, 1]. */
  double unit(double value) {
    double inside = Math.max(low, Math.min(high, value));
    return logarithmic
        ? StrictMath.log(inside / low) / StrictMath.log(high / low)
        : (inside - low) / (high - low);
  }

  /** The value at {@code unit}, inside the bounds, whole if it has to be. */
  double value(double unit) {
    double inside = Math.max(0, Math.min(1, unit));
    double value =
        logarithmic
            ? low * StrictMath.exp(inside * StrictMath.log(high / low))
            : low + inside * (high - low);
    if (whole) {
      value = Math.rint(value);
      value = value < low ? Math.ceil(low) : value > high ? Math.floor(high) : value;
    }
    return Math.max(low, Math.min(high, value));
  }

  /** How far one whole number is from the next near {@code unit}, in units; 0 when any counts. */
  double grain(double unit) {
    if (!whole) {
      return 0;
    }
    double value = value(unit);
    return Math.max(unit(value + 1) - unit(value), unit(value) - unit(value - 1));
  }
}
