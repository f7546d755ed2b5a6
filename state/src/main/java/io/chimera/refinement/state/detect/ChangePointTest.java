package io.chimera.refinement.state.detect;

/**
 * Where a series of equally spaced values changes its level or its spread for good, if it does.
 *
 * <p>Every split is compared by the difference of the means before and after it, in standard
 * deviations of that difference; the largest counts. Neighbouring values that are alike say less,
 * by (1 - rho) / (1 + rho); since the largest of many splits is large by chance, the limit is that
 * of the maximum, about exp(-x²/2) for each independent split (Csörgő and Horváth, "Limit Theorems
 * in Change-Point Analysis", 1997, section 1.2). A change of spread is one of the level of the
 * absolute distances from the segment's mean. Cost: O(values).
 */
public final class ChangePointTest {
  /** Deviations from which a change counts: once in some 500 series without one. */
  static final double LIMIT = 4.2;

  private static final int LEAST_SEGMENT = 8;
  private static final double LARGEST_RHO = 0.97;

  /** What changed. */
  public enum What {
    NOTHING,
    LEVEL,
    SPREAD
  }

  /**
   * What was found.
   *
   * @param at the first value of the new regime
   * @param before mean, or mean absolute distance, before it
   * @param after the same from it on
   * @param deviations size of the change in its standard deviations
   */
  public record Result(What what, int at, double before, double after, double deviations) {
    static final Result NONE = new Result(What.NOTHING, 0, 0, 0, 0);
  }

  private ChangePointTest() {}

  static Result of(double[] values, int size) {
    if (size < 2 * LEAST_SEGMENT) {
      return Result.NONE;
    }
    Result level = split(values, size, What.LEVEL);
    if (level.deviations >= LIMIT) {
      return level;
    }
    double mean = mean(values, 0, size);
    double[] distances = new double[size];
    for (int i = 0; i < size; i++) {
      distances[i] = Math.abs(values[i] - mean);
    }
    Result spread = split(distances, size, What.SPREAD);
    return spread.deviations >= LIMIT ? spread : Result.NONE;
  }

  private static Result split(double[] values, int size, What what) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += values[i];
    }
    int best = 0;
    double most = 0;
    double left = 0;
    for (int i = 1; i < size; i++) {
      left += values[i - 1];
      if (i < LEAST_SEGMENT || size - i < LEAST_SEGMENT) {
        continue;
      }
      double gap = Math.abs(left / i - (sum - left) / (size - i));
      double weighed = gap * Math.sqrt((double) i * (size - i) / size);
      if (weighed > most) {
        most = weighed;
        best = i;
      }
    }
    if (best == 0) {
      return Result.NONE;
    }
    double before = mean(values, 0, best);
    double after = mean(values, best, size);
    double products = 0;
    double squares = 0;
    double last = 0;
    for (int i = 0; i < size; i++) {
      double rest = values[i] - (i < best ? before : after);
      products += i == best ? 0 : rest * last;
      squares += rest * rest;
      last = rest;
    }
    double rho = squares > 0 ? (size * products / squares + 2) / (size - 6) : 0;
    double kept = Math.max(0, Math.min(LARGEST_RHO, rho));
    double deviation = Math.sqrt(squares / (size - 2) * (1 + kept) / (1 - kept));
    double deviations = deviation > 0 ? most / deviation : most > 0 ? Double.MAX_VALUE : 0;
    return new Result(what, best, before, after, deviations);
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }
}
