package io.chimera.refinement.state.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * From rarities to scores: what is new ranks above what returns, and both above what is usual.
 *
 * <p>A rarity above a fading bar counts in full, and then raises the bar: one incident gives one
 * peak, and a fading trail behind it. What is below the bar is ranked without being held against
 * the series' own past, where an incident that returns would be usual before long; but from a knee
 * on it counts little, as does the trail, so that neither outranks what is new.
 *
 * <p>A score rates a moment per time, not per value: of dense values more rarity is demanded, as it
 * is for an alarm, so that an alarm has the same score whatever the interval. Cost: O(1).
 */
final class Ranking {
  /** Rarity that gives a score of one half, of values every five minutes. */
  private static final double HALF_SCORE_RARITY = 4;

  /** The interval at which rarities hold as they are. */
  private static final double REFERENCE_STEP_MILLIS = 300_000;

  /** Rarity that ten times as many values demand: not 1, since neighbours resemble each other. */
  private static final double RARITY_PER_DECADE = 0.7;

  /** Rarity of the usual alarm, of values every five minutes. */
  private static final double USUAL_ALARM = 3.5;

  /** Least share of it that scarce values are held against. */
  private static final double LEAST_DEMANDED = 0.3;

  private double trail;
  private double bar;

  // The verdict on the last value; not part of the state.
  private boolean record;
  private double score;

  /** Rarity that is demanded beyond that of values every five minutes; 0 for an unknown step. */
  static double density(double stepMillis) {
    return stepMillis > 0
        ? RARITY_PER_DECADE * Logarithms.log10(REFERENCE_STEP_MILLIS / stepMillis)
        : 0;
  }

  /**
   * Rates a value.
   *
   * @param rarity its rarity, calibrated in the series' own past
   * @param uncalibrated the same without that
   * @param density rarity that is demanded beyond the usual
   */
  void rate(double rarity, double uncalibrated, double density, Tuning tuning) {
    record = rarity > bar;
    double repeated = bent(tuning.repeated() * uncalibrated, tuning);
    double fading = bent(tuning.held() * trail, tuning);
    double shown = record ? rarity : Math.max(repeated, fading);
    double demanded = Math.max(LEAST_DEMANDED, (USUAL_ALARM + density) / USUAL_ALARM);
    score = shown / (shown + demanded * HALF_SCORE_RARITY);
  }

  private static double bent(double value, Tuning tuning) {
    return Math.min(value, tuning.knee() + tuning.beyondKnee() * (value - tuning.knee()));
  }

  void learn(double rarity, Tuning tuning) {
    trail = Math.max(rarity, trail * (1 - 1 / tuning.holdValues()));
    bar = Math.max(rarity, bar * (1 - 1 / tuning.gateValues()));
  }

  /** Whether the last value was rarer than what is still remembered of earlier ones. */
  boolean isRecord() {
    return record;
  }

  /** Score of the last value, from 0 to 1. */
  double score() {
    return score;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(trail);
    out.writeDouble(bar);
  }

  void read(DataInput in) throws IOException {
    trail = in.readDouble();
    bar = in.readDouble();
  }
}
