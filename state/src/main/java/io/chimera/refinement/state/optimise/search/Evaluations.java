package io.chimera.refinement.state.optimise.search;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings that were tried and what came of them, as points of the unit cube; the oldest are
 * forgotten beyond {@value #MOST}.
 */
final class Evaluations {
  static final int MOST = 200;

  private final int constraints;
  private final List<double[]> points = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private final List<double[]> limits = new ArrayList<>();

  Evaluations(int constraints) {
    this.constraints = constraints;
  }

  void add(double[] point, double value, double[] limit) {
    if (points.size() == MOST) {
      int forgotten = best() == 0 ? 1 : 0;
      points.remove(forgotten);
      values.remove(forgotten);
      limits.remove(forgotten);
    }
    points.add(point);
    values.add(value);
    limits.add(limit);
  }

  int count() {
    return points.size();
  }

  double[] point(int i) {
    return points.get(i);
  }

  double[][] points() {
    return points.toArray(double[][]::new);
  }

  double value(int i) {
    return values.get(i);
  }

  double limit(int i, int constraint) {
    return limits.get(i)[constraint];
  }

  /** Whether every limit was kept, as far as was observed. */
  boolean feasible(int i) {
    for (int c = 0; c < constraints; c++) {
      if (!(limits.get(i)[c] <= 0)) {
        return false;
      }
    }
    return true;
  }

  /** The least value among those that kept every limit; the first of all if none did. */
  int best() {
    int best = -1;
    for (int i = 0; i < count(); i++) {
      if (feasible(i) && (best < 0 || value(i) < value(best))) {
        best = i;
      }
    }
    return Math.max(0, best);
  }

  /**
   * The values on a scale for a Gaussian process: variance 1, and what is worse than the median
   * compressed: how bad the bad ones are says nothing about where the best one is.
   */
  double[] warped() {
    int n = count();
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double median = sorted[n / 2];
    double unit = Math.max(1e-12, median - sorted[0]);
    double[] warped = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      double distance = (value(i) - median) / unit;
      warped[i] = distance > 0 ? StrictMath.log1p(distance) : distance;
      mean += warped[i] / n;
    }
    double variance = 1e-12;
    for (double each : warped) {
      variance += (each - mean) * (each - mean) / n;
    }
    for (int i = 0; i < n; i++) {
      warped[i] = (warped[i] - mean) / Math.sqrt(variance);
    }
    return warped;
  }

  /**
   * Distances from one limit, on a scale for a Gaussian process whose 0 is the limit: clipped,
   * since beyond the edge of saturation they say no more than "too far".
   */
  double[] scaledLimit(int constraint) {
    double[] scaled = new double[count()];
    double squares = 1e-12;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = Math.max(-2, Math.min(0.7, limit(i, constraint)));
      squares += scaled[i] * scaled[i] / scaled.length;
    }
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= Math.sqrt(squares);
    }
    return scaled;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, count());
    for (int i = 0; i < count(); i++) {
      Wire.writeDoubles(out, point(i), point(i).length);
      out.writeDouble(value(i));
      Wire.writeDoubles(out, limits.get(i), constraints);
    }
  }

  static Evaluations read(DataInput in, int constraints) throws IOException {
    Evaluations read = new Evaluations(constraints);
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      read.points.add(Wire.readDoubles(in));
      read.values.add(in.readDouble());
      read.limits.add(Wire.readDoubles(in));
    }
    return read;
  }
}
