package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * One action: what is believed of its reward, and whether a guardrail bars it for the time being.
 */
final class Arm {
  /** Outcomes that an action is given before it can be called harmful. */
  private static final int PATIENCE = 5;

  /**
   * Mean reward below which an action is harmful: 0.5 is no effect, so this is most of the scale in
   * the wrong direction.
   */
  private static final double HARMFUL_BELOW = 0.15;

  private static final double NO_EFFECT = 0.5;

  private final String action;
  private BetaPosterior posterior = BetaPosterior.UNIFORM;
  private long pulls;
  private final double[] trial = new double[PATIENCE];
  private int tried;
  private double harmfulMean;
  private long vetoedUntil = Long.MIN_VALUE;

  /** Harmful outcomes, less those that helped. */
  private int blame;

  Arm(String action) {
    this.action = action;
  }

  String action() {
    return action;
  }

  BetaPosterior posterior() {
    return posterior;
  }

  ArmStatistics statistics() {
    return new ArmStatistics(action, pulls, pulls == 0 ? 0 : (posterior.alpha() - 1) / pulls);
  }

  void learn(double reward) {
    posterior = posterior.after(reward);
    pulls++;
  }

  /**
   * Judges an observed reward: the action is barred until {@code vetoUntil} when the last five were
   * harmful on average.
   */
  void judge(double reward, long vetoUntil) {
    blame = isHarmful(reward) ? blame + 1 : reward > NO_EFFECT ? Math.max(0, blame - 1) : blame;
    trial[tried % PATIENCE] = reward;
    tried++;
    if (tried >= PATIENCE) {
      double mean = Arrays.stream(trial).sum() / PATIENCE;
      if (mean < HARMFUL_BELOW) {
        harmfulMean = mean;
        vetoedUntil = vetoUntil;
        tried = 0; // back from the veto, it gets a new trial
      } else if (tried == 2 * PATIENCE) {
        tried = PATIENCE;
      }
    }
  }

  static boolean isHarmful(double reward) {
    return reward < HARMFUL_BELOW;
  }

  /** Whether it has done harm {@code after} times more often than good; 0 for never. */
  boolean demoted(int after) {
    return after > 0 && blame >= after;
  }

  boolean vetoedAt(long millis) {
    return millis < vetoedUntil;
  }

  /** Why it is barred. */
  String veto() {
    return "harmful: mean reward "
        + Figures.text(harmfulMean)
        + " over "
        + PATIENCE
        + " outcomes, until "
        + vetoedUntil;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, action);
    out.writeDouble(posterior.alpha());
    out.writeDouble(posterior.beta());
    Wire.writeVarLong(out, pulls);
    Wire.writeVarInt(out, tried);
    for (double reward : trial) {
      out.writeDouble(reward);
    }
    out.writeDouble(harmfulMean);
    out.writeLong(vetoedUntil);
    Wire.writeVarInt(out, blame);
  }

  /** Version 1 of the state knew no blame. */
  static Arm read(DataInput in, int version) throws IOException {
    Arm arm = new Arm(Wire.readString(in));
    arm.posterior = new BetaPosterior(in.readDouble(), in.readDouble());
    arm.pulls = Wire.readVarLong(in);
    arm.tried = Wire.readVarInt(in);
    for (int i = 0; i < PATIENCE; i++) {
      arm.trial[i] = in.readDouble();
    }
    arm.harmfulMean = in.readDouble();
    arm.vetoedUntil = in.readLong();
    arm.blame = version == 1 ? 0 : Wire.readVarInt(in);
    return arm;
  }
}
