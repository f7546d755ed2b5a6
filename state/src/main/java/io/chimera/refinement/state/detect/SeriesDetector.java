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

  private final Expectation expectation;
  private final ViewRarities views;
  private final RarityScale rarities;
  private final Ranking ranking;
  private long known;

  // The verdict on the last value; not part of the state.
  private double rarity;
  private double judged;
  private long judgedDayMillis;

  public SeriesDetector() {
    this(new Expectation(), new ViewRarities(), new RarityScale(), new Ranking());
  }

  private SeriesDetector(
      Expectation expectation, ViewRarities views, RarityScale rarities, Ranking ranking) {
    this.expectation = expectation;
    this.views = views;
    this.rarities = rarities;
    this.ranking = ranking;
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
    expectation.locate(timeMillis, judged, dayMillis);
    double floor = tuning.rangeFloor() * expectation.rangeWith(judged);
    views.judge(timeMillis, judged, dayMillis, expectation, floor, known, tuning);
    double combined = views.combined();
    double own = rarities.rarity(combined, tuning.rarities());
    double weighed = tuning.calibrated() * own + (1 - tuning.calibrated()) * combined;
    // While nothing has ever changed there is nothing to compare.
    rarity = floor > 0 ? earned(weighed, tuning) : 0;
    ranking.rate(rarity, floor > 0 ? earned(combined, tuning) : 0, density(), tuning);
  }

  /** How far from {@link #expected} a value is as rare as {@code atRarity}, by its size alone. */
  public double reach(double atRarity) {
    return views.reach(atRarity, Tuning.DEFAULT);
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
    ranking.learn(rarity, tuning);
    rarities.learn(views.combined(), tuning.rarities());
    views.learn(judged, rarity > tuning.doubtful() ? tuning.doubtfulShare() : 1, tuning);
    expectation.learn(judged, views.levelUnit() * tuning.clip(), judgedDayMillis, tuning);
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
    return views.view();
  }

  /** How far the last value was off in the {@link #view}, which must be one of distance. */
  double deviation() {
    return views.deviation();
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
      return 2;
    }

    @Override
    public boolean immutable() {
      return false;
    }

    @Override
    public void write(SeriesDetector detector, DataOutput out) throws IOException {
      detector.expectation.write(out);
      detector.views.write(out);
      detector.rarities.write(out);
      detector.ranking.write(out);
      Wire.writeVarLong(out, detector.known);
    }

    /** Version 1 knew no mean of recent rarities: it counts as 0. */
    @Override
    public SeriesDetector read(DataInput in, int version) throws IOException {
      Expectation expectation = Expectation.read(in);
      ViewRarities views = version == 1 ? ViewRarities.readVersion1(in) : ViewRarities.read(in);
      RarityScale rarities = RarityScale.read(in);
      if (version == 1) {
        views.burst(in.readDouble());
      }
      SeriesDetector detector =
          new SeriesDetector(expectation, views, rarities, Ranking.read(in, version > 1));
      detector.known = Wire.readVarLong(in);
      return detector;
    }
  }
}
