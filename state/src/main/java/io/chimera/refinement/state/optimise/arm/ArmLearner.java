package io.chimera.refinement.state.optimise.arm;

import io.chimera.refinement.state.optimise.belief.Belief;
import io.chimera.refinement.state.optimise.belief.BestArm;
import io.chimera.refinement.state.optimise.belief.InformationDirected;
import java.util.ArrayList;
import java.util.List;

/** Draft. */
public final class ArmLearner {
  static final double[] DRIFTS = {1e-5, 5e-5, 2e-4};
  static final double DRIFT_PRIOR = -4;
  static final double DRIFT_FLOOR = -8;
  static final double FADE = 0.999;
  static final int LEAST = 3;

  private final ArmSettings settings;
  private final int actions;
  private boolean binary = true;
  private long decisions;
  private long changes;

  private final RewardSums[] fresh;
  private final RewardSums[] stale;
  private final RewardHistory[] histories;
  private boolean undecided;
  private double logOddsKept;

  private final RewardSums[][] drifting;
  private final double[] logWeights; // relative to the model with jumps

  public ArmLearner(int actions, ArmSettings settings) {
    this.actions = actions;
    this.settings = settings;
    fresh = filled(actions);
    stale = filled(actions);
    histories = new RewardHistory[actions];
    for (int k = 0; k < actions; k++) {
      histories[k] = new RewardHistory();
    }
    drifting = new RewardSums[DRIFTS.length][];
    logWeights = new double[DRIFTS.length];
    for (int i = 0; i < DRIFTS.length; i++) {
      drifting[i] = filled(actions);
      logWeights[i] = DRIFT_PRIOR;
    }
  }

  private static RewardSums[] filled(int n) {
    RewardSums[] sums = new RewardSums[n];
    java.util.Arrays.fill(sums, RewardSums.NONE);
    return sums;
  }

  /** Probabilities among the allowed actions; 0 for the others. */
  public double[] distribution(boolean[] allowed) {
    decisions++;
    RewardScale scale = scale();
    double[] weights = new double[DRIFTS.length + 1];
    weights[DRIFTS.length] = 1;
    double total = 1;
    if (settings.adaptive()) {
      for (int i = 0; i < DRIFTS.length; i++) {
        weights[i] = StrictMath.exp(logWeights[i]);
        total += weights[i];
      }
    }
    double[] mixed = new double[actions];
    double used = 0;
    for (int i = 0; i <= DRIFTS.length; i++) {
      double w = weights[i] / total;
      if (w < 0.05) {
        continue;
      }
      used += w;
      if (i < DRIFTS.length) {
        add(mixed, w, drifting[i], null, scale, allowed);
      } else if (undecided) {
        double kept = 1 / (1 + StrictMath.exp(-logOddsKept));
        add(mixed, w * kept, fresh, stale, scale, allowed);
        add(mixed, w * (1 - kept), fresh, null, scale, allowed);
      } else {
        add(mixed, w, fresh, null, scale, allowed);
      }
    }
    int n = 0;
    for (boolean a : allowed) {
      n += a ? 1 : 0;
    }
    double floor = settings.forced() / (settings.forced() * 20 + decisions);
    if (settings.adaptive() && changes > 0) {
      floor += Math.min(0.1, settings.curiosity() * changes / (decisions + 1000.0));
    }
    for (int k = 0; k < actions; k++) {
      mixed[k] = allowed[k] ? (1 - floor) * mixed[k] / used + floor / n : 0;
    }
    return mixed;
  }

  private void add(
      double[] mixed,
      double weight,
      RewardSums[] sums,
      RewardSums[] more,
      RewardScale scale,
      boolean[] allowed) {
    List<Belief> beliefs = new ArrayList<>();
    for (int k = 0; k < actions; k++) {
      if (allowed[k]) {
        beliefs.add(scale.belief(more == null ? sums[k] : sums[k].plus(more[k])));
      }
    }
    double[] p = InformationDirected.distribution(BestArm.among(beliefs));
    int i = 0;
    for (int k = 0; k < actions; k++) {
      if (allowed[k]) {
        mixed[k] += weight * p[i++];
      }
    }
  }

  private RewardScale scale() {
    if (binary) {
      return new RewardScale(true, 0.25);
    }
    List<RewardSums> sums = new ArrayList<>();
    for (int k = 0; k < actions; k++) {
      sums.add(fresh[k]);
    }
    return RewardScale.of(false, sums);
  }

  public void learn(int action, double reward) {
    if (reward != 0 && reward != 1) {
      binary = false;
    }
    RewardScale scale = scale();
    if (settings.adaptive()) {
      drift(action, reward, scale);
    }
    if (undecided) {
      RewardSums kept = fresh[action].plus(stale[action]);
      if (stale[action].count() > 0) {
        logOddsKept +=
            scale.logPredictive(kept, reward) - scale.logPredictive(fresh[action], reward);
      }
    }
    fresh[action] = fresh[action].plus(reward);
    if (undecided && Math.abs(logOddsKept) > 3) {
      resolve(logOddsKept > 0);
    }
    if (settings.adaptive()) {
      histories[action].add(reward);
      RewardHistory.Split split =
          histories[action].largest(binary, scale.variance(), LEAST);
      double n = split.before().count() + split.since().count();
      if (split.evidence() > settings.evidence() + StrictMath.log(1 + n)) {
        changed(action, split.since());
      }
    }
  }

  private void resolve(boolean kept) {
    for (int k = 0; k < actions; k++) {
      if (kept) {
        fresh[k] = fresh[k].plus(stale[k]);
      } else {
        histories[k].keepNewest(fresh[k].count());
      }
      stale[k] = RewardSums.NONE;
    }
    undecided = false;
  }

  private void changed(int action, RewardSums since) {
    changes++;
    if (undecided) {
      resolve(logOddsKept > 0);
    }
    for (int k = 0; k < actions; k++) {
      stale[k] = k == action ? RewardSums.NONE : fresh[k];
      fresh[k] = k == action ? since : RewardSums.NONE;
    }
    histories[action].keepNewest(since.count());
    logOddsKept = 0;
    undecided = true;
  }

  private void drift(int action, double reward, RewardScale scale) {
    double kept = 1 / (1 + StrictMath.exp(-logOddsKept));
    double jumps = scale.logPredictive(fresh[action], reward);
    if (undecided) {
      jumps =
          StrictMath.log(
              kept * StrictMath.exp(scale.logPredictive(fresh[action].plus(stale[action]), reward))
                  + (1 - kept) * StrictMath.exp(jumps));
    }
    for (int i = 0; i < DRIFTS.length; i++) {
      for (int k = 0; k < actions; k++) {
        drifting[i][k] = scale.faded(drifting[i][k], DRIFTS[i]);
      }
      logWeights[i] =
          Math.max(
              DRIFT_FLOOR,
              Math.min(
                  6,
                  DRIFT_PRIOR
                      + FADE * (logWeights[i] - DRIFT_PRIOR)
                      + scale.logPredictive(drifting[i][action], reward)
                      - jumps));
      drifting[i][action] = drifting[i][action].plus(reward);
    }
  }

  /** What each action is expected to pay. */
  public double[] means() {
    RewardScale scale = scale();
    double[] means = new double[actions];
    for (int k = 0; k < actions; k++) {
      means[k] = scale.belief(fresh[k].plus(stale[k])).mean();
    }
    return means;
  }

  public long changes() {
    return changes;
  }

  public double[] weights() {
    return logWeights;
  }
}
