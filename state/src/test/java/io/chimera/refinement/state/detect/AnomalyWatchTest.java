package io.chimera.refinement.state.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Finding.EvidencePoint;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.wire.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnomalyWatchTest {
  private static final SeriesKey KEY =
      new SeriesKey("mplp", "context", "agent-1", "latency_ms", "op=read");
  private static final String SERIES = KEY.canonical();
  private static final long SLIDE = 10_000;
  private static final long WINDOW = 60_000;
  private static final AnomalyWatch.Params PARAMS =
      new AnomalyWatch.Params(86_400_000, 3.5, 60, 12, 6, 0.01, 1e-6, 3);

  /** A series that is being watched: feeds one window per slide. */
  private static final class Feed {
    private AnomalyWatch watch = new AnomalyWatch();
    private final AnomalyWatch.Params params;
    private final List<Finding> findings = new ArrayList<>();
    private long end = 1_795_248_000_000L;

    Feed(AnomalyWatch.Params params) {
      this.params = params;
    }

    void observe(double value) {
      end += SLIDE;
      watch
          .observe(KEY, SERIES, Statistic.MEAN, end - WINDOW, end, value, params)
          .ifPresent(findings::add);
    }

    /** 148, 149, 150, 151, 152 in turn: median 150, median absolute deviation 1. */
    void calm(int windows) {
      for (int i = 0; i < windows; i++) {
        observe(148 + i % 5);
      }
    }
  }

  @Test
  void oneSpikeIsOneIncidentThatOpensAndCloses() {
    Feed feed = new Feed(PARAMS);
    feed.calm(60);
    long firstAbnormalEnd = feed.end + SLIDE;
    feed.observe(400);
    feed.observe(812.44);
    feed.observe(300);
    feed.calm(10);

    assertThat(feed.findings).hasSize(2);
    Finding open = feed.findings.get(0);
    Finding closed = feed.findings.get(1);
    assertThat(open.state()).isEqualTo(Finding.State.OPEN);
    assertThat(open.endedAt()).isNull();
    assertThat(open.startedAt()).isEqualTo(firstAbnormalEnd - WINDOW);
    assertThat(open.detectedAt()).isEqualTo(firstAbnormalEnd);
    assertThat(open.value()).isEqualTo(400);
    assertThat(open.direction()).isEqualTo(Finding.Direction.UP);
    assertThat(open.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(open.unit()).isEqualTo("ms");
    assertThat(open.labels()).containsExactly(java.util.Map.entry("op", "read"));
    assertThat(open.warming()).isTrue();
    assertThat(open.findingId())
        .isEqualTo(
            Finding.id(Finding.Kind.ANOMALY, SERIES, AnomalyWatch.DETECTOR, open.startedAt()))
        .isEqualTo(closed.findingId());
    assertThat(closed.state()).isEqualTo(Finding.State.CLOSED);
    assertThat(closed.startedAt()).isEqualTo(open.startedAt());
    assertThat(closed.peakAt()).isEqualTo(firstAbnormalEnd + SLIDE);
    assertThat(closed.value()).isEqualTo(812.44);
    assertThat(closed.endedAt()).isEqualTo(firstAbnormalEnd + 2 * SLIDE);
    assertThat(closed.detectedAt()).isEqualTo(firstAbnormalEnd + 5 * SLIDE);
    assertThat(closed.score()).isGreaterThan(open.score());
  }

  @Test
  void theSentenceTellsWhatHappenedInRoundedNumbers() {
    Feed feed = new Feed(PARAMS);
    feed.calm(60);
    feed.observe(174.48);
    feed.calm(3);
    assertThat(feed.findings)
        .extracting(Finding::sentence)
        .containsExactly(
            "mean of latency_ms rose to 174.5 ms, expected 141 to 159 ms from the last 60 windows"
                + " (score 0.85).",
            "mean of latency_ms is normal again after 60 s; at its worst it was 174.5 ms, expected"
                + " 141 to 159 ms (score 0.85).");
  }

  @Test
  void theEvidenceIsTheLastTwelvePointsAsSeen() {
    Feed feed = new Feed(PARAMS);
    feed.calm(60);
    feed.observe(500);
    List<EvidencePoint> evidence = feed.findings.get(0).evidence();
    assertThat(evidence).hasSize(12);
    assertThat(evidence.get(11)).isEqualTo(new EvidencePoint(feed.end, 500));
    assertThat(evidence.get(0)).isEqualTo(new EvidencePoint(feed.end - 11 * SLIDE, 152));
  }

  @Test
  void theScoreIsOneHalfAtTheLimit() {
    assertThat(Scores.of(6, 6)).isEqualTo(0.5);
    assertThat(Scores.of(-12, 6)).isEqualTo(0.75);
    assertThat(Scores.of(0, 6)).isZero();
    assertThat(Scores.of(Double.POSITIVE_INFINITY, 6)).isEqualTo(1);
  }

  @Test
  void nothingIsJudgedBeforeTheWarmUp() {
    Feed feed = new Feed(PARAMS);
    feed.calm(11);
    feed.observe(1e6);
    assertThat(feed.findings).isEmpty();
  }

  @Test
  void aYoungBaselineSaysThatItIsWarming() {
    Feed feed = new Feed(PARAMS);
    feed.calm(20);
    feed.observe(100);
    assertThat(feed.findings).singleElement().satisfies(f -> assertThat(f.warming()).isTrue());
    assertThat(feed.findings.get(0).direction()).isEqualTo(Finding.Direction.DOWN);
    assertThat(feed.findings.get(0).sentence())
        .contains("fell to 100 ms")
        .contains("last 20 windows");
  }

  @Test
  void aSpikeDoesNotSilenceTheWatch() {
    Feed feed = new Feed(PARAMS);
    feed.calm(60);
    for (int i = 0; i < 6; i++) {
      feed.observe(1e9);
    }
    feed.calm(5);
    feed.findings.clear();
    feed.observe(300);
    assertThat(feed.findings).as("an anomaly of 100 deviations right after one of 1e9").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {200, 1_000, 1e7, -1e7})
  void aLastingLevelShiftIsTheNewNormalWithinTheHistory(double level) {
    Feed feed = new Feed(PARAMS);
    feed.calm(60);
    for (int i = 0; i < 60; i++) {
      feed.observe(level + i % 5);
    }
    assertThat(feed.findings)
        .extracting(Finding::state)
        .containsExactly(Finding.State.OPEN, Finding.State.CLOSED);
    for (int i = 0; i < 15; i++) {
      feed.observe(level + i % 5);
    }
    feed.observe(1.5 * level);
    assertThat(feed.findings)
        .as("the spread is that of the new level a quarter of the history later")
        .hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void calmNoiseIsNoAnomaly(long seed) {
    Random random = new Random(seed);
    Feed feed = new Feed(PARAMS);
    for (int i = 0; i < 20_000; i++) {
      feed.observe(100 + 20 * random.nextGaussian());
    }
    assertThat(feed.findings)
        .as("false alarms in 55 hours of 10 s windows")
        .hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void burstsThatKeepComingAreNormalBeforeLong() {
    Feed feed = new Feed(PARAMS);
    for (int i = 0; i < 2_000; i++) {
      feed.observe(i % 15 == 14 ? 400 : 148 + i % 5);
    }
    feed.findings.removeIf(finding -> finding.state() == Finding.State.CLOSED);
    assertThat(feed.findings).as("of 133 bursts").hasSizeLessThan(20);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anIncidentThatComesBackMinutesLaterIsFoundAgainWhileWarming(long seed) {
    Random random = new Random(seed);
    Feed feed = new Feed(PARAMS);
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 18; i++) {
        feed.observe(150 + 2 * random.nextGaussian());
      }
      for (int i = 0; i < 6; i++) {
        feed.observe(330 + 2 * random.nextGaussian());
      }
    }
    assertThat(feed.findings)
        .filteredOn(finding -> finding.state() == Finding.State.OPEN)
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anIncidentThatComesBackIsFoundAgainWhenMuchIsKnown(long seed) {
    Random random = new Random(seed);
    Feed feed = new Feed(PARAMS);
    for (int i = 0; i < 3_000; i++) {
      feed.observe(150 + random.nextGaussian());
    }
    for (int round = 0; round < 2; round++) {
      feed.findings.clear();
      for (int i = 0; i < 3; i++) {
        feed.observe(165 + random.nextGaussian());
      }
      assertThat(feed.findings).as("round %d", round).hasSize(1);
      assertThat(feed.findings.get(0).warming()).isFalse();
      for (int i = 0; i < 100; i++) {
        feed.observe(150 + random.nextGaussian());
      }
    }
  }

  @Test
  void aConstantSeriesThatMovesIsFoundAndItsJitterIsNot() {
    Feed feed = new Feed(PARAMS);
    for (int i = 0; i < 60; i++) {
      feed.observe(100);
    }
    feed.observe(100.000001);
    feed.observe(101);
    assertThat(feed.findings).isEmpty();
    feed.observe(120);
    assertThat(feed.findings).hasSize(1);
  }

  @Test
  void anIncidentGoesOnUntilEnoughWindowsInARowAreNormal() {
    Feed feed = new Feed(PARAMS);
    feed.calm(60);
    for (int i = 0; i < 5; i++) {
      feed.observe(400);
      feed.calm(2);
    }
    assertThat(feed.findings).hasSize(1);
    feed.calm(1);
    assertThat(feed.findings).hasSize(2);
  }

  @Test
  void aValueThatIsNotFiniteIsPassedOver() {
    Feed feed = new Feed(PARAMS);
    feed.calm(60);
    byte[] before = Snapshots.bytes(AnomalyWatch.CODEC, feed.watch);
    feed.observe(Double.NaN);
    feed.observe(Double.POSITIVE_INFINITY);
    assertThat(feed.findings).isEmpty();
    assertThat(Snapshots.bytes(AnomalyWatch.CODEC, feed.watch)).isEqualTo(before);
  }

  @Test
  void theLargestNumbersGiveFiniteFindings() {
    Feed feed = new Feed(PARAMS);
    for (int i = 0; i < 200; i++) {
      feed.observe(i % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE);
    }
    feed.calm(200);
    feed.observe(-Double.MAX_VALUE);
    assertThat(feed.findings)
        .isNotEmpty()
        .allSatisfy(
            finding -> {
              assertThat(finding.lower()).isFinite();
              assertThat(finding.upper()).isFinite();
              assertThat(finding.score()).isBetween(0.0, 1.0);
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aRestoreAtAnyPointChangesNothing(long seed) {
    Random random = new Random(seed);
    Feed undisturbed = new Feed(PARAMS);
    Feed restored = new Feed(PARAMS);
    for (int i = 0; i < 1_000; i++) {
      double value =
          50 + random.nextGaussian() + (random.nextInt(40) == 0 ? 500 * random.nextGaussian() : 0);
      undisturbed.observe(value);
      restored.watch = Snapshots.restored(AnomalyWatch.CODEC, restored.watch);
      restored.observe(value);
    }
    assertThat(restored.findings).isNotEmpty().isEqualTo(undisturbed.findings);
    assertThat(Snapshots.bytes(AnomalyWatch.CODEC, restored.watch))
        .isEqualTo(Snapshots.bytes(AnomalyWatch.CODEC, undisturbed.watch));
  }

  @Test
  void aCountHasNoUnitOfItsMetric() {
    AnomalyWatch watch = new AnomalyWatch();
    Finding finding = null;
    for (int i = 0; i <= 30; i++) {
      finding =
          watch
              .observe(
                  KEY,
                  SERIES,
                  Statistic.COUNT,
                  i * SLIDE,
                  i * SLIDE + WINDOW,
                  i < 30 ? 100 : 0,
                  PARAMS)
              .orElse(null);
    }
    assertThat(finding).isNotNull();
    assertThat(finding.unit()).isEmpty();
    assertThat(finding.sentence()).startsWith("count of latency_ms fell to 0,");
  }

  @Test
  void theUnitIsReadFromTheName() {
    assertThat(List.of("a_ms", "a_percent", "a_s", "a_mb", "a_GB", "a_bytes", "a_users", "ms"))
        .extracting(MetricUnit::of)
        .containsExactly("ms", "%", "s", "MB", "GB", "B", "", "");
  }

  @Test
  void aWrongParameterIsNamedWithItsRuleAndValue() {
    assertThatThrownBy(() -> params(3, 1, 6, 0, 1, 1))
        .hasMessage("coldHistory must be in 4..256, was 3");
    assertThatThrownBy(() -> params(60, 61, 6, 0, 1, 1))
        .hasMessage("coldWarmUp must be in 1..coldHistory, was 61");
    assertThatThrownBy(() -> params(60, 12, Double.NaN, 0, 1, 1))
        .hasMessage("coldLimit must be finite and > 0, was NaN");
    assertThatThrownBy(() -> params(60, 12, 6, -1, 1, 1))
        .hasMessage("relativeFloor must be finite and >= 0, was -1.0");
    assertThatThrownBy(() -> params(60, 12, 6, 0, 0, 1))
        .hasMessage("absoluteFloor must be finite and > 0, was 0.0");
    assertThatThrownBy(() -> params(60, 12, 6, 0, 1, 0))
        .hasMessage("closeAfter must be >= 1, was 0");
    assertThatThrownBy(() -> new AnomalyWatch.Params(86_400_000, 0, 60, 12, 6, 0, 1, 1))
        .hasMessage("rarity must be in 1..12, was 0.0");
  }

  private static AnomalyWatch.Params params(
      int history, int warmUp, double limit, double relative, double absolute, int closeAfter) {
    return new AnomalyWatch.Params(
        86_400_000, 3.5, history, warmUp, limit, relative, absolute, closeAfter);
  }
}
