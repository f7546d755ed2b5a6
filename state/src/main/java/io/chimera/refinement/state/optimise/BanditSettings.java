package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.optimise.arm.ArmSettings;
import io.chimera.refinement.state.optimise.context.ContextSettings;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * How a {@link Bandit} learns and explores.
 *
 * @param firstFloor share of the first decisions with context that are drawn uniformly
 * @param lastFloor the same after many: without it nothing could be said about what was not done
 * @param floorDecisions decisions after which the share is half way down
 * @param trust log odds, before anything was learned, that contexts tell something about rewards;
 *     with few decisions less of it is better
 * @param pending decisions that may wait for their reward; the oldest is given up beyond
 */
public record BanditSettings(
    ArmSettings arms,
    ContextSettings contexts,
    double firstFloor,
    double lastFloor,
    double floorDecisions,
    double trust,
    int pending)
    implements Serializable {
  public static final BanditSettings DEFAULT =
      new BanditSettings(ArmSettings.DEFAULT, ContextSettings.DEFAULT, 0.03, 0.006, 300, 4, 4_096);

  /** For one component among many: no random features, at most 512 open decisions. */
  public static final BanditSettings SMALL =
      new BanditSettings(ArmSettings.DEFAULT, ContextSettings.LINEAR, 0.03, 0.006, 300, 1, 512);

  public BanditSettings {
    if (!(lastFloor > 0 && firstFloor >= lastFloor && firstFloor <= 1)) {
      throw new IllegalArgumentException(
          "floors must fall within (0, 1], were " + firstFloor + " and " + lastFloor);
    }
    if (!(floorDecisions > 0)) {
      throw new IllegalArgumentException("floorDecisions must be positive, was " + floorDecisions);
    }
    if (pending < 1) {
      throw new IllegalArgumentException("pending must be at least 1, was " + pending);
    }
  }

  /** Share of decision {@code number} with context that is drawn uniformly. */
  double floor(long number) {
    return lastFloor + (firstFloor - lastFloor) * floorDecisions / (floorDecisions + number);
  }

  /** Writes the settings; they are part of a trained model. */
  public void write(DataOutput out) throws IOException {
    arms.write(out);
    contexts.write(out);
    out.writeDouble(firstFloor);
    out.writeDouble(lastFloor);
    out.writeDouble(floorDecisions);
    out.writeDouble(trust);
    Wire.writeVarInt(out, pending);
  }

  /** Reads what {@link #write} wrote. */
  public static BanditSettings read(DataInput in) throws IOException {
    return new BanditSettings(
        ArmSettings.read(in),
        ContextSettings.read(in),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        Wire.readVarInt(in));
  }
}
