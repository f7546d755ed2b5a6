package io.chimera.refinement.state.optimise.arm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * How an {@link ArmLearner} learns.
 *
 * @param adaptive whether means may change at all
 * @param evidence nats, beyond the logarithm of the count, at which a mean has jumped
 * @param forced decisions that are drawn uniformly, for each time the number of decisions grows by
 *     a factor of e: the floor of all actions together falls with 1/t, since forced exploration at
 *     a constant rate costs regret for ever
 * @param curiosity the same per jump and 1,000 decisions, once the world was seen to change
 */
public record ArmSettings(boolean adaptive, double evidence, double forced, double curiosity)
    implements Serializable {
  public static final ArmSettings DEFAULT = new ArmSettings(true, 5, 0.5, 0.5);

  public ArmSettings {
    if (!(evidence > 0)) {
      throw new IllegalArgumentException("evidence must be positive, was " + evidence);
    }
    if (!(forced > 0)) {
      throw new IllegalArgumentException("forced must be positive, was " + forced);
    }
    if (!(curiosity >= 0)) {
      throw new IllegalArgumentException("curiosity must be >= 0, was " + curiosity);
    }
  }

  /** Writes the settings; they are part of a trained model. */
  public void write(DataOutput out) throws IOException {
    out.writeBoolean(adaptive);
    out.writeDouble(evidence);
    out.writeDouble(forced);
    out.writeDouble(curiosity);
  }

  /** Reads what {@link #write} wrote. */
  public static ArmSettings read(DataInput in) throws IOException {
    return new ArmSettings(in.readBoolean(), in.readDouble(), in.readDouble(), in.readDouble());
  }
}
