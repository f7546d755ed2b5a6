package io.chimera.refinement.state.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * From rarities to scores: what is new ranks above what returns, and both above what is usual.
 *
 * <p>A rarity above a fading bar counts in full, and then raises the bar: one incident gives one
 * peak. What is below the bar is ranked without being held against the series' own past, where an
 * incident that returns would be usual before long; but from a knee on it counts little, so that it
 * does not outrank what is new. Behind a peak a value is ranked by the stretch it belongs to, above
 * single values of its series, but below what is rare by itself in any: else the long stretches of
 * some series would hide the short incidents of the others.
 *
 * <p>A score rates a moment per time, not per value: of dense values more rarity is demanded, as it
 * is for an alarm, so that an alarm has the same score whatever the interval. Cost: O(1).
 */
final class Ranking {
  /** Rarity that gives a score of one half, of values every five minutes. */
  static final double HALF_SCORE_RARITY = 4;

  /** The interval at which rarities hold as they are. */
  private static final double REFERENCE_STEP_MILLIS = 300_000;

  /** Rarity that ten times as many values demand: not 1, since neighbours resemble each other. */
  private static final double RARITY_PER_DECADE = 0.7;

  /** Rarity of the usual alarm, of values every five minutes. */
  static final double USUAL_ALARM = 3.52;

  /** Least share of it that scarce values are held against. */
  private static final double LEAST_DEMANDED = 0.3;

  /** Rarity below which a value is quite usual: one of ten is as rare to some view. */
  private static final double PLAIN = 2;

  /** Rarity beyond which a value adds no more to the mean of recent ones. */
  private static final double LARGEST_RECENT = 4;

  /** Weight of the newest rarity in the mean of recent ones: they fade to 1/e in 33 values. */
  private static final double RECENT_GAIN = 0.03;

  /** Memory of a peak from which on the mean of recent rarities counts in full. */
  private static final double FULL_TRAIL = 4;

  private double trail;
  private double bar;
  private double recent;

  // The verdict on the last value; not part of the state.
  private double last;
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
    last = Math.min(uncalibrated, LARGEST_RECENT);
    double repeated = bent(tuning.repeated() * uncalibrated, tuning);
    double shown = record ? rarity : Math.max(plain(repeated), ongoing(repeated, tuning));
    double demanded = Math.max(LEAST_DEMANDED, (USUAL_ALARM + density) / USUAL_ALARM);
    score = shown / (shown + demanded * HALF_SCORE_RARITY);
  }

  private static double bent(double value, Tuning tuning) {
    return Math.min(value, tuning.knee() + tuning.beyondKnee() * (value - tuning.knee()));
  }

  /** What is quite usual anyway counts by its square: few values of a kind say little. */
  private static double plain(double repeated) {
    return repeated < PLAIN ? repeated * repeated / PLAIN : repeated;
  }

  /**
   * What the stretch that a value belongs to is worth: the fading memory of its peak, how rare the
   * last values were, and the value itself. It stays below {@code ongoing}, however long the
   * stretch.
   */
  private double ongoing(double repeated, Tuning tuning) {
    double behind = Math.min(1, trail / FULL_TRAIL);
    double sum = tuning.held() * trail + tuning.segment() * behind * recent + repeated;
    return tuning.ongoing() * sum / (sum + tuning.ongoing());
  }

  void learn(double rarity, Tuning tuning) {
    recent += RECENT_GAIN * (last - recent);
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
    out.writeDouble(recent);
  }

  /**
   * @param withRecent whether the mean of recent rarities was written
   */
  static Ranking read(DataInput in, boolean withRecent) throws IOException {
    Ranking ranking = new Ranking();
    ranking.trail = in.readDouble();
    ranking.bar = in.readDouble();
    ranking.recent = withRecent ? in.readDouble() : 0;
    return ranking;
  }
}
