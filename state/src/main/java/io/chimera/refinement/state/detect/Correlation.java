package io.chimera.refinement.state.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which of many aligned series move together: all pairs, by Pearson's and Spearman's coefficient.
 *
 * <p>Series whose values resemble the ones before seem to move together by chance: the number of
 * values is reduced to n (1 - ab) / (1 + ab), with a and b the lag-1 autocorrelations (Bartlett,
 * 1935). The probability of a coefficient follows from Fisher's z; among the pairs those are kept
 * that pass the procedure of Benjamini and Hochberg (1995) over all pairs, and whose coefficients
 * both exceed a limit in size. For those, the lag at which they move together best is searched.
 *
 * <p>Shape: series by values, all of one length and without gaps. Cost: O(series² values).
 */
public final class Correlation {
  private static final double LEAST_EFFECTIVE = 5;

  /**
   * How pairs are kept.
   *
   * @param least least size of both coefficients
   * @param falseShare share of false pairs among those kept
   * @param maxLag lags that are searched, in values
   */
  public record Params(double least, double falseShare, int maxLag) {
    public static Params defaults() {
      return new Params(0.7, 0.05, 12);
    }
  }

  /**
   * Two series that move together.
   *
   * @param first number of the one
   * @param second number of the other, larger
   * @param pearson coefficient of the values
   * @param spearman coefficient of their ranks
   * @param probability of a coefficient as large by chance
   * @param lag values by which the second follows the first; negative when it leads
   */
  public record Pair(
      int first, int second, double pearson, double spearman, double probability, int lag) {}

  private record Candidate(int first, int second, double pearson, double probability) {}

  private Correlation() {}

  /** The pairs of {@code series} that move together, the most certain first. */
  public static List<Pair> of(double[][] series, Params params) {
    int count = series.length;
    int size = count == 0 ? 0 : series[0].length;
    double[][] scaled = new double[count][];
    double[][] ranked = new double[count][];
    double[] resemblance = new double[count];
    for (int i = 0; i < count; i++) {
      scaled[i] = standardised(series[i]);
      resemblance[i] = lagOne(scaled[i]);
    }
    List<Candidate> candidates = new ArrayList<>();
    long pairs = (long) count * (count - 1) / 2;
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        double r = product(scaled[i], scaled[j], 0);
        double both = Math.max(0, resemblance[i]) * Math.max(0, resemblance[j]);
        double effective = size * (1 - both) / (1 + both);
        double probability = probability(r, effective);
        if (probability <= params.falseShare) {
          candidates.add(new Candidate(i, j, r, probability));
        }
      }
    }
    double limit = benjaminiHochberg(candidates, pairs, params.falseShare);
    List<Pair> kept = new ArrayList<>();
    for (Candidate c : candidates) {
      if (c.probability > limit || Math.abs(c.pearson) <= params.least) {
        continue;
      }
      double[] a = rank(series, ranked, c.first);
      double[] b = rank(series, ranked, c.second);
      double spearman = product(a, b, 0);
      if (Math.abs(spearman) > params.least) {
        int lag = lag(scaled[c.first], scaled[c.second], params.maxLag);
        kept.add(new Pair(c.first, c.second, c.pearson, spearman, c.probability, lag));
      }
    }
    kept.sort(
        java.util.Comparator.comparingDouble(Pair::probability)
            .thenComparingInt(Pair::first)
            .thenComparingInt(Pair::second));
    return kept;
  }

  private static double[] rank(double[][] series, double[][] ranked, int i) {
    if (ranked[i] == null) {
      ranked[i] = standardised(ranks(series[i]));
    }
    return ranked[i];
  }

  /** The largest probability that the procedure lets pass, 0 for none. */
  private static double benjaminiHochberg(
      List<Candidate> candidates, long pairs, double falseShare) {
    double[] sorted = candidates.stream().mapToDouble(Candidate::probability).sorted().toArray();
    for (int k = sorted.length; k >= 1; k--) {
      if (sorted[k - 1] <= falseShare * k / pairs) {
        return sorted[k - 1];
      }
    }
    return -1;
  }

  /** Two-sided probability of a coefficient of {@code effective} independent pairs of values. */
  static double probability(double r, double effective) {
    if (effective < LEAST_EFFECTIVE) {
      return 1;
    }
    double size = Math.min(Math.abs(r), 1 - 1e-12);
    double z = 0.5 * Math.log((1 + size) / (1 - size)) * Math.sqrt(effective - 3);
    return 2 * upperTail(z);
  }

  /** Upper tail of the normal distribution (Abramowitz and Stegun, 26.2.17, and its asymptote). */
  private static double upperTail(double z) {
    double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    if (z > 6) {
      return density / z * (1 - 1 / (z * z));
    }
    double t = 1 / (1 + 0.2316419 * z);
    double poly =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return density * poly;
  }

  /** Mean 0 and sum of squares 1; all 0 for a constant. */
  private static double[] standardised(double[] values) {
    double mean = Arrays.stream(values).sum() / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double[] scaled = new double[values.length];
    if (squares > 0 && squares < Double.POSITIVE_INFINITY) {
      double norm = Math.sqrt(squares);
      for (int i = 0; i < values.length; i++) {
        scaled[i] = (values[i] - mean) / norm;
      }
    }
    return scaled;
  }

  private static double lagOne(double[] scaled) {
    return product(scaled, scaled, 1);
  }

  /** Sum of a(i) b(i + lag). */
  private static double product(double[] a, double[] b, int lag) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int from = Math.max(0, -lag);
    int to = Math.min(a.length, b.length - lag);
    int i = from;
    // Four sums that do not wait for one another: three times as fast as one.
    for (; i + 3 < to; i += 4) {
      sum0 += a[i] * b[i + lag];
      sum1 += a[i + 1] * b[i + 1 + lag];
      sum2 += a[i + 2] * b[i + 2 + lag];
      sum3 += a[i + 3] * b[i + 3 + lag];
    }
    for (; i < to; i++) {
      sum0 += a[i] * b[i + lag];
    }
    return sum0 + sum1 + sum2 + sum3;
  }

  private static int lag(double[] a, double[] b, int maxLag) {
    int best = 0;
    double most = Math.abs(product(a, b, 0));
    int farthest = Math.min(maxLag, a.length / 4);
    for (int lag = 1; lag <= farthest; lag++) {
      double grown = (double) a.length / (a.length - lag);
      double follows = Math.abs(product(a, b, lag)) * grown;
      double leads = Math.abs(product(a, b, -lag)) * grown;
      if (Math.max(follows, leads) > most) {
        most = Math.max(follows, leads);
        best = follows >= leads ? lag : -lag;
      }
    }
    return best;
  }

  /** Ranks from 1, ties sharing their mean. */
  private static double[] ranks(double[] values) {
    int size = values.length;
    Integer[] order = new Integer[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    Arrays.sort(order, (x, y) -> Double.compare(values[x], values[y]));
    double[] ranks = new double[size];
    int i = 0;
    while (i < size) {
      int j = i;
      while (j + 1 < size && values[order[j + 1]] == values[order[i]]) {
        j++;
      }
      for (int k = i; k <= j; k++) {
        ranks[order[k]] = (i + j) / 2.0 + 1;
      }
      i = j + 1;
    }
    return ranks;
  }
}
