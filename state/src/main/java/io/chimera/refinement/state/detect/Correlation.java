package io.chimera.refinement.state.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which of many aligned series move together: all pairs, by Pearson's and Spearman's coefficient.
 *
 * <p>Series whose values resemble the ones before seem to move together by chance: the number of
 * values is reduced to n (1 - ab) / (1 + ab), with a and b the lag-1 autocorrelations (Bartlett,
 * 1935). That leaves so few of slow series that a true coefficient is met only roughly; so pairs
 * are also compared by what is new in each value, its distance from a times the one before
 * (prewhitening, Box and Jenkins 1970, chapter 11), which are as many as values. The surer of both
 * counts, at twice its probability, which follows from Fisher's z; among the pairs those are kept
 * that pass the procedure of Benjamini and Hochberg (1995) over all pairs, and whose coefficients
 * both exceed a limit in size. For those, the lag at which they move together best is searched.
 *
 * <p>Shape: series by values, all of one length and without gaps. Cost: O(series² values).
 */
public final class Correlation {
  private static final double LEAST_EFFECTIVE = 5;

  /** A larger resemblance is not told from a random walk. */
  private static final double LARGEST_RESEMBLANCE = 0.99;

  /** Share of the limit that values must reach where what is new in them decides. */
  private static final double LEAST_SHARE = 0.5;

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
   * @param pearson coefficient of the values, or of what is new in them where that is surer
   * @param spearman the same of the ranks
   * @param probability of a coefficient as large by chance
   * @param lag values by which the second follows the first; negative when it leads
   */
  public record Pair(
      int first, int second, double pearson, double spearman, double probability, int lag) {}

  private record Candidate(
      int first, int second, double pearson, double probability, boolean whitened) {}

  /** The series in one form: scaled, and their ranks once they are asked for. */
  private record Form(double[][] series, double[][] scaled, double[][] ranked) {
    static Form of(double[][] series) {
      double[][] scaled = new double[series.length][];
      for (int i = 0; i < series.length; i++) {
        scaled[i] = standardised(series[i]);
      }
      return new Form(series, scaled, new double[series.length][]);
    }

    double pearson(int i, int j) {
      return product(scaled[i], scaled[j], 0);
    }

    double spearman(int i, int j) {
      return product(rank(i), rank(j), 0);
    }

    private double[] rank(int i) {
      if (ranked[i] == null) {
        ranked[i] = standardised(ranks(series[i]));
      }
      return ranked[i];
    }
  }

  private Correlation() {}

  /** The pairs of {@code series} that move together, the most certain first. */
  public static List<Pair> of(double[][] series, Params params) {
    int count = series.length;
    int size = count == 0 ? 0 : series[0].length;
    Form values = Form.of(series);
    double[] resemblance = new double[count];
    double[][] fresh = new double[count][];
    for (int i = 0; i < count; i++) {
      resemblance[i] = resemblance(values.scaled[i]);
      fresh[i] = whitened(values.scaled[i], resemblance[i]);
    }
    Form changes = Form.of(fresh);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        double r = values.pearson(i, j);
        if (Math.abs(r) > LEAST_SHARE * params.least) {
          double both = resemblance[i] * resemblance[j];
          Candidate better = surer(i, j, r, size * (1 - both) / (1 + both), changes);
          if (better.probability <= params.falseShare) {
            candidates.add(better);
          }
        }
      }
    }
    double limit = benjaminiHochberg(candidates, (long) count * (count - 1) / 2, params.falseShare);
    List<Pair> kept = new ArrayList<>();
    for (Candidate c : candidates) {
      if (c.probability > limit || Math.abs(c.pearson) <= params.least) {
        continue;
      }
      double spearman = (c.whitened ? changes : values).spearman(c.first, c.second);
      if (Math.abs(spearman) > params.least) {
        int lag = lag(values.scaled[c.first], values.scaled[c.second], params.maxLag);
        kept.add(new Pair(c.first, c.second, c.pearson, spearman, c.probability, lag));
      }
    }
    kept.sort(
        java.util.Comparator.comparingDouble(Pair::probability)
            .thenComparingInt(Pair::first)
            .thenComparingInt(Pair::second));
    return kept;
  }

  /** The pair by its values or by what is new in them, whichever is less likely by chance. */
  private static Candidate surer(int i, int j, double r, double effective, Form changes) {
    double ofValues = probability(r, effective);
    double fresh = changes.pearson(i, j);
    double ofChanges = r * fresh > 0 ? probability(fresh, changes.series[i].length) : 1;
    return ofChanges < ofValues
        ? new Candidate(i, j, fresh, 2 * ofChanges, true)
        : new Candidate(i, j, r, 2 * ofValues, false);
  }

  /** Lag-1 autocorrelation, corrected for its bias (Marriott and Pope, 1954). */
  private static double resemblance(double[] scaled) {
    double found = product(scaled, scaled, 1);
    double unbiased = (scaled.length * found + 1) / Math.max(1, scaled.length - 3);
    return Math.max(0, Math.min(LARGEST_RESEMBLANCE, unbiased));
  }

  /** What is new in each value but the first. */
  private static double[] whitened(double[] values, double resemblance) {
    double[] fresh = new double[Math.max(0, values.length - 1)];
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] = values[i + 1] - resemblance * values[i];
    }
    return fresh;
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
