package io.chimera.refinement.state.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.wire.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** REF-PAT-01, REF-PAT-03, REF-PAT-04, LAL-LG-03. */
class TrendWatchTest {
  private static final long DAY = 86_400_000;
  private static final int VALUES = 240;

  /** Noise of deviation 1 in which neighbours correlate by {@code phi}, and a rise. */
  private static double[] series(Random random, double phi, double rise) {
    double[] values = new double[VALUES];
    double noise = random.nextGaussian();
    for (int i = 0; i < VALUES; i++) {
      noise = phi * noise + Math.sqrt(1 - phi * phi) * random.nextGaussian();
      values[i] = 50 + noise + rise * i / (VALUES - 1);
    }
    return values;
  }

  private static double share(double phi, double rise, int runs) {
    Random random = new Random(17);
    int found = 0;
    for (int run = 0; run < runs; run++) {
      found +=
          TrendTest.of(series(random, phi, rise), VALUES).probability() < TrendTest.SIGNIFICANCE
              ? 1
              : 0;
    }
    return (double) found / runs;
  }

  @ParameterizedTest
  @CsvSource({"0", "0.3", "0.6", "0.9"})
  void noiseIsSeldomCalledATrendHoweverAlikeNeighboursAre(double phi) {
    assertThat(share(phi, 0, 2_000)).isLessThan(0.055);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.99", "0.3, 0.99", "0.6, 0.97", "0.9, 0.84"})
  void aRiseOfThreeDeviationsIsFound(double phi, double power) {
    assertThat(share(phi, 3, 1_500)).isGreaterThan(power);
  }

  @Test
  void theSlopeIsThatOfTheLine() {
    TrendWatch watch = new TrendWatch();
    for (int i = 0; i < 1_000; i++) {
      watch.observe(i * 60_000L, 5 + 0.25 * i, DAY);
    }
    assertThat(watch.direction()).isEqualTo(TrendWatch.Direction.UP);
    assertThat(watch.slopePerSecond() * 60).isCloseTo(0.25, within(0.005));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theCourseOfTheDayIsNoTrend(long seed) {
    Random random = new Random(seed);
    TrendWatch watch = new TrendWatch();
    for (long time = 0; time < 10 * DAY + DAY / 4; time += 300_000) {
      watch.observe(time, 40 * Math.sin(2 * Math.PI * time / DAY) + 3 * random.nextGaussian(), DAY);
    }
    assertThat(watch.direction()).isEqualTo(TrendWatch.Direction.FLAT);
  }

  @Test
  void aConstantSeriesIsFlat() {
    TrendWatch watch = new TrendWatch();
    for (int i = 0; i < 2_000; i++) {
      watch.observe(i * 60_000L, 3, DAY);
    }
    assertThat(watch.direction()).isEqualTo(TrendWatch.Direction.FLAT);
    assertThat(watch.changePoint().what()).isEqualTo(ChangePointTest.What.NOTHING);
  }

  @Test
  void aChangeOfLevelAndOneOfSpreadAreFoundWithTheirTime() {
    Random random = new Random(3);
    double[] level = new double[200];
    double[] spread = new double[200];
    for (int i = 0; i < 200; i++) {
      level[i] = random.nextGaussian() + (i < 120 ? 0 : 3);
      spread[i] = random.nextGaussian() * (i < 80 ? 1 : 4);
    }
    ChangePointTest.Result first = ChangePointTest.of(level, 200);
    assertThat(first.what()).isEqualTo(ChangePointTest.What.LEVEL);
    assertThat(first.at()).isBetween(116, 124);
    ChangePointTest.Result second = ChangePointTest.of(spread, 200);
    assertThat(second.what()).isEqualTo(ChangePointTest.What.SPREAD);
    assertThat(second.at()).isBetween(70, 95);
  }

  @Test
  void aTrendAndAChangeCarryThePointsToDrawThem() {
    SeriesKey key = new SeriesKey("mplp", "context", "", "latency_ms", "");
    SeriesTrend trend = new SeriesTrend();
    List<Finding> findings = new ArrayList<>();
    Random random = new Random(4);
    for (int minute = 1; minute <= 600; minute++) {
      double value = random.nextGaussian() + (minute < 300 ? 100 : 112);
      findings.addAll(trend.observe(key, key.canonical(), minute * 60_000L, value, DAY));
    }
    assertThat(findings)
        .extracting(Finding::kind)
        .contains(Finding.Kind.TREND, Finding.Kind.CHANGE_POINT);
    assertThat(findings)
        .allSatisfy(
            finding -> {
              assertThat(finding.evidence()).hasSizeBetween(16, 32);
              assertThat(finding.evidence())
                  .extracting(Finding.EvidencePoint::endMillis)
                  .isSorted()
                  .last()
                  .isEqualTo(finding.detectedAt());
              assertThat(finding.evidence())
                  .allSatisfy(point -> assertThat(point.value()).isBetween(95.0, 117.0));
            });
  }

  @Test
  void aTrendDoesNotWaitForTheEndOfABlockOfALongHistory() {
    SeriesKey key = new SeriesKey("mplp", "context", "", "latency_ms", "");
    int minutesPerBlock = 8;
    int between = 0;
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      SeriesTrend trend = new SeriesTrend();
      for (int minute = 1; minute <= 2_000; minute++) {
        double value = 100 + random.nextGaussian() + Math.max(0, minute - 1_200) * 0.003;
        for (Finding finding : trend.observe(key, key.canonical(), minute * 60_000L, value, DAY)) {
          if (finding.kind() == Finding.Kind.TREND && finding.state() == Finding.State.OPEN) {
            between += minute > 1_200 && minute % minutesPerBlock != 0 ? 1 : 0;
            assertThat(finding.evidence())
                .last()
                .extracting(Finding.EvidencePoint::endMillis)
                .isEqualTo(minute * 60_000L);
          }
        }
        if (minute % 100 == 0) {
          trend = Snapshots.restored(SeriesTrend.CODEC, trend);
        }
      }
      assertThat(trend.observe(key, key.canonical(), 2_001 * 60_000L, 103, DAY)).isEmpty();
    }
    assertThat(between).isGreaterThan(10);
  }

  @Test
  void growingMemoryIsALeakAndSaysWhenItIsFull() {
    SeriesKey key = new SeriesKey("mplp", "context", "", "memory_percent", "");
    SeriesTrend trend = new SeriesTrend();
    List<Finding> findings = new ArrayList<>();
    Random random = new Random(5);
    for (int minute = 1; minute <= 200; minute++) {
      double value = 40 + 0.1 * minute + 0.3 * random.nextGaussian();
      findings.addAll(trend.observe(key, key.canonical(), minute * 60_000L, value, DAY));
      trend = Snapshots.restored(SeriesTrend.CODEC, trend);
    }
    assertThat(findings)
        .filteredOn(finding -> finding.kind() == Finding.Kind.TREND)
        .first()
        .satisfies(
            finding -> {
              assertThat(finding.detector()).isEqualTo(SeriesTrend.LEAK);
              assertThat(finding.direction()).isEqualTo(Finding.Direction.UP);
              assertThat(finding.unit()).isEqualTo("%");
              assertThat(finding.sentence()).contains("like a leak").contains("reaches 90 % in");
            });
  }

  @Test
  void aRestoreChangesNothing() {
    Random random = new Random(9);
    TrendWatch undisturbed = new TrendWatch();
    TrendWatch restored = new TrendWatch();
    for (int i = 0; i < 1_500; i++) {
      double value = random.nextGaussian() + i / 400.0;
      undisturbed.observe(i * 60_000L, value, DAY);
      restored = Snapshots.restored(TrendWatch.CODEC, restored);
      restored.observe(i * 60_000L, value, DAY);
      assertThat(restored.direction()).isEqualTo(undisturbed.direction());
    }
  }
}
