package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How much to trust each of several models: by the likelihood of what each has predicted, the
 * newest the most.
 */
final class Odds {
  /** Remembers about 1,000 rewards, or 2,000 of groups. */
  private final double memory;

  private final double[] logs;

  Odds(double memory, double... logs) {
    this.memory = memory;
    this.logs = logs;
  }

  /** Shares of the first {@code models}, which add up to 1; 0 for the others. */
  double[] shares(int models) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < models; i++) {
      largest = Math.max(largest, logs[i]);
    }
    double[] shares = new double[logs.length];
    double total = 0;
    for (int i = 0; i < models; i++) {
      shares[i] = StrictMath.exp(logs[i] - largest);
      total += shares[i];
    }
    for (int i = 0; i < models; i++) {
      shares[i] /= total;
    }
    return shares;
  }

  /** Model {@code i} was wrong by {@code error}, where {@code variance} is usual. */
  void score(int i, double error, double variance) {
    logs[i] = memory * logs[i] - 0.5 * error * error / variance;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeDoubles(out, logs, logs.length);
  }

  static Odds read(DataInput in, double memory) throws IOException {
    return new Odds(memory, Wire.readDoubles(in));
  }
}
