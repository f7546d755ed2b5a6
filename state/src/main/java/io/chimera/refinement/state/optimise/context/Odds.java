package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.IntPredicate;

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

  /** Shares of all models. */
  double[] shares() {
    return shares(each -> true);
  }

  /** Shares of the models {@code among} them, which add up to 1; 0 for the others. */
  double[] shares(IntPredicate among) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      largest = among.test(i) ? Math.max(largest, logs[i]) : largest;
    }
    double[] shares = new double[logs.length];
    double total = 0;
    for (int i = 0; i < logs.length; i++) {
      shares[i] = among.test(i) ? StrictMath.exp(logs[i] - largest) : 0;
      total += shares[i];
    }
    for (int i = 0; total > 0 && i < logs.length; i++) {
      shares[i] /= total;
    }
    return shares;
  }

  /** Model {@code i} was as wrong as {@code loss}, a negative log likelihood. */
  void score(int i, double loss) {
    logs[i] = memory * logs[i] - loss;
  }

  /** Lets no model lead another by more than {@code lead} log odds, so that it can be overtaken. */
  void limit(double lead) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double each : logs) {
      largest = Math.max(largest, each);
    }
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.max(logs[i], largest - lead);
    }
  }

  void write(DataOutput out) throws IOException {
    Wire.writeDoubles(out, logs, logs.length);
  }

  static Odds read(DataInput in, double memory) throws IOException {
    return new Odds(memory, Wire.readDoubles(in));
  }
}
