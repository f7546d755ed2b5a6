package io.chimera.refinement.state.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What the views see of a value: deviations in the unit of the series, and coarse symbols of them
 * for {@link NoveltyTable}.
 */
final class Features {
  /** Values that must be known before combinations are rated. */
  static final int LEAST_KNOWN = 50;

  private static final int LEVEL_SIZE = 0;
  private static final int CHANGE_SIZE = 1;
  private static final int LAG_CHANGE = 2;
  private static final int MEAN_SIZE = 3;
  private static final int TIME_OF_DAY = 4;
  private static final int VARIATION_SIZE = 5;
  private static final int SEASON_SIZE = 6;
  private static final int SYMBOL_BITS = 4;

  /** The combinations that are counted. */
  static final int[][] PAIRS = {
    {LEVEL_SIZE, CHANGE_SIZE},
    {LEVEL_SIZE, LAG_CHANGE},
    {MEAN_SIZE, VARIATION_SIZE},
    {MEAN_SIZE, TIME_OF_DAY},
    {VARIATION_SIZE, SEASON_SIZE},
  };

  private static final int HALF = NoveltyTable.SIDE / 2;

  /** How many values back the longer change reaches. */
  private static final int LAG = 4;

  private final double[] last = new double[LAG];
  private int next;
  private long known;
  private double fastMean;
  private double driftMean;
  private double fastChange;
  private double usualChange;

  // Of the value under judgement; not part of the state.
  private final double[] deviations = new double[View.DEVIATIONS.length];
  private double nextFastChange;
  private double nextUsualChange;

  /** The symbols, {@value #SYMBOL_BITS} bits each: there are many detectors. */
  private int symbols;

  /** Looks at a value; {@link #learn} makes it the last one. */
  void measure(double value, Expectation expectation, double floor, Tuning tuning) {
    double miss = value - expectation.expected();
    double change = known == 0 ? 0 : value - last[(next + LAG - 1) % LAG];
    double first = 1.0 / (known + 1);
    double nextFastMean = fastMean + Math.max(tuning.fastGain(), first) * (miss - fastMean);
    double nextDriftMean = driftMean + Math.max(tuning.driftGain(), first) * (miss - driftMean);
    nextFastChange =
        fastChange + Math.max(tuning.fastGain(), first) * (Math.abs(change) - fastChange);
    nextUsualChange =
        usualChange + Math.max(tuning.noiseGain(), first) * (Math.abs(change) - usualChange);
    double least = 0.1 * floor + Double.MIN_NORMAL;
    deviations[View.SEASON.ordinal()] = miss;
    deviations[View.LEVEL.ordinal()] = value - expectation.level();
    deviations[View.CHANGE.ordinal()] = change;
    deviations[View.MEAN.ordinal()] = nextFastMean;
    deviations[View.VARIATION.ordinal()] =
        Logarithms.ln((nextFastChange + least) / (usualChange + least));
    deviations[View.DRIFT.ordinal()] = nextDriftMean;
  }

  /** The deviation that the view of this ordinal looks at. */
  double deviation(int view) {
    return deviations[view];
  }

  /** Makes symbols of the deviations of the value that was measured, in the unit of each view. */
  void classify(long timeMillis, double value, long dayMillis, double floor, TailHistograms tails) {
    double lagChange = known == 0 ? 0 : value - last[next];
    double levelUnit = tails.unit(View.LEVEL.ordinal(), floor);
    double seasonUnit = tails.unit(View.SEASON.ordinal(), floor);
    double changeUnit = tails.unit(View.CHANGE.ordinal(), floor);
    double variation = Math.rint(2 * deviations[View.VARIATION.ordinal()]);
    symbols =
        at(LEVEL_SIZE, symbol(deviations[View.LEVEL.ordinal()] / levelUnit))
            | at(CHANGE_SIZE, symbol(deviations[View.CHANGE.ordinal()] / changeUnit))
            | at(LAG_CHANGE, symbol(lagChange / levelUnit))
            | at(MEAN_SIZE, symbol(2 * deviations[View.MEAN.ordinal()] / seasonUnit))
            | at(TIME_OF_DAY, (int) (12 * Math.floorMod(timeMillis, dayMillis) / dayMillis))
            | at(VARIATION_SIZE, (int) Math.max(0, Math.min(2 * HALF, HALF + variation)))
            | at(SEASON_SIZE, symbol(deviations[View.SEASON.ordinal()] / seasonUnit));
  }

  private static int at(int feature, int symbol) {
    return symbol << (SYMBOL_BITS * feature);
  }

  int symbol(int feature) {
    return (symbols >>> (SYMBOL_BITS * feature)) & ((1 << SYMBOL_BITS) - 1);
  }

  /** 0 to 12: the sign, and the size by powers of two from a half on. */
  private static int symbol(double relative) {
    double size = Math.abs(relative);
    int step = 0;
    for (double edge = 0.5; step < HALF && size >= edge; edge *= 2) {
      step++;
    }
    return relative < 0 ? HALF - step : HALF + step;
  }

  void learn(double value) {
    if (known == 0) {
      java.util.Arrays.fill(last, value);
    }
    last[next] = value;
    next = (next + 1) % LAG;
    fastMean = deviations[View.MEAN.ordinal()];
    driftMean = deviations[View.DRIFT.ordinal()];
    fastChange = nextFastChange;
    usualChange = nextUsualChange;
    known++;
  }

  void write(DataOutput out) throws IOException {
    for (int i = 0; i < LAG; i++) {
      out.writeDouble(last[(next + i) % LAG]);
    }
    out.writeLong(known);
    out.writeDouble(fastMean);
    out.writeDouble(driftMean);
    out.writeDouble(fastChange);
    out.writeDouble(usualChange);
  }

  static Features read(DataInput in) throws IOException {
    Features features = new Features();
    for (int i = 0; i < LAG; i++) {
      features.last[i] = in.readDouble();
    }
    features.known = in.readLong();
    features.fastMean = in.readDouble();
    features.driftMean = in.readDouble();
    features.fastChange = in.readDouble();
    features.usualChange = in.readDouble();
    return features;
  }
}
