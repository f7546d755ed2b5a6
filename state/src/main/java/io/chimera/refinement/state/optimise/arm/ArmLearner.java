package io.chimera.refinement.state.optimise.arm;

import io.chimera.refinement.state.optimise.belief.Belief;
import io.chimera.refinement.state.optimise.belief.BestArm;
import io.chimera.refinement.state.optimise.belief.InformationDirected;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses among actions without context: what each has paid, whether that still holds, and with
 * which probabilities to draw next.
 *
 * <p>Several accounts of the world run beside one another: means that hold still until they jump,
 * and means that drift at several speeds. Each gives a distribution over actions, information
 * directed up to {@value #MANY} actions, by the probability of being best beyond; they are mixed by
 * how well they have predicted. Rewards of 0 and 1 give Beta posteriors, others normal ones.
 */
public final class ArmLearner {
  /** The price of information is quadratic in the actions. */
  private static final int MANY = 32;

  /**
   * Share of information-directed choice; the rest is Thompson sampling. On its own the former has
   * a lower mean regret, but now and then leaves an action that was unlucky at first for thousands
   * of decisions.
   */
  private static final double DIRECTED = 0.5;

  /** Accounts with less weight than this are not worth a quadrature. */
  private static final double NEGLIGIBLE = 0.05;

  /** The floor of the first decisions: 1 in 20. */
  private static final double FIRST_FLOOR_DECISIONS = 20;

  private static final double LARGEST_CURIOSITY = 0.1;
  private static final double CURIOUS_AFTER = 1_000;

  private final ArmSettings settings;
  private final int actions;
  private JumpingMeans jumping;
  private DriftingMeans drifting;
  private boolean binary = true;
  private long decisions;

  public ArmLearner(int actions, ArmSettings settings) {
    this.actions = actions;
    this.settings = settings;
    jumping = new JumpingMeans(actions);
    drifting = new DriftingMeans(actions);
  }

  /**
   * Probabilities with which to draw the next action: positive for each that is allowed, 0 for the
   * others. Counts as a decision.
   */
  public double[] distribution(boolean[] allowed) {
    decisions++;
    RewardScale scale = scale();
    double[] odds = new double[drifting.speeds()];
    double total = 1;
    for (int i = 0; settings.adaptive() && i < odds.length; i++) {
      odds[i] = drifting.odds(i);
      total += odds[i];
    }
    double[] mixed = new double[actions];
    double used = 0;
    for (int i = 0; i < odds.length; i++) {
      if (odds[i] / total >= NEGLIGIBLE) {
        used += add(mixed, odds[i] / total, drifting.at(i), scale, allowed);
      }
    }
    double still = 1 / total;
    if (still >= NEGLIGIBLE || used == 0) {
      double none = jumping.probabilityFalse();
      double kept = (1 - none) * jumping.probabilityKept();
      double jumped = (1 - none) * (1 - jumping.probabilityKept());
      if (none > 0) {
        used += add(mixed, still * none, jumping.all(), scale, allowed);
      }
      used += add(mixed, still * kept, jumping.kept(), scale, allowed);
      if (jumped > 0) {
        used += add(mixed, still * jumped, jumping.fresh(), scale, allowed);
      }
    }
    for (int k = 0; k < actions; k++) {
      mixed[k] /= used;
    }
    return withFloor(mixed, allowed);
  }

  private double[] withFloor(double[] mixed, boolean[] allowed) {
    int open = 0;
    for (boolean each : allowed) {
      open += each ? 1 : 0;
    }
    double floor = settings.forced() / (settings.forced() * FIRST_FLOOR_DECISIONS + decisions);
    if (settings.adaptive()) {
      floor +=
          Math.min(
              LARGEST_CURIOSITY,
              settings.curiosity() * jumping.jumps() / (decisions + CURIOUS_AFTER));
    }
    for (int k = 0; k < actions; k++) {
      mixed[k] = allowed[k] ? (1 - floor) * mixed[k] + floor / open : 0;
    }
    return mixed;
  }

  private double add(
      double[] mixed, double weight, RewardSums[] sums, RewardScale scale, boolean[] allowed) {
    List<Belief> beliefs = new ArrayList<>(actions);
    for (int k = 0; k < actions; k++) {
      if (allowed[k]) {
        beliefs.add(scale.belief(sums[k]));
      }
    }
    BestArm best = BestArm.among(beliefs);
    double[] share = best.probabilities();
    if (beliefs.size() <= MANY) {
      double[] directed = InformationDirected.distribution(best);
      for (int i = 0; i < share.length; i++) {
        share[i] = DIRECTED * directed[i] + (1 - DIRECTED) * share[i];
      }
    }
    int next = 0;
    for (int k = 0; k < actions; k++) {
      if (allowed[k]) {
        mixed[k] += weight * share[next++];
      }
    }
    return weight;
  }

  /** What each action is expected to pay. */
  public double[] means() {
    RewardScale scale = scale();
    double[] means = new double[actions];
    RewardSums[] kept = jumping.kept();
    Arrays.setAll(means, k -> scale.belief(kept[k]).mean());
    return means;
  }

  /** Learns what {@code action} has paid; any finite number. */
  public void learn(int action, double reward) {
    if (!Double.isFinite(reward)) {
      throw new IllegalArgumentException("reward must be finite, was " + reward);
    }
    binary &= reward == 0 || reward == 1;
    RewardScale scale = scale();
    if (settings.adaptive()) {
      drifting.learn(scale, action, reward, jumping.logPredictive(scale, action, reward));
    }
    jumping.learn(
        scale,
        action,
        reward,
        settings.adaptive() ? settings.evidence() : Double.POSITIVE_INFINITY);
  }

  /** Times the world was seen to change. */
  public long jumps() {
    return jumping.jumps();
  }

  private RewardScale scale() {
    return RewardScale.of(binary, jumping.fresh());
  }

  public void write(DataOutput out) throws IOException {
    out.writeBoolean(binary);
    Wire.writeVarLong(out, decisions);
    jumping.write(out);
    drifting.write(out);
  }

  /** Reads what {@link #write} wrote for the same number of actions. */
  public static ArmLearner read(DataInput in, int actions, ArmSettings settings)
      throws IOException {
    ArmLearner learner = new ArmLearner(actions, settings);
    learner.binary = in.readBoolean();
    learner.decisions = Wire.readVarLong(in);
    learner.jumping = JumpingMeans.read(in, actions);
    learner.drifting = DriftingMeans.read(in, actions);
    return learner;
  }
}
