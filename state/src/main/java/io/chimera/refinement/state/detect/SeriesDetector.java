package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How unusual each new value of one series is: the anomaly detector.
 *
 * <p>Several {@link View}s look at the value: against what its level, day and week lead to expect,
 * against the value before, as part of a short and a longer mean, as local variation, and as
 * combination of these. Each gives a rarity, minus the decimal logarithm of a tail probability. The
 * rarest view counts, supported by the second; the result is calibrated in the series' own past, so
 * that equal scores are equally rare in all series. {@link Ranking} makes a score of it.
 *
 * <p>State: constant, about 3 KB. Time: values come in the order of their times; an irregular
 * interval does no harm, a time that goes back counts as the same moment. Cost: O(1), no
 * allocation. Bits: no platform-dependent functions, so the same on every machine.
 */
public final class SeriesDetector {
  public static final Codec<SeriesDetector> CODEC = new SeriesDetectorCodec();

  /** Values beyond count as this: the courses are kept in single precision. */
  private static final double LARGEST = 1e30;

  private static final int[][] PAIRS = Features.PAIRS;

  private final Expectation expectation;
  private final Features features;
  private final TailHistogram[] tails;
  private final NoveltyTable novelty;
  private final RarityScale rarities;
  private final Ranking ranking = new Ranking();
  private double burst;
  private long known;

  // The verdict on the last value; not part of the state.
  private View view = View.SEASON;
  private double rarity;
  private double judged;
  private long judgedDayMillis;
  private double floor;
  private double combined;
  private double nextBurst;

  public SeriesDetector() {
    this(
        new Expectation(),
        new Features(),
        newTails(),
        new NoveltyTable(PAIRS.length),
        new RarityScale());
  }

  private SeriesDetector(
      Expectation expectation,
      Features features,
      TailHistogram[] tails,
      NoveltyTable novelty,
      RarityScale rarities) {
    this.expectation = expectation;
    this.features = features;
    this.tails = tails;
    this.novelty = novelty;
    this.rarities = rarities;
  }

  private static TailHistogram[] newTails() {
    TailHistogram[] tails = new TailHistogram[View.MEASURED];
    for (int i = 0; i < tails.length; i++) {
      tails[i] = new TailHistogram();
    }
    return tails;
  }

  /** Judges a finite value; {@link #learn} must follow before the next one. */
  public void judge(long timeMillis, double value, long dayMillis) {
    judge(timeMillis, value, dayMillis, Tuning.DEFAULT);
  }

  /** Learns the value that was judged last. */
  public void learn() {
    learn(Tuning.DEFAULT);
  }

  void judge(long timeMillis, double value, long dayMillis, Tuning tuning) {
    judged = Math.max(-LARGEST, Math.min(LARGEST, value));
    judgedDayMillis = dayMillis;
    TailHistogram.Fit fit = tuning.tail();
    expectation.locate(timeMillis, judged, dayMillis);
    floor = tuning.rangeFloor() * expectation.rangeWith(judged);
    features.measure(judged, expectation, floor, tuning);
    combined = combine(timeMillis, dayMillis, tuning, fit);
    nextBurst = burst + tuning.fastGain() * (Math.min(combined, 4) - burst);
    double burstRarity =
        tails[View.BURST.ordinal()].rarity(nextBurst, View.BURST.floor(floor), fit)
            - tuning.burstHandicap();
    if (burstRarity > combined) {
      combined = burstRarity + tuning.support() * combined;
      view = View.BURST;
    }
    combined += magnitude(tuning);
    double own = rarities.rarity(combined, tuning.rarities());
    double weighed = tuning.calibrated() * own + (1 - tuning.calibrated()) * combined;
    // While nothing has ever changed there is nothing to compare.
    rarity = floor > 0 ? earned(weighed, tuning) : 0;
    ranking.rate(rarity, floor > 0 ? earned(combined, tuning) : 0, density(), tuning);
  }

  /** How far from {@link #expected} a value is as rare as {@code atRarity}, by its size alone. */
  public double reach(double atRarity) {
    return tails[View.SEASON.ordinal()].deviation(
        atRarity, View.SEASON.floor(floor), Tuning.DEFAULT.tail());
  }

  private double combine(long timeMillis, long dayMillis, Tuning tuning, TailHistogram.Fit fit) {
    double best = 0;
    double second = 0;
    view = View.SEASON;
    for (int i = 0; i < View.DEVIATIONS.length; i++) {
      View candidate = View.DEVIATIONS[i];
      double rated =
          tails[i].rarity(features.deviation(i), candidate.floor(floor), fit)
              - candidate.handicap(tuning);
      if (rated > best) {
        second = best;
        best = rated;
        view = candidate;
      } else if (rated > second) {
        second = rated;
      }
    }
    double newest = 0;
    features.classify(timeMillis, dayMillis, floor, tails);
    if (known >= Features.LEAST_KNOWN) {
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
    }
    if (newest > best) {
      second = best;
      best = newest;
      view = View.PATTERN;
    } else if (newest > second) {
      second = newest;
    }
    return best + tuning.support() * second;
  }

  /** What the sheer size of a deviation adds, so that a large one that repeats stays one. */
  private double magnitude(Tuning tuning) {
    double size = 0;
    for (View candidate : View.SIZED) {
      int i = candidate.ordinal();
      double weight = candidate == View.SEASON ? 1 : tuning.changeMagnitude();
      double unit = tails[i].unit(candidate.floor(floor));
      size = Math.max(size, weight * Math.abs(features.deviation(i)) / unit);
    }
    double relative = 0.8 * size / tuning.usualMagnitude();
    return relative > 1
        ? tuning.magnitude() * Logarithms.log10(Math.min(relative, Double.MAX_VALUE))
        : 0;
  }

  /** Nothing is rarer than what is known allows to say. */
  private double earned(double weighed, Tuning tuning) {
    double limit = limit(tuning);
    double beyond = Math.max(0, weighed - limit);
    double allowed = Math.min(weighed, limit) + beyond / (10 + beyond);
    return Math.max(0, allowed) * Math.min(1, known / tuning.fullWarmth());
  }

  private double limit(Tuning tuning) {
    return tuning.earned() * Logarithms.log10(known + 2.0);
  }

  /** The rarity up to which what is known allows to tell values apart. */
  double rarest() {
    return limit(Tuning.DEFAULT);
  }

  /**
   * Rarity that is demanded beyond that of values every five minutes: so many a day are to be found
   * whether the values are dense or scarce.
   */
  double density() {
    return Ranking.density(stepMillis());
  }

  void learn(Tuning tuning) {
    TailHistogram.Fit fit = tuning.tail();
    ranking.learn(rarity, tuning);
    double share = rarity > tuning.doubtful() ? tuning.doubtfulShare() : 1;
    rarities.learn(combined, tuning.rarities());
    for (int i = 0; i < View.DEVIATIONS.length; i++) {
      tails[i].learn(features.deviation(i), View.DEVIATIONS[i].floor(floor), share, fit);
    }
    tails[View.BURST.ordinal()].learn(nextBurst, View.BURST.floor(floor), share, fit);
    for (int pair = 0; pair < PAIRS.length; pair++) {
      int[] of = PAIRS[pair];
      novelty.learn(pair, features.symbol(of[0]), features.symbol(of[1]));
    }
    novelty.counted((int) tuning.noveltyMemory());
    burst = nextBurst;
    features.learn(judged);
    double clip = tails[View.LEVEL.ordinal()].unit(floor) * tuning.clip();
    expectation.learn(judged, clip, judgedDayMillis, tuning);
    known++;
  }

  /** Values learned so far. */
  public long known() {
    return known;
  }

  /** Usual distance of two values in milliseconds, 0 while only one is known. */
  public double stepMillis() {
    return expectation.stepMillis();
  }

  /** How rare the last value was: 3 is once in a thousand values. */
  public double rarity() {
    return rarity;
  }

  /** The rarity as a score from 0 to 1, a fading trail behind a rare moment included. */
  public double score() {
    return ranking.score();
  }

  /** Whether the last value was rarer than what is still remembered of earlier ones. */
  public boolean isRecord() {
    return ranking.isRecord();
  }

  /** The view to which the last value was rarest. */
  public View view() {
    return view;
  }

  /** How far the last value was off in the {@link #view}, which must be one of distance. */
  double deviation() {
    return features.deviation(view.ordinal());
  }

  /** What was expected of the last value. */
  public double expected() {
    return expectation.expected();
  }

  private static final class SeriesDetectorCodec implements Codec<SeriesDetector> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "series-detector";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean immutable() {
      return false;
    }

    @Override
    public void write(SeriesDetector detector, DataOutput out) throws IOException {
      detector.expectation.write(out);
      detector.features.write(out);
      for (TailHistogram tail : detector.tails) {
        tail.write(out);
      }
      detector.novelty.write(out);
      detector.rarities.write(out);
      out.writeDouble(detector.burst);
      detector.ranking.write(out);
      Wire.writeVarLong(out, detector.known);
    }

    @Override
    public SeriesDetector read(DataInput in, int version) throws IOException {
      Expectation expectation = Expectation.read(in);
      Features features = Features.read(in);
      TailHistogram[] tails = new TailHistogram[View.MEASURED];
      for (int i = 0; i < tails.length; i++) {
        tails[i] = TailHistogram.read(in);
      }
      SeriesDetector detector =
          new SeriesDetector(
              expectation, features, tails, NoveltyTable.read(in), RarityScale.read(in));
      detector.burst = in.readDouble();
      detector.ranking.read(in);
      detector.known = Wire.readVarLong(in);
      return detector;
    }
  }
}
