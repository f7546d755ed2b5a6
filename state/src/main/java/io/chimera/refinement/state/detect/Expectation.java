package io.chimera.refinement.state.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What is expected of the next value: the level, or the course of the day or of the week, whichever
 * has predicted best of late.
 *
 * <p>All three learn from every value, but no value counts further than a clip, so that an outlier
 * moves little, while a lasting shift is followed, since the clip grows with it.
 */
final class Expectation {
  private static final int DAY_KNOTS = 96;
  private static final int WEEK_KNOTS = 84;
  private static final int DAYS_PER_WEEK = 7;

  /** Predictions that a course must have made before it is believed. */
  private static final int LEAST_JUDGED = 200;

  /** Values after which the clip holds. */
  private static final int CLIPPED_FROM = 20;

  private final SeasonalProfile day;
  private final SeasonalProfile week;
  private double origin;
  private double level;
  private double levelError;
  private double low;
  private double high;
  private double stepMillis;
  private long lastMillis;
  private long known;

  // Of the value under judgement; not part of the state.
  private boolean dayKnown;
  private boolean weekKnown;
  private double expected;

  Expectation() {
    this(new SeasonalProfile(DAY_KNOTS), new SeasonalProfile(WEEK_KNOTS));
  }

  private Expectation(SeasonalProfile day, SeasonalProfile week) {
    this.day = day;
    this.week = week;
  }

  /** Prepares the judgement of a value. */
  void locate(long timeMillis, double value, long dayMillis) {
    if (known == 0) {
      origin = value;
      level = value;
      low = value;
      high = value;
    } else if (timeMillis > lastMillis) {
      double step = timeMillis - lastMillis;
      stepMillis =
          stepMillis == 0
              ? step
              : stepMillis + 0.05 * (Math.min(step, 4 * stepMillis) - stepMillis);
    }
    lastMillis = timeMillis;
    dayKnown = day.locate(timeMillis, dayMillis);
    weekKnown = week.locate(timeMillis, DAYS_PER_WEEK * dayMillis);
    expected = level;
    double error = levelError;
    if (dayKnown && day.error(LEAST_JUDGED) < error) {
      expected = origin + day.expected();
      error = day.error(LEAST_JUDGED);
    }
    if (weekKnown && week.error(LEAST_JUDGED) < error) {
      expected = origin + week.expected();
    }
  }

  double expected() {
    return expected;
  }

  /** Usual distance of two values in milliseconds, 0 while only one is known. */
  double stepMillis() {
    return stepMillis;
  }

  double level() {
    return level;
  }

  /** The range of the values, what lies back fading. */
  double range() {
    return Math.min(high - low, Double.MAX_VALUE);
  }

  /** The range that {@link #range} would be with {@code value}: never 0 where something changes. */
  double rangeWith(double value) {
    return Math.min(Math.max(high, value) - Math.min(low, value), Double.MAX_VALUE);
  }

  /** Learns the value that was located; {@code clip} is how far it may count. */
  void learn(double value, double clip, long dayMillis, Tuning tuning) {
    double reach = known < CLIPPED_FROM ? Double.MAX_VALUE : clip;
    double first = 1.0 / (known + 1);
    double miss = Math.max(-reach, Math.min(reach, value - level));
    levelError += Math.max(tuning.errorGain(), first) * (Math.abs(miss) - levelError);
    if (dayKnown) {
      day.judge(value - origin, reach, tuning.errorGain(), tuning.offsetGain());
    }
    if (weekKnown) {
      week.judge(value - origin, reach, tuning.errorGain(), tuning.offsetGain());
    }
    double perDay = dayMillis / Math.max(1, stepMillis);
    day.learn(value - origin, reach, tuning.dayGain(), perDay / DAY_KNOTS);
    week.learn(value - origin, reach, tuning.weekGain(), perDay * DAYS_PER_WEEK / WEEK_KNOTS);
    level += Math.max(tuning.levelGain(), first) * miss;
    double forgotten = range() * tuning.rangeForgetting();
    low = Math.min(value, low + forgotten);
    high = Math.max(value, high - forgotten);
    known++;
  }

  void write(DataOutput out) throws IOException {
    day.write(out);
    week.write(out);
    out.writeDouble(origin);
    out.writeDouble(level);
    out.writeDouble(levelError);
    out.writeDouble(low);
    out.writeDouble(high);
    out.writeDouble(stepMillis);
    out.writeLong(lastMillis);
    out.writeLong(known);
  }

  static Expectation read(DataInput in) throws IOException {
    Expectation expectation = new Expectation(SeasonalProfile.read(in), SeasonalProfile.read(in));
    expectation.origin = in.readDouble();
    expectation.level = in.readDouble();
    expectation.levelError = in.readDouble();
    expectation.low = in.readDouble();
    expectation.high = in.readDouble();
    expectation.stepMillis = in.readDouble();
    expectation.lastMillis = in.readLong();
    expectation.known = in.readLong();
    return expectation;
  }
}
