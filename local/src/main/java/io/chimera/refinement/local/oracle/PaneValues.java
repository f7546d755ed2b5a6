package io.chimera.refinement.local.oracle;

import io.chimera.refinement.local.oracle.Report.Distribution;
import io.chimera.refinement.local.oracle.Report.Metric;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The values of one series in some stretch of time, with sums of unlimited precision.
 *
 * <p>A histogram counts with its own count, sum, minimum and maximum; each of its buckets stands at
 * its upper bound, cut to minimum and maximum, and its spread is that of its buckets around their
 * mean.
 */
final class PaneValues {
  private record Weighted(double value, long count) {}

  private long count;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private BigDecimal sum = BigDecimal.ZERO;
  private BigDecimal squares = BigDecimal.ZERO;
  private final List<Weighted> values = new ArrayList<>();

  void add(Metric metric) {
    if (metric.distribution() != null) {
      add(metric.distribution());
      return;
    }
    for (double value : metric.values()) {
      count++;
      min = Math.min(min, value);
      max = Math.max(max, value);
      BigDecimal exact = new BigDecimal(value);
      sum = sum.add(exact);
      squares = squares.add(exact.multiply(exact));
      values.add(new Weighted(value, 1));
    }
  }

  private void add(Distribution d) {
    count += d.count();
    min = Math.min(min, d.min());
    max = Math.max(max, d.max());
    sum = sum.add(new BigDecimal(d.sum()));
    double mean = 0;
    for (int i = 0; i < d.bounds().length; i++) {
      mean += at(d, i) * d.counts()[i] / d.count();
    }
    double spread = 0;
    for (int i = 0; i < d.bounds().length; i++) {
      double distance = at(d, i) - mean;
      spread += distance * distance * d.counts()[i];
      if (d.counts()[i] > 0) {
        values.add(new Weighted(at(d, i), d.counts()[i]));
      }
    }
    squares = squares.add(new BigDecimal(d.sum() * d.sum() / d.count() + spread));
  }

  private static double at(Distribution d, int bucket) {
    return Math.max(d.min(), Math.min(d.max(), d.bounds()[bucket]));
  }

  void add(PaneValues other) {
    count += other.count;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    sum = sum.add(other.sum);
    squares = squares.add(other.squares);
    values.addAll(other.values);
  }

  WindowFigures figures() {
    List<Weighted> sorted = new ArrayList<>(values);
    sorted.sort(Comparator.comparingDouble(Weighted::value));
    BigDecimal n = BigDecimal.valueOf(count);
    double variance = n.multiply(squares).subtract(sum.multiply(sum)).doubleValue();
    double mean = Math.max(min, Math.min(max, sum.doubleValue() / count));
    return new WindowFigures(
        count,
        sum.doubleValue(),
        mean,
        min,
        max,
        Math.sqrt(Math.max(0, variance)) / count,
        new double[] {
          quantile(sorted, 0.5),
          quantile(sorted, 0.95),
          quantile(sorted, 0.99),
          quantile(sorted, 0.999)
        });
  }

  /** The value of rank floor(q (n - 1)), counted from 0. */
  private double quantile(List<Weighted> sorted, double q) {
    long rank = (long) (q * (count - 1));
    long seen = 0;
    for (Weighted weighted : sorted) {
      seen += weighted.count();
      if (seen > rank) {
        return weighted.value();
      }
    }
    return max;
  }
}
