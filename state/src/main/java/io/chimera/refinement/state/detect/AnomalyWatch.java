package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Finding.Direction;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.wire.Codec;
import java.io.Serializable;
import java.util.Optional;

/**
 * What is known of one statistic of one series, and whether an incident is open on it.
 *
 * <p>{@link SeriesDetector} rates each value; one that is rarer than the stated false-alarm rate
 * opens an incident, and some usual values in a row close it: two findings with one id. Until the
 * detector knows enough for that, a value is judged by its robust distance from the median of the
 * few that are known ({@link RobustBaseline}), and the finding says that it is still warming up.
 *
 * <p>Time: windows of one series come in the order of their ends. Cost: O(1), no allocation while
 * nothing is found.
 */
public final class AnomalyWatch {
  public static final Codec<AnomalyWatch> CODEC = new AnomalyWatchCodec();

  /** Name of the method in findings. */
  public static final String DETECTOR = "seasonal-rarity";

  /** Values from which the detector may judge alone. */
  static final int WARM = 100;

  /** What the detector must be able to say beyond the rarity of an alarm to judge alone. */
  private static final double MARGIN = 0.3;

  /**
   * Deviations as which an abnormal value is learned while warming, unless bursts are usual: an
   * incident is not to hide the next one.
   */
  private static final double LEARNED_LIMIT = 2;

  /** Share of the rarity of an alarm below which a value is usual again. */
  static final double USUAL = 0.6;

  // The state, as its codec knows it.
  RobustBaseline baseline = new RobustBaseline();
  SeriesDetector detector = new SeriesDetector();
  RecentPoints recent = new RecentPoints();
  Incident incident;
  int abnormalRun;

  /** Null until the first incident. */
  Feedback feedback;

  /**
   * How the watch judges.
   *
   * @param dayMillis length of a day, the period of the daily course
   * @param rarity rarity of an alarm, for a value every five minutes; denser series are held to a
   *     higher one, so that the false alarms of a day do not grow with the number of values
   * @param coldHistory values that the judgement of the first values remembers
   * @param coldWarmUp values before the first judgement
   * @param coldLimit robust deviations from the median that are abnormal for it
   * @param relativeFloor distances below this share of what is expected are never abnormal
   * @param absoluteFloor nor are those below this, in the unit of the series
   * @param closeAfter usual values in a row that end an incident
   */
  public record Params(
      long dayMillis,
      double rarity,
      int coldHistory,
      int coldWarmUp,
      double coldLimit,
      double relativeFloor,
      double absoluteFloor,
      int closeAfter)
      implements Serializable {
    public Params {
      require(dayMillis >= 1_000, "dayMillis", ">= 1000", dayMillis);
      require(rarity >= 1 && rarity <= 12, "rarity", "in 1..12", rarity);
      require(
          coldHistory >= 4 && coldHistory <= RobustBaseline.MAX_HISTORY,
          "coldHistory",
          "in 4..256",
          coldHistory);
      require(
          coldWarmUp >= 1 && coldWarmUp <= coldHistory,
          "coldWarmUp",
          "in 1..coldHistory",
          coldWarmUp);
      require(
          coldLimit > 0 && coldLimit < Double.POSITIVE_INFINITY,
          "coldLimit",
          "finite and > 0",
          coldLimit);
      require(
          relativeFloor >= 0 && relativeFloor < Double.POSITIVE_INFINITY,
          "relativeFloor",
          "finite and >= 0",
          relativeFloor);
      require(
          absoluteFloor > 0 && absoluteFloor < Double.POSITIVE_INFINITY,
          "absoluteFloor",
          "finite and > 0",
          absoluteFloor);
      require(closeAfter >= 1, "closeAfter", ">= 1", closeAfter);
    }

    /** What the job uses unless told otherwise. */
    public static Params defaults() {
      return new Params(86_400_000, Ranking.USUAL_ALARM, 60, 30, 8, 0.01, 1e-6, 3);
    }

    private static void require(boolean holds, String field, String rule, Object value) {
      if (!holds) {
        throw new IllegalArgumentException(field + " must be " + rule + ", was " + value);
      }
    }
  }

  /** The judgement of one value, with the band in which it would have been usual. */
  private record Judgement(
      boolean abnormal, boolean alarm, double score, double distance, double lower, double upper) {}

  /**
   * Judges, then learns, the value of one window of a series that no document is about.
   *
   * @see #observe(SeriesKey, String, Statistic, long, long, double, SeriesPolicy)
   */
  public Optional<Finding> observe(
      SeriesKey key,
      String series,
      Statistic statistic,
      long startMillis,
      long endMillis,
      double value,
      Params params) {
    return observe(
        key, series, statistic, startMillis, endMillis, value, SeriesPolicy.usual(params));
  }

  /**
   * Judges, then learns, the value of one window; a value that is not finite is passed over, and so
   * is a window of maintenance. A series that is switched off goes on learning.
   *
   * @param key the series
   * @param series canonical form of {@code key}
   * @param startMillis start of the window, inclusive
   * @param endMillis end of the window, exclusive
   * @return a finding when an incident opens or closes
   */
  public Optional<Finding> observe(
      SeriesKey key,
      String series,
      Statistic statistic,
      long startMillis,
      long endMillis,
      double value,
      SeriesPolicy policy) {
    if (!Double.isFinite(value) || policy.isMaintained(startMillis, endMillis)) {
      return Optional.empty();
    }
    Params params = policy.params();
    long known = detector.known();
    detector.judge(endMillis, value, params.dayMillis);
    boolean cold = baseline != null && !isWarm(known, params);
    Acceptance accepted =
        feedback == null ? Acceptance.NONE : feedback.level(policy.falseAlarms(), series, incident);
    Judgement judgement =
        cold ? cold(value, known, policy, accepted) : warm(endMillis, value, policy, accepted);
    detector.learn();
    if (!cold) {
      baseline = null;
    }
    recent.add(endMillis, value);
    if (incident == null && (policy.off() || !judgement.alarm)) {
      return Optional.empty();
    }
    boolean opens = incident == null;
    if (opens) {
      incident = new Incident(startMillis, cold, (int) Math.min(known, Integer.MAX_VALUE));
      feedback = feedback == null ? new Feedback() : feedback;
    }
    if (judgement.abnormal || opens) {
      incident.abnormal(endMillis, value, judgement.score, judgement.distance, detector.view());
      incident.band(judgement.lower, judgement.upper);
    } else {
      incident.normal();
    }
    boolean closes = policy.off() || incident.normalRun() >= params.closeAfter;
    if (!opens && !closes) {
      return Optional.empty();
    }
    Finding finding = incident.finding(key, series, statistic, endMillis, closes, recent.toList());
    if (closes) {
      feedback.remember(incident.past(), policy.falseAlarms(), series);
      incident = null;
    }
    return Optional.of(finding);
  }

  /** Score of the last value, 0 to 1. */
  public double score() {
    return detector.score();
  }

  /** What was expected of the last value. */
  public double expected() {
    return detector.expected();
  }

  /** How far from it a value would be found by its size alone, once the watch is warm. */
  public double reach(Params params) {
    return detector.reach(alarmRarity(params));
  }

  /** Distances below are no findings. */
  double least(Params params) {
    return Math.max(params.relativeFloor * Math.abs(detector.expected()), params.absoluteFloor);
  }

  private boolean isWarm(long known, Params params) {
    return known >= WARM && detector.rarest() >= alarmRarity(params) + MARGIN;
  }

  /** Rarity that makes a finding, of values as dense as these. */
  double alarmRarity(Params params) {
    return Math.max(2, Math.min(12, params.rarity + detector.density()));
  }

  private Judgement warm(long endMillis, double value, SeriesPolicy policy, Acceptance accepted) {
    Params params = policy.params();
    double distance = value - detector.expected();
    double rarity = alarmRarity(params);
    double least = least(params);
    boolean matters =
        isWanted(policy, distance, rarity)
            && (detector.view().isDistance()
                ? Math.abs(distance) >= least && !accepted.covers(distance)
                : !accepted.covers(distance, detector.score()));
    boolean abnormal = matters && detector.rarity() >= USUAL * rarity;
    boolean alarm =
        matters
            && detector.rarity() >= rarity
            && (detector.isRecord() || isBack(endMillis, distance));
    double reach = abnormal ? Math.max(least, detector.reach(rarity)) : 0;
    return new Judgement(
        abnormal,
        alarm,
        detector.score(),
        distance,
        within(detector.expected() - reach),
        within(detector.expected() + reach));
  }

  private boolean isBack(long endMillis, double distance) {
    return feedback != null
        && detector.view().isDistance()
        && feedback.isBack(endMillis, detector.stepMillis(), distance);
  }

  /** Where one direction is wanted, what comes back from the other is not. */
  private boolean isWanted(SeriesPolicy policy, double distance, double rarity) {
    return policy.direction() == Direction.BOTH
        || (policy.minds(distance)
            && switch (detector.view()) {
              case SEASON, LEVEL, MEAN, DRIFT -> policy.minds(detector.deviation());
              case CHANGE, VARIATION, BURST, PATTERN ->
                  Math.abs(distance) >= detector.reach(rarity) / 2;
            });
  }

  private Judgement cold(double value, long known, SeriesPolicy policy, Acceptance accepted) {
    Params params = policy.params();
    double median = baseline.median();
    boolean bursts = feedback != null && feedback.hasMany();
    double scale = baseline.scale(median, bursts, params.relativeFloor, params.absoluteFloor);
    double reach = params.coldLimit * scale;
    double lower = within(median - reach);
    double upper = within(median + reach);
    boolean judged = known >= params.coldWarmUp;
    double deviation = judged ? (value - median) / scale : 0;
    boolean abnormal = Math.abs(deviation) > params.coldLimit;
    abnormalRun = abnormal ? abnormalRun + 1 : 0;
    boolean lasting = abnormalRun > params.coldHistory / 4;
    boolean doubtful = abnormal && !lasting && !bursts;
    double most = doubtful ? LEARNED_LIMIT * scale : Double.POSITIVE_INFINITY;
    double learned = Math.max(within(median - most), Math.min(within(median + most), value));
    baseline.learn(
        learned,
        judged ? RobustBaseline.forRange(value, median, scale) : value,
        params.coldHistory);
    double score = Scores.of(deviation, params.coldLimit);
    double distance = value - median;
    boolean matters = abnormal && policy.minds(distance) && !accepted.covers(distance);
    return new Judgement(matters, matters, score, distance, lower, upper);
  }

  private static double within(double bound) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, bound));
  }
}
