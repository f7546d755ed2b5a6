package io.chimera.refinement.state.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When a trend is told of, and when it is told to be over. */
class SeriesTrendTest {
  private static final long DAY = 86_400_000;
  private static final long MINUTE = 60_000;
  private static final int SERIES = 40;
  private static final int MINUTES = 1_000;
  private static final SeriesKey KEY = new SeriesKey("shop", "cart", "a", "queue_wait_ms", "");

  @Test
  void noiseSeldomMakesATrendAndHardlyEverAtATenthOfTheSignificance() {
    assertThat(openedByNoise(TrendTest.SIGNIFICANCE)).isLessThan(SERIES / 2);
    assertThat(openedByNoise(TrendTest.SIGNIFICANCE / 10)).isLessThan(SERIES / 8);
  }

  /** Noise of which each value is like the one before. */
  private static long openedByNoise(double significance) {
    long opened = 0;
    for (int seed = 0; seed < SERIES; seed++) {
      Random random = new Random(seed);
      SeriesTrend trend = new SeriesTrend();
      double noise = 0;
      for (int minute = 1; minute <= MINUTES; minute++) {
        noise = 0.6 * noise + 0.8 * random.nextGaussian();
        opened +=
            trends(trend, minute, 100 + noise, significance).stream()
                .filter(finding -> finding.state() == Finding.State.OPEN)
                .count();
      }
    }
    return opened;
  }

  @Test
  void aRiseIsToldOnceAndAFallEndsIt() {
    Random random = new Random(3);
    SeriesTrend trend = new SeriesTrend();
    List<String> told = new ArrayList<>();
    for (int minute = 1; minute <= 240; minute++) {
      double value = 100 + 0.2 * (120 - Math.abs(120 - minute)) + random.nextGaussian();
      trends(trend, minute, value, TrendTest.SIGNIFICANCE)
          .forEach(finding -> told.add(finding.state() + " " + finding.direction()));
    }
    assertThat(told).startsWith("OPEN UP", "CLOSED UP").hasSizeLessThanOrEqualTo(3);
  }

  private static List<Finding> trends(
      SeriesTrend trend, int minute, double value, double significance) {
    return trend.observe(KEY, KEY.canonical(), minute * MINUTE, value, DAY, significance).stream()
        .filter(finding -> finding.kind() == Finding.Kind.TREND)
        .toList();
  }
}
