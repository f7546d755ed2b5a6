package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * How a {@link ContextLearner} learns.
 *
 * @param waves random features of the non-linear models; 0 for none. State per action and model:
 *     the square of this
 * @param exclusive whether actions may exclude one another, which is then found out
 * @param priors strengths of the prior that nothing matters that run beside one another, each four
 *     times the one before; random features have two of them
 * @param ridge the first of them: 1 / variance of a weight, in log odds per deviation of a feature
 * @param optimism exploration: deviation of a score in units of its posterior deviation
 * @param wavelength of the random features, in typical distances of two contexts
 * @param amplitude of the random features, against the features themselves
 * @param memory weight of what was learned before each further reward, in (0, 1]; 1 forgets nothing
 */
public record ContextSettings(
    int waves,
    boolean exclusive,
    int priors,
    double ridge,
    double optimism,
    double wavelength,
    double amplitude,
    double memory)
    implements Serializable {
  /** Added to the first number written, since releases with linear regressions wrote others. */
  private static final int LOGISTIC = 1 << 20;

  public static final ContextSettings DEFAULT =
      new ContextSettings(150, true, 4, 0.5, 0.2, 0.7, 0.6, 1);

  /**
   * One regression per action: tens of kilobytes for one component, where the default takes
   * megabytes.
   */
  public static final ContextSettings LINEAR =
      new ContextSettings(0, false, 1, 2, 0.2, 0.7, 0.6, 1);

  public ContextSettings {
    if (waves < 0) {
      throw new IllegalArgumentException("waves must be >= 0, was " + waves);
    }
    if (priors < 1) {
      throw new IllegalArgumentException("priors must be at least 1, was " + priors);
    }
    if (!(ridge > 0 && optimism > 0 && wavelength > 0 && amplitude > 0)) {
      throw new IllegalArgumentException(
          "ridge, optimism, wavelength and amplitude must be positive, were "
              + ridge
              + ", "
              + optimism
              + ", "
              + wavelength
              + ", "
              + amplitude);
    }
    if (!(memory > 0 && memory <= 1)) {
      throw new IllegalArgumentException("memory must be in (0, 1], was " + memory);
    }
  }

  /** Writes the settings; they are part of a trained model. */
  public void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, LOGISTIC + waves);
    out.writeBoolean(exclusive);
    Wire.writeVarInt(out, priors);
    for (double each : new double[] {ridge, optimism, wavelength, amplitude, memory}) {
      out.writeDouble(each);
    }
  }

  /**
   * Reads what {@link #write} wrote. Settings of linear regressions keep their random features,
   * with a second prior in place of a second set of them, and their memory.
   */
  public static ContextSettings read(DataInput in) throws IOException {
    int waves = Wire.readVarInt(in);
    if (waves < LOGISTIC) {
      int priors = Wire.readVarInt(in) > 0 ? 2 : 1;
      in.readDouble(); // ridge and optimism, which were about rewards, not log odds
      in.readDouble();
      return new ContextSettings(
          waves,
          LINEAR.exclusive,
          priors,
          LINEAR.ridge,
          LINEAR.optimism,
          in.readDouble(),
          in.readDouble(),
          in.readDouble());
    }
    return new ContextSettings(
        waves - LOGISTIC,
        in.readBoolean(),
        Wire.readVarInt(in),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble());
  }
}
