package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * How a {@link ContextLearner} learns.
 *
 * @param waves random features of the model with one regression per action; 0 for none. State per
 *     action: the square of this
 * @param sharedWaves random features of the model whose actions exclude one another; 0 for none
 * @param ridge weight of the prior that nothing matters, in rewards
 * @param optimism exploration: deviation of a score in units of its posterior deviation
 * @param wavelength of the random features, in typical distances of two contexts
 * @param amplitude of the random features, against the features themselves
 * @param memory weight of what was learned before each further reward, in (0, 1]; 1 forgets nothing
 */
public record ContextSettings(
    int waves,
    int sharedWaves,
    double ridge,
    double optimism,
    double wavelength,
    double amplitude,
    double memory)
    implements Serializable {
  public static final ContextSettings DEFAULT = new ContextSettings(150, 300, 2, 0.25, 0.7, 0.6, 1);

  /**
   * Without random features: tens of kilobytes for one component, where the default takes
   * megabytes.
   */
  public static final ContextSettings LINEAR = new ContextSettings(0, 0, 2, 0.25, 0.7, 0.6, 1);

  public ContextSettings {
    if (waves < 0 || sharedWaves < 0) {
      throw new IllegalArgumentException(
          "waves must be >= 0, were " + waves + " and " + sharedWaves);
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
    Wire.writeVarInt(out, waves);
    Wire.writeVarInt(out, sharedWaves);
    for (double each : new double[] {ridge, optimism, wavelength, amplitude, memory}) {
      out.writeDouble(each);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static ContextSettings read(DataInput in) throws IOException {
    return new ContextSettings(
        Wire.readVarInt(in),
        Wire.readVarInt(in),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble());
  }
}
