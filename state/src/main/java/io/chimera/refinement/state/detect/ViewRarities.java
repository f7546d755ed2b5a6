package io.chimera.refinement.state.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How rare a value is to each {@link View}, and to all of them together.
 *
 * <p>The rarest view counts, supported by the second; the sheer size of a deviation adds to it, so
 * that a large one that repeats stays one. Cost: O(1), no allocation.
 */
final class ViewRarities {
  private static final int[][] PAIRS = Features.PAIRS;

  /** Rarity beyond which a value adds no more to the mean of the last ones. */
  private static final double LARGEST_IN_BURST = 4;

  private final Features features;
  private final TailHistograms tails;
  private final NoveltyTable novelty;
  private double burst;

  // The verdict on the last value; not part of the state.
  private View view = View.SEASON;
  private double floor;
  private double combined;
  private double nextBurst;

  ViewRarities() {
    this(new Features(), new TailHistograms(View.MEASURED), new NoveltyTable(PAIRS.length));
  }

  private ViewRarities(Features features, TailHistograms tails, NoveltyTable novelty) {
    this.features = features;
    this.tails = tails;
    this.novelty = novelty;
  }

  /**
   * Judges a value; {@link #learn} must follow before the next one.
   *
   * @param expectation what was expected, located at the time of the value
   * @param leastScale the least scale of values
   * @param known how many values have been learned
   */
  void judge(
      long timeMillis,
      double value,
      long dayMillis,
      Expectation expectation,
      double leastScale,
      long known,
      Tuning tuning) {
    TailHistograms.Fit fit = tuning.tail();
    floor = leastScale;
    features.measure(value, expectation, floor, tuning);
    features.classify(timeMillis, value, dayMillis, floor, tails);
    combined = rarest(known, tuning, fit);
    nextBurst = burst + tuning.fastGain() * (Math.min(combined, LARGEST_IN_BURST) - burst);
    double burstRarity =
        tails.rarity(View.BURST.ordinal(), nextBurst, View.BURST.floor(floor), fit)
            - tuning.burstHandicap();
    if (burstRarity > combined) {
      combined = burstRarity + tuning.support() * combined;
      view = View.BURST;
    }
    combined += magnitude(tuning);
  }

  private double rarest(long known, Tuning tuning, TailHistograms.Fit fit) {
    double best = 0;
    double second = 0;
    view = View.SEASON;
    for (int i = 0; i < View.DEVIATIONS.length; i++) {
      View candidate = View.DEVIATIONS[i];
      double rated =
          tails.rarity(i, features.deviation(i), candidate.floor(floor), fit)
              - candidate.handicap(tuning);
      if (rated > best) {
        second = best;
        best = rated;
        view = candidate;
      } else if (rated > second) {
        second = rated;
      }
    }
    double newest = known >= Features.LEAST_KNOWN ? newest(tuning) : 0;
    if (newest > best) {
      second = best;
      best = newest;
      view = View.PATTERN;
    } else if (newest > second) {
      second = newest;
    }
    return best + tuning.support() * second;
  }

  private double newest(Tuning tuning) {
    double newest = 0;
    for (int pair = 0; pair < PAIRS.length; pair++) {
      int[] of = PAIRS[pair];
      newest =
          Math.max(
              newest,
              novelty.rarity(
                  pair,
                  features.symbol(of[0]),
                  features.symbol(of[1]),
                  tuning.nearby(),
                  tuning.unseenCombination()));
    }
    return newest;
  }

  /** What the sheer size of a deviation adds. */
  private double magnitude(Tuning tuning) {
    double size = 0;
    for (View candidate : View.SIZED) {
      int i = candidate.ordinal();
      double weight = candidate == View.SEASON ? 1 : tuning.changeMagnitude();
      double unit = tails.unit(i, candidate.floor(floor));
      size = Math.max(size, weight * Math.abs(features.deviation(i)) / unit);
    }
    double relative = 0.8 * size / tuning.usualMagnitude();
    return relative > 1
        ? tuning.magnitude() * Logarithms.log10(Math.min(relative, Double.MAX_VALUE))
        : 0;
  }

  /** Learns the value that was judged last; {@code share} in (0, 1] is how much it counts. */
  void learn(double value, double share, Tuning tuning) {
    TailHistograms.Fit fit = tuning.tail();
    tails.fade(fit);
    for (int i = 0; i < View.DEVIATIONS.length; i++) {
      tails.learn(i, features.deviation(i), View.DEVIATIONS[i].floor(floor), share, fit);
    }
    tails.learn(View.BURST.ordinal(), nextBurst, View.BURST.floor(floor), share, fit);
    tails.learned();
    for (int pair = 0; pair < PAIRS.length; pair++) {
      int[] of = PAIRS[pair];
      novelty.learn(pair, features.symbol(of[0]), features.symbol(of[1]));
    }
    novelty.counted((int) tuning.noveltyMemory());
    burst = nextBurst;
    features.learn(value);
  }

  /** Rarity of the last value to all views together, not calibrated in the series' own past. */
  double combined() {
    return combined;
  }

  /** The view to which the last value was rarest. */
  View view() {
    return view;
  }

  /** How far the last value was off in the {@link #view}, which must be one of distance. */
  double deviation() {
    return features.deviation(view.ordinal());
  }

  /** The usual distance from the level, in the unit of the series. */
  double levelUnit() {
    return tails.unit(View.LEVEL.ordinal(), floor);
  }

  /** How far from what is expected a value is as rare as {@code atRarity}, by its size alone. */
  double reach(double atRarity, Tuning tuning) {
    return tails.deviation(
        View.SEASON.ordinal(), atRarity, View.SEASON.floor(floor), tuning.tail());
  }

  void write(DataOutput out) throws IOException {
    features.write(out);
    tails.write(out);
    novelty.write(out);
    out.writeDouble(burst);
  }

  static ViewRarities read(DataInput in) throws IOException {
    Features features = Features.read(in);
    TailHistograms tails = TailHistograms.read(in, View.MEASURED);
    ViewRarities views = new ViewRarities(features, tails, NoveltyTable.read(in));
    views.burst = in.readDouble();
    return views;
  }

  /** As {@link SeriesDetector} wrote it first: the mean of rarities has its place elsewhere. */
  static ViewRarities readVersion1(DataInput in) throws IOException {
    Features features = Features.read(in);
    TailHistograms tails = TailHistograms.readVersion1(in, View.MEASURED);
    return new ViewRarities(features, tails, NoveltyTable.read(in));
  }

  /** The mean of past rarities, as read apart from the rest. */
  void burst(double mean) {
    burst = mean;
  }
}
